"""A week at a location: what stands in each provider's days. Small tuples instead of rows: there may be a thousand."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from practice import clock
from practice.access import Actor
from practice.models import Closure, Location, Provider
from scheduling import availability, slots
from scheduling.models import LONGEST, Appointment, AppointmentRequest
from scheduling.slots import Span
from scheduling.states import OCCUPYING, OPEN_REQUEST

DAYS = 7
ID = Cast("pk", CharField())  # seven hundred UUIDs take a millisecond to become objects, and another to become text
SHORTEST_GAP = 5  # minutes; no visit fits into less


class Entry(NamedTuple):
    """One line of a cell, its ends in minutes since 1970.

    `kind`: "visit", "request" (an open one's time), "free" (one stretch that may be booked) or "off"; `what` is the
    visit type, or why it is off. `pk`, `patient`, `state` and `has_note` are those of a visit or a request.
    """

    start: int
    end: int
    kind: str
    what: str = ""
    pk: str = ""
    patient: str = ""
    state: str = ""
    has_note: bool = False


@dataclass(frozen=True)
class WeekSheet:
    """The days from Monday on that have hours or anything else, and in `cells` what stands on them by provider.

    The provider None gathers the requests that leave the provider open. Where there is no cell there are no hours.
    """

    location: Location
    days: list[date]
    left_out: list[date]
    providers: list[Provider | None]
    cells: dict[tuple[Provider | None, date], list[Entry]]


def week_sheet(actor: Actor, location: Location, day: date) -> WeekSheet:
    """The week that the day lies in. What the actor may not see, and visits elsewhere, are "Busy" and nothing more."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=n) for n in range(DAYS)]
    free = availability.load(location, days[0], days[-1], now=actor.now)
    midnights = [slots.minute_of(clock.midnight(days[0] + timedelta(days=n), location.zone)) for n in range(DAYS + 1)]
    stretch = slots.moment_of(midnights[0]), slots.moment_of(midnights[-1])
    shown, providers = _visits(actor, location, stretch), {who.pk: who for who in free.hours}
    for pk, entries in _requests(actor, location, stretch).items():
        shown[pk].extend(entries)
    providers |= _without_hours(actor, [pk for pk in shown if pk and pk not in providers])
    hidden, closed = _hidden(actor, location, stretch, providers), _closures(location, stretch)
    now, cells = slots.minute_after(actor.now), {}
    for pk, who in providers.items():
        rest = _rest(free, who, shown[pk], hidden[pk], closed, now)
        by_day = _by_day(days, midnights, shown[pk], rest, free.windows(who))
        cells |= {(who, on): entries for on, entries in by_day.items()}
    cells |= {(None, on): entries for on, entries in _by_day(days, midnights, shown[None], [], []).items()}
    return _with_hours_only(location, days, cells)


def _by_day(days, midnights, events, rest, windows) -> dict[date, list[Entry]]:
    """What begins on each day in order of time, the rest cut at midnight; a day with hours is there without any."""
    found = {days[n]: [] for window in windows for n, _start, _end in _pieces(window, midnights)}
    for entry in events:
        n = max(bisect_right(midnights, entry.start) - 1, 0)  # what began before the week counts as Monday's
        found.setdefault(days[n], []).append(entry)
    for entry in rest:
        for n, start, end in _pieces(entry, midnights):
            found.setdefault(days[n], []).append(entry._replace(start=start, end=end))
    for entries in found.values():
        entries.sort()
    return found


def _pieces(span, midnights):
    """The span's parts, each with the number of its day."""
    n, end = max(bisect_right(midnights, span[0]) - 1, 0), span[1]
    while n < DAYS and midnights[n] < end:
        yield n, max(span[0], midnights[n]), min(end, midnights[n + 1])
        n += 1


def _with_hours_only(location, days, cells) -> WeekSheet:
    kept = {on for _who, on in cells}
    providers = {who for who, _on in cells}
    named = sorted(providers - {None}, key=lambda who: (who.name, str(who.pk)))
    return WeekSheet(
        location,
        days=[on for on in days if on in kept],
        left_out=[on for on in days if on not in kept],
        providers=[*named, *(providers & {None})],
        cells=cells,
    )


def _taking(found, actor, stretch):
    """Those of the visits that take time of the week, missed ones too; a hold that has run out takes none."""
    # No visit is longer: without this the index would be read from the practice's first day on.
    earliest = stretch[0] - timedelta(minutes=LONGEST)
    found = found.filter(starts_at__gt=earliest, starts_at__lt=stretch[1], ends_at__gt=stretch[0])
    found = found.filter(status__in=(*OCCUPYING, "no_show"))
    return found.exclude(status="held", held_until__lte=actor.now)


def _visits(actor, location, stretch) -> dict:
    rows = _taking(Appointment.objects.visible_to(actor).filter(location=location), actor, stretch)
    facts = rows.values_list(
        *("provider_id", "starts_at", "ends_at", "visit_type__name", ID),
        *("patient__given_name", "patient__family_name", "status"),
    )
    shown = defaultdict(list)
    for who, starts_at, ends_at, what, pk, given, family, status in facts:
        start, end = slots.minute_of(starts_at), slots.minute_after(ends_at)
        shown[who].append(Entry(start, end, "visit", what, pk, f"{given} {family}".strip(), status))
    return shown


def _requests(actor, location, stretch) -> dict:
    times = {"slots__starts_at__gte": stretch[0], "slots__starts_at__lt": stretch[1]}
    rows = AppointmentRequest.objects.visible_to(actor).filter(status__in=OPEN_REQUEST, location=location, **times)
    facts = rows.values_list(
        *("provider_id", "slots__starts_at", "slots__ends_at", "visit_type__name", ID),
        *("patient__given_name", "patient__family_name", "status", "reason"),
    )
    asked = defaultdict(list)
    for who, starts_at, ends_at, what, pk, given, family, status, reason in facts:
        start, end = slots.minute_of(starts_at), slots.minute_after(ends_at)
        state = "proposed" if status == "proposed" else "requested"
        asked[who].append(Entry(start, end, "request", what, pk, f"{given} {family}", state, bool(reason)))
    return asked


def _without_hours(actor, ids: list[UUID]) -> dict[UUID, Provider]:
    """Providers without hours there have a column for what stands in it all the same."""
    return {who.pk: who for who in Provider.objects.visible_to(actor).filter(pk__in=ids)} if ids else {}


def _hidden(actor, location, stretch, providers) -> dict[UUID, list[Span]]:
    """The time of these providers that goes to what `_visits` does not show."""
    rows = _taking(Appointment.objects.of(actor.practice).filter(provider__in=list(providers)), actor, stretch)
    rows = rows.exclude(status="no_show").exclude(Q(location=location) & Appointment.visibility(actor))
    found = defaultdict(list)
    for who, starts_at, ends_at in rows.values_list("provider_id", "starts_at", "ends_at"):
        found[who].append((slots.minute_of(starts_at), slots.minute_after(ends_at)))
    return found


def _closures(location, stretch) -> list[Entry]:
    rows = Closure.objects.filter(location=location, starts_at__lt=stretch[1], ends_at__gt=stretch[0])
    facts = rows.values_list("starts_at", "ends_at", "reason")
    return [Entry(slots.minute_of(a), slots.minute_after(b), "off", reason or _("Closed")) for a, b, reason in facts]


def _rest(free, who, shown, hidden, closed, now: int) -> list[Entry]:
    """What is no visit and no request: closures and time off within the hours, what else is taken, what is free."""
    windows = free.windows(who)
    shut = [
        Entry(*span, "off", closure.what)
        for closure in closed
        for span in slots.intersect(windows, [(closure.start, closure.end)])
    ]
    shut_spans = [(entry.start, entry.end) for entry in shut]
    away = slots.subtract(slots.intersect(windows, free.away.get(who, [])), shut_spans)
    visits = [(entry.start, entry.end) for entry in shown if entry.kind == "visit" and entry.state != "no_show"]
    busy = slots.subtract(hidden, [*shut_spans, *away, *visits])
    taken = [*free.taken.get(who, []), *busy, (0, now)]
    rest = [span for span in slots.subtract(free.at_work(who), taken) if span[1] - span[0] >= SHORTEST_GAP]
    named = ((away, "off", _("Time off")), (busy, "off", _("Busy")), (rest, "free", ""))
    return shut + [Entry(*span, kind, text) for spans, kind, text in named for span in spans]
