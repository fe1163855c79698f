"""What happened to a visit, and what a kept time belongs to."""

from practice.access import Actor
from scheduling.models import Appointment, AppointmentEvent, AppointmentRequest


def events(actor: Actor, visit: Appointment):
    """The visit's history, newest first, with who did it."""
    found = AppointmentEvent.objects.visible_to(actor).filter(appointment=visit)
    return found.select_related("by").order_by("-at", "-pk")


def held_for(actor: Actor, visit: Appointment) -> AppointmentRequest | None:
    """The request for which the time is kept, if the actor may see it."""
    return AppointmentRequest.objects.visible_to(actor).filter(proposals__appointment=visit).first()
