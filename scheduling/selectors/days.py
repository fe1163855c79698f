"""The visits of some days at a location, one after the other."""

from datetime import date, timedelta

from practice import clock
from practice.access import Actor
from practice.models import Location, Provider
from scheduling.models import Appointment


def visits_at(actor: Actor, location: Location, first_day: date, last_day: date, provider: Provider | None = None):
    """The visits that begin there on these days of its clock and that the actor may see, soonest first.

    Whatever has become of them; a time that is only kept is none.
    """
    begins, ends = (clock.midnight(day, location.zone) for day in (first_day, last_day + timedelta(days=1)))
    found = Appointment.objects.visible_to(actor).filter(location=location).exclude(status="held")
    found = found.filter(starts_at__gte=begins, starts_at__lt=ends).order_by("starts_at", "pk")
    found = found.filter(provider=provider) if provider else found
    return found.select_related("patient", "provider", "location", "visit_type")
