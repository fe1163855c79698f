"""Calendar files. Pure: a visit in, bytes out. A file names the practice and the place, never why somebody comes."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from practice import clock
from scheduling.models import Appointment

A_YEAR = timedelta(days=366)


def visit_file(appointment: Appointment, now: datetime) -> bytes:
    """The visit as an iCalendar file: the same UID for as long as it lives, a higher SEQUENCE with every change.

    Times are on the clock of the location, whose zone the file describes. A cancelled visit cancels the entry.
    """
    cancelled = appointment.status == "cancelled"
    zone, practice = appointment.location.zone, appointment.practice
    event = Event()
    event.add("uid", f"{appointment.pk}@frontdesk")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", clock.local(appointment.starts_at, zone))
    event.add("dtend", clock.local(appointment.ends_at, zone))
    event.add("summary", _("Visit at %(practice)s") % {"practice": practice.name})
    event.add("location", ", ".join(filter(None, [appointment.location.name, appointment.location.address])))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", "-//Frontdesk//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    starts_on = appointment.starts_at.date()
    # The zone's rules around the visit are enough; since 1970 they would fill pages.
    calendar.add_missing_timezones(starts_on - A_YEAR, starts_on + A_YEAR)
    return calendar.to_ical()
