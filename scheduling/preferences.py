"""When a visit would suit somebody who names no times (D3). Pure; days and hours are those of the location's clock."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from practice import clock
from practice.models.places import WEEKDAYS
from scheduling.models import PARTS, AppointmentRequest

NOON = 12


@dataclass(frozen=True)
class Preferences:
    """Days of the week (0 = Monday; none = any), `morning` or `afternoon` or "" for both, and a range of days."""

    weekdays: tuple[int, ...] = ()
    part: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def __bool__(self) -> bool:
        return bool(self.weekdays or self.part or self.first_day or self.last_day)

    def suit(self, starts_at: datetime, zone: clock.ZoneLike) -> bool:
        """Whether a visit that starts then would suit."""
        there = clock.local(starts_at, zone)
        return (
            (not self.weekdays or there.weekday() in self.weekdays)
            and (not self.part or (there.hour < NOON) == (self.part == "morning"))
            and (self.first_day is None or there.date() >= self.first_day)
            and (self.last_day is None or there.date() <= self.last_day)
        )

    def in_words(self) -> str:
        """`Mondays, Wednesdays · Mornings · Nov 25 to Dec 4`."""
        days = ", ".join(_("%(day)ss") % {"day": name} for number, name in WEEKDAYS if number in self.weekdays)
        return " · ".join(filter(None, [days, str(PARTS.get(self.part, "")), self._range()]))

    def _range(self) -> str:
        first, last = self.first_day and clock.day(self.first_day), self.last_day and clock.day(self.last_day)
        if first and last:
            return _("%(first)s to %(last)s") % {"first": first, "last": last}
        if first:
            return _("from %(first)s") % {"first": first}
        return _("until %(last)s") % {"last": last} if last else ""


def of(request: AppointmentRequest) -> Preferences:
    """What a request says about when it suits; empty where it names times or wants the next available."""
    return Preferences(tuple(request.suits_weekdays), request.suits_part, request.suits_from, request.suits_until)
