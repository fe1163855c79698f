"""The day sheet: what one day at a location looks like, column by column."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from practice import clock
from practice.access import Actor
from practice.models import Closure, Location, Provider
from scheduling import availability, slots
from scheduling.models import LONGEST, Appointment, AppointmentRequest, RequestedSlot
from scheduling.selectors.lanes import with_lanes
from scheduling.selectors.requests import requests
from scheduling.slots import Span
from scheduling.states import OCCUPYING, OPEN_REQUEST

OFFICE_HOURS = (9 * 60, 17 * 60)  # what a sheet shows where nothing else says how long the day is
GAP_MINUTES = 30
SNAPSHOT_SPAN = timedelta(hours=2)
LOOK_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Item:
    """One thing in a column.

    `kind`: "event" (an `appointment`, or a `request` that is still open: drawn striped), "gap" (may be booked) or
    "off" (`text` says why). `lane` and `width` place events side by side in the column's lanes.
    """

    kind: str
    starts_at: datetime
    ends_at: datetime
    text: str = ""
    appointment: Appointment | None = None
    request: AppointmentRequest | None = None
    lane: int = 1
    width: int = 1

    @property
    def state(self) -> str:
        """The word in states.py for an appointment; "requested" or "proposed" for a request."""
        if self.request:
            return "proposed" if self.request.status == "proposed" else "requested"
        return self.appointment.status if self.appointment else ""


@dataclass(frozen=True)
class Column:
    """A provider's day; `provider` None gathers the requests that leave the provider open."""

    provider: Provider | None
    items: list[Item]
    lanes: int = 1

    @property
    def booked(self) -> int:
        return sum(item.appointment is not None for item in self.items)

    @property
    def requested(self) -> int:
        return sum(item.request is not None for item in self.items)


@dataclass(frozen=True)
class DaySheet:
    """A day at a location. `begins` and `ends` are full hours that hold everything in it."""

    location: Location
    day: date
    begins: datetime
    ends: datetime
    columns: list[Column] = field(default_factory=list)


def day_sheet(actor: Actor, location: Location, day: date) -> DaySheet:
    """Everything on that day at that location that the actor may see.

    Time taken by what the actor may not see, or by visits elsewhere, is shown as taken and nothing more.
    """
    free = availability.load(location, day, day, now=actor.now)
    visits, hidden = _visits(actor, location, day, list(free.hours))
    wishes = _wishes(actor, location, day)
    for provider in [*visits, *wishes]:
        if provider is not None:
            free.hours.setdefault(provider, [])
    begins, ends = _extent(free, visits, wishes, day)
    closed = _closures(location, begins, ends)
    columns = [
        _column(actor, free, provider, visits[provider], hidden[provider.pk], wishes[provider], closed, (begins, ends))
        for provider in sorted(free.hours, key=lambda who: (who.name, str(who.pk)))
        if free.windows(provider) or visits[provider] or wishes[provider]
    ]
    if wishes[None]:
        columns.append(Column(None, *with_lanes(wishes[None])))
    return DaySheet(location, day, slots.moment_of(begins), slots.moment_of(ends), columns)


def next_day_at_work(actor: Actor, location: Location, after: date) -> date | None:
    """The first later day on which somebody sees patients there; None when nobody does within two months."""
    free = availability.load(location, after + timedelta(days=1), after + LOOK_AHEAD, now=actor.now)
    starts = [start for provider in free.hours for start, _end in free.at_work(provider)]
    return clock.local(slots.moment_of(min(starts)), location.zone).date() if starts else None


def around(sheet: DaySheet, provider: Provider | None, at: datetime) -> list[Item]:
    """What stands on the provider's day within two hours of that time (R22), without the lanes."""
    return [
        item
        for column in sheet.columns
        if column.provider == provider
        for item in column.items
        if item.ends_at > at - SNAPSHOT_SPAN and item.starts_at < at + SNAPSHOT_SPAN
    ]


def _visits(actor, location, day, providers):
    """Visible visits of the day at this location by provider, and the spans of all others by provider id."""
    stretch = clock.midnight(day, location.zone), clock.midnight(day + timedelta(days=1), location.zone)
    taking = Appointment.objects.of(actor.practice).filter(status__in=(*OCCUPYING, "no_show"))
    # No visit is longer: without this the index would be read from the practice's first day on.
    earliest = stretch[0] - timedelta(minutes=LONGEST)
    taking = taking.filter(starts_at__gt=earliest, starts_at__lt=stretch[1], ends_at__gt=stretch[0])
    taking = taking.exclude(status="held", held_until__lte=actor.now)
    here = taking.visible_to(actor).filter(location=location).select_related("patient", "provider", "visit_type")
    shown, hidden = defaultdict(list), defaultdict(list)
    for visit in here.order_by("starts_at", "pk"):
        shown[visit.provider].append(Item("event", visit.starts_at, visit.ends_at, appointment=visit))
    seen = {item.appointment.pk for items in shown.values() for item in items}
    others = taking.filter(provider__in=[*providers, *shown]).exclude(pk__in=seen)
    for provider_id, starts_at, ends_at in others.values_list("provider_id", "starts_at", "ends_at"):
        hidden[provider_id].append((slots.minute_of(starts_at), slots.minute_after(ends_at)))
    return shown, hidden


def _wishes(actor, location, day):
    """The open requests' times of the day by provider."""
    stretch = clock.midnight(day, location.zone), clock.midnight(day + timedelta(days=1), location.zone)
    found = defaultdict(list)
    then = RequestedSlot.objects.filter(request=OuterRef("pk"), starts_at__gte=stretch[0], starts_at__lt=stretch[1])
    for request in requests(actor).filter(Exists(then), status__in=OPEN_REQUEST, location=location):
        for slot in request.slots.all():
            if stretch[0] <= slot.starts_at < stretch[1]:
                found[request.provider].append(Item("event", slot.starts_at, slot.ends_at, request=request))
    return found


def _closures(location, begins, ends) -> list[Item]:
    rows = Closure.objects.filter(
        location=location, starts_at__lt=slots.moment_of(ends), ends_at__gt=slots.moment_of(begins)
    )
    return [Item("off", row.starts_at, row.ends_at, text=row.reason or _("Closed")) for row in rows]


def _extent(free, visits, wishes, day) -> Span:
    """From the full hour before the first thing of the day to the full hour after the last."""
    spans = [span for provider in free.hours for span in free.windows(provider)] + list(free.open)
    items = [item for group in (*visits.values(), *wishes.values()) for item in group]
    spans += [(slots.minute_of(item.starts_at), slots.minute_after(item.ends_at)) for item in items]
    spans = spans or [slots.wall_span(day, *OFFICE_HOURS, free.location.zone)]
    midnight = slots.minute_of(clock.midnight(day, free.location.zone))
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    return midnight + (first - midnight) // 60 * 60, midnight - (midnight - last) // 60 * 60


def _column(actor, free, provider, visits, hidden, wishes, closed, extent) -> Column:
    events, lanes = with_lanes([*visits, *wishes])
    taken = [(slots.minute_of(item.starts_at), slots.minute_after(item.ends_at)) for item in events]
    shut = [_clipped(item, extent) for item in closed]
    shut_spans = [_span(item) for item in shut]
    away = slots.subtract(slots.intersect(free.away.get(provider, []), [extent]), [*shut_spans, *taken])
    out = slots.subtract([extent], [*free.windows(provider), *shut_spans, *away, *taken])
    busy = slots.subtract(slots.intersect(hidden, [extent]), [*shut_spans, *away, *taken])
    off = [
        *(part for item in shut for part in _parts(item, taken)),
        *_offs(away, _("Time off")),
        *_offs(slots.subtract(out, busy), _("No hours")),
        *_offs(busy, _("Busy")),
    ]
    rest = slots.subtract(
        free.at_work(provider), [*taken, *busy, *free.taken.get(provider, []), (0, slots.minute_after(actor.now))]
    )
    gaps = [_item("gap", span) for span in _cut(rest)]
    items = sorted([*events, *off, *gaps], key=lambda item: (item.starts_at, item.lane))
    return Column(provider, items, lanes)


def _cut(spans: list[Span]) -> list[Span]:
    """Free time in pieces that end at full and half hours."""
    pieces = []
    for start, end in spans:
        while start < end:
            stop = min(end, start - start % GAP_MINUTES + GAP_MINUTES)
            pieces.append((start, stop))
            start = stop  # noqa: PLW2901  the next piece begins where this one ends
    return pieces


def _parts(item: Item, taken: list[Span]) -> list[Item]:
    return [_item("off", span, item.text) for span in slots.subtract([_span(item)], taken)]


def _clipped(item: Item, extent: Span) -> Item:
    start, end = max(_span(item)[0], extent[0]), min(_span(item)[1], extent[1])
    return replace(item, starts_at=slots.moment_of(start), ends_at=slots.moment_of(end))


def _offs(spans: list[Span], text: str) -> list[Item]:
    return [_item("off", span, text) for span in spans]


def _item(kind: str, span: Span, text: str = "") -> Item:
    return Item(kind, slots.moment_of(span[0]), slots.moment_of(span[1]), text=text)


def _span(item: Item) -> Span:
    return slots.minute_of(item.starts_at), slots.minute_after(item.ends_at)
