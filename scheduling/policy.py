"""The practice's rules for requests, as pure decisions: each says what stands in the way, or nothing."""

import zoneinfo
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from practice import clock
from practice.errors import Refused
from scheduling import modes
from scheduling.modes import Mode
from scheduling.states import APPOINTMENT_STATUSES, MOVABLE

FURTHEST_DAYS = 730
STATUSES = ("active", "prospect")  # of patients for whom visits can be had


@dataclass(frozen=True)
class Window:
    """From when and until which day of the location visits are offered; `until` is that day's end."""

    earliest: datetime
    last_day: date
    until: datetime

    def covers(self, starts_at: datetime) -> bool:
        """Whether a visit may start then: notice and horizon both included (X9, X10)."""
        return self.earliest <= starts_at < self.until


def window(settings, now: datetime, zone: zoneinfo.ZoneInfo) -> Window:
    """What patients are offered: elapsed hours of notice, and calendar days of the location up to the horizon."""
    return _window(now + timedelta(hours=settings.notice_hours), now, settings.horizon_days, zone)


def staff_window(now: datetime, zone: zoneinfo.ZoneInfo) -> Window:
    """What staff are offered: from now on, without notice, as far as any practice's horizon could reach."""
    return _window(now, now, FURTHEST_DAYS, zone)


def _window(earliest: datetime, now: datetime, days: int, zone: zoneinfo.ZoneInfo) -> Window:
    last_day = clock.local(now, zone).date() + timedelta(days=days)
    return Window(earliest, last_day, clock.midnight(last_day + timedelta(days=1), zone))


def refuse_start(settings, now: datetime, zone: zoneinfo.ZoneInfo, starts_at: datetime) -> None:
    """Refuse a start that has passed, is inside the notice or beyond the horizon, and say which."""
    open_for = window(settings, now, zone)
    if starts_at <= now:
        raise Refused("time_passed", _("That time has passed. Please choose another."), "starts")
    if starts_at < open_for.earliest:
        said = _("Please choose a time at least %(n)s hours from now.") % {"n": settings.notice_hours}
        raise Refused("too_soon", said, "starts")
    if not open_for.covers(starts_at):
        said = _("Please choose a time no later than %(day)s.") % {"day": clock.day(open_for.last_day)}
        raise Refused("too_far", said, "starts")


def refuse_wish(*, settings, practice, wish, allowed_types) -> None:
    """Refuse what cannot be asked for at all: feature, patient, case, visit type, location, provider, or none named."""
    refuse_off(settings, practice)
    if wish.patient.status not in STATUSES:
        raise Refused("patient_not_active", _("Appointments cannot be requested for this patient."))
    if not case_open(wish.case, wish.patient):
        raise Refused("case_closed", _("Appointments cannot be requested for this case."), "case")
    if wish.visit_type.pk not in allowed_types or not type_open(wish.visit_type):
        raise Refused("visit_type_closed", _("This visit type cannot be requested for this case."), "visit_type")
    refuse_closed(wish)
    if wish.provider is None and not no_preference_allowed(settings, wish.patient):
        raise Refused("provider_needed", _("Please choose a provider."), "provider")


def refuse_off(settings, practice) -> None:
    """Refuse everything while the practice takes no requests, with its phone (R1)."""
    if settings.requests_on:
        return
    said = _("The practice no longer takes online requests.")
    if practice.phone:
        said = _("%(said)s Please call %(phone)s.") % {"said": said, "phone": practice.phone.as_national}
    raise Refused("requests_off", said, phone=str(practice.phone))


def refuse_closed(wish) -> None:
    """Refuse a location, visit type or provider that is not open to requests online (D2: the most restrictive wins)."""
    if modes.of_location(wish.location) < Mode.REQUEST:
        raise Refused("location_closed", _("This location does not take online requests."), "location")
    if not type_open(wish.visit_type):
        raise Refused("visit_type_closed", _("This visit type cannot be requested online."), "visit_type")
    if wish.provider is not None and modes.of_provider(wish.provider) < Mode.REQUEST:
        said = _("Visits with %(name)s cannot be requested online.")
        raise Refused("provider_closed", said % {"name": wish.provider.name}, "provider")


def refuse_change(*, settings, practice, visit, now: datetime, asked: bool) -> None:
    """Refuse to take a wish to change this visit: none is taken now, it does not stand any more, or one is open."""
    refuse_off(settings, practice)
    if visit.status not in MOVABLE or visit.starts_at <= now:
        status = _("already begun") if visit.status in MOVABLE else APPOINTMENT_STATUSES[visit.status].lower()
        raise Refused(
            "visit_not_standing", _("This visit cannot be changed any more: %(status)s.") % {"status": status}
        )
    if asked:
        raise Refused("request_exists", _("There is already an open request about this visit."))


def refuse_move(visit, *, there: bool) -> None:
    """Refuse to look for other times where the visit is: something about it is closed, or its provider not there."""
    refuse_closed(visit)
    if not there:
        raise Refused("provider_closed", _("This provider does not see patients at this location now."), "provider")


def ways_to_move(offered) -> list[str]:
    """How patients may say when a visit should be instead: in the ways offered (D3), but not by days and hours.

    A practice that offers neither of the others is asked for the next available time.
    """
    return [way for way in ("slots", "next_available") if way in offered] or ["next_available"]


def case_open(case, patient) -> bool:
    """Whether requests may name this case: this patient's, active, open to requests (R9, R12)."""
    return case.patient_id == patient.pk and case.is_active and case.allows_requests


def type_open(visit_type) -> bool:
    """Whether patients may ask for such visits at all (D2)."""
    return modes.of_visit_type(visit_type) >= Mode.REQUEST


def no_preference_allowed(settings, patient) -> bool:
    """Whether the provider may be left open for this patient (D11): to nobody, to existing patients, to everyone."""
    if settings.no_preference == "existing":
        return patient.status == "active"
    return settings.no_preference == "everyone"
