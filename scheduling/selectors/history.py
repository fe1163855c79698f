"""What happened to a visit."""

from practice.access import Actor
from scheduling.models import Appointment, AppointmentEvent


def events(actor: Actor, visit: Appointment):
    """The visit's history, newest first, with who did it."""
    found = AppointmentEvent.objects.visible_to(actor).filter(appointment=visit)
    return found.select_related("by").order_by("-at", "-pk")
