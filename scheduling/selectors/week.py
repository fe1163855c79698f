"""A week at a location: what stands in each provider's days."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter, itemgetter

from django.utils.translation import gettext as _

from practice import clock
from practice.access import Actor
from practice.models import Location, Provider
from scheduling import availability, slots
from scheduling.availability import Availability
from scheduling.selectors import week_rows
from scheduling.selectors.week_rows import Entry, Rows
from scheduling.slots import Span

DAYS = 7
SHORTEST_GAP = 5  # minutes; no visit fits into less
BEGINS = attrgetter("start")
ORDER = itemgetter(slice(5))  # of time first; the plain tuples sort faster than the entries


@dataclass(frozen=True)
class WeekColumn:
    """What stands on each of a provider's days in order of time. A day that is not there has no hours either.

    The provider None gathers the requests that leave the provider open.
    """

    provider: Provider | None
    cells: dict[date, list[Entry]]

    @property
    def booked(self) -> int:
        return self._count("visit")

    @property
    def requested(self) -> int:
        return self._count("request")

    def _count(self, kind: str) -> int:
        return sum(entry.kind == kind for entries in self.cells.values() for entry in entries)


@dataclass(frozen=True)
class WeekSheet:
    """The days from Monday on that have hours or anything else, and those `left_out` that have neither."""

    location: Location
    days: list[date]
    left_out: list[date]
    columns: list[WeekColumn]


def week_sheet(actor: Actor, location: Location, day: date) -> WeekSheet:
    """The week that the day lies in. What the actor may not see, and visits elsewhere, are "Busy" and nothing more."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=n) for n in range(DAYS)]
    midnights = [clock.midnight(monday + timedelta(days=n), location.zone) for n in range(DAYS + 1)]
    cuts, now = [slots.minute_of(at) for at in midnights], slots.minute_after(actor.now)
    free = availability.load(location, days[0], days[-1], now=actor.now, visits=False)
    rows = week_rows.read(actor, location, (cuts[0], cuts[-1]))
    columns = [
        _column(free, who, rows, days, cuts, now)
        for who in sorted([*free.hours, *_guests(actor, free, rows)], key=lambda who: (who.name, str(who.pk)))
    ]
    columns.append(WeekColumn(None, _by_day(days, cuts, rows.shown[None], [])))
    kept = {on for column in columns for on in column.cells}
    return WeekSheet(
        location,
        days=[on for on in days if on in kept],
        left_out=[on for on in days if on not in kept],
        columns=[column for column in columns if column.cells],
    )


def _guests(actor: Actor, free: Availability, rows: Rows) -> list[Provider]:
    """The providers who have something there without having hours."""
    ids = rows.shown.keys() - {None} - {str(who.pk) for who in free.hours}
    return list(Provider.objects.visible_to(actor).filter(pk__in=ids)) if ids else []


def _column(free: Availability, who: Provider, rows: Rows, days, cuts, now: int) -> WeekColumn:
    windows, entries = free.windows(who), [*rows.shown[str(who.pk)]]
    for spans, kind, what in _rest(free, who, rows, windows, now):
        entries += [Entry(start, end, kind, what) for start, end in _cut(spans, cuts)]
    return WeekColumn(who, _by_day(days, cuts, entries, windows))


def _rest(free: Availability, who: Provider, rows: Rows, windows: list[Span], now: int):
    """What is no visit and no request, each kind with its words: closures and time off within the hours, what else is
    taken, what is free.
    """
    key, away = str(who.pk), free.away.get(who, [])
    shut = [(slots.intersect(windows, [(start, end)]), "off", why or _("Closed")) for start, end, why in free.closures]
    closed = [span for spans, _kind, _why in shut for span in spans]
    off = slots.subtract(slots.intersect(windows, away), closed)
    busy = slots.subtract(rows.hidden[key], [*closed, *off, *rows.standing(key)]) if rows.hidden[key] else []
    taken = [*closed, *off, *busy, *rows.taken[key], (0, now)]
    rest = [span for span in slots.subtract(windows, taken) if span[1] - span[0] >= SHORTEST_GAP]
    return [*shut, (off, "off", _("Time off")), (busy, "off", _("Busy")), (rest, "free", "")]


def _by_day(days: list[date], cuts: list[int], entries: list[Entry], windows: list[Span]) -> dict[date, list[Entry]]:
    """What begins on each day in order of time; a day with hours is there without any."""
    entries.sort(key=ORDER)
    ends = [*(bisect_left(entries, cut, key=BEGINS) for cut in cuts[1:-1]), len(entries)]
    starts = [0, *ends]  # what began before the week counts as Monday's
    at_work = {bisect_right(cuts, start) - 1 for start, _end in _cut(windows, cuts)}
    found = ((n, day, entries[starts[n] : ends[n]]) for n, day in enumerate(days))
    return {day: there for n, day, there in found if there or n in at_work}


def _cut(spans: Iterable[Span], cuts: list[int]) -> Iterator[Span]:
    """What of the spans lies in the week, cut at its midnights."""
    for start, end in spans:
        n = bisect_right(cuts, start)
        if 0 < n == bisect_left(cuts, end) < len(cuts):  # within one day, as nearly all are
            yield start, end
        else:
            begins, ends = max(start, cuts[0]), min(end, cuts[-1])
            inner = [cut for cut in cuts if begins < cut < ends]
            yield from pairwise([begins, *inner, ends] if begins < ends else [])
