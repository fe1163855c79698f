"""What the database knows about free times, in one statement: a branch a kind, told apart by its first column."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, SmallIntegerField, UUIDField, Value
from django.db.models.functions import Cast

from practice.models import Closure, Location, OpeningHours, Provider
from scheduling import slots
from scheduling.models import LONGEST, MOST_BUFFER, Appointment, AvailabilityRule, TimeOff
from scheduling.slots import Span
from scheduling.states import OCCUPYING

Stretches = Sequence[tuple[datetime, datetime]]
Weekly = list[tuple[int, int, int]]  # weekday, from minute, until minute of the location's clock

COLUMNS = {
    "location": UUIDField(),
    "provider": UUIDField(),
    "visit": UUIDField(),
    "weekday": SmallIntegerField(),
    "from_minute": SmallIntegerField(),
    "until_minute": SmallIntegerField(),
    "starts_at": DateTimeField(),
    "ends_at": DateTimeField(),
}
NOTHING = {name: Cast(None, kind) for name, kind in COLUMNS.items()}
WEEKLY = ("weekday", "from_minute", "until_minute")
BEFORE, AFTER = timedelta(minutes=LONGEST + MOST_BUFFER), timedelta(minutes=MOST_BUFFER)


@dataclass
class Rows:
    """By the id of a location, or of a provider, or both: weekly hours, and spans of time."""

    open: dict[UUID, Weekly] = field(default_factory=lambda: defaultdict(list))
    closed: dict[UUID, list[Span]] = field(default_factory=lambda: defaultdict(list))
    hours: dict[UUID, dict[UUID, Weekly]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    spans: dict[str, dict[UUID, list[Span]]] = field(
        default_factory=lambda: {kind: defaultdict(list) for kind in ("away", "taken", "asked")}
    )
    visits: dict[UUID, Span] = field(default_factory=dict)

    def add(self, kind, location, provider, visit, weekday, from_minute, until_minute, starts_at, ends_at) -> None:
        if kind == "open":
            self.open[location].append((weekday, from_minute, until_minute))
        elif kind == "hours":
            self.hours[location][provider].append((weekday, from_minute, until_minute))
        elif kind == "closed":
            self.closed[location].append(slots.span_of(starts_at, ends_at))
        else:
            start, end = slots.span_of(starts_at, ends_at)
            self.spans[kind][provider].append((start - (from_minute or 0), end + (until_minute or 0)))
            if visit:
                self.visits[visit] = start, end


def read(
    locations: Sequence[Location],
    who: Sequence[Provider],
    stretches: Stretches,
    *,
    now: datetime,
    closing=None,
    fit: Q | None = None,
) -> Rows:
    """The hours of these locations and of these providers, and all that takes time from them.

    `closing`: requested times that count as taken, with the buffers of what was asked for. `fit`: a condition without
    which a provider has no hours.
    """
    there = {"location__in": locations}
    of_them = {"provider__in": who}
    overlapping = _any(stretches, lambda begins, ends: Q(starts_at__lt=ends, ends_at__gt=begins))
    # What a visit takes lies around its start; bare columns and nothing older than that, so that an index serves.
    near = _any(stretches, lambda begins, ends: Q(starts_at__gt=begins - BEFORE, starts_at__lt=ends + AFTER))
    at_work = AvailabilityRule.objects.filter(**there, **of_them)
    if fit is not None:
        at_work = at_work.filter(Exists(Provider.objects.filter(fit, pk=OuterRef("provider"))))
    busy = {"visit": "pk", "starts_at": "busy__startswith", "ends_at": "busy__endswith"}
    branches = [
        _branch("hours", at_work, "location", "provider", *WEEKLY),
        _branch("closed", Closure.objects.filter(overlapping, **there), "location", "starts_at", "ends_at"),
        _branch("away", TimeOff.objects.filter(overlapping, **of_them), "provider", "starts_at", "ends_at"),
        _branch("taken", _taken(now).filter(near, **of_them), "provider", **busy),
    ]
    if closing is not None:
        buffers = {
            "from_minute": "request__visit_type__buffer_before",
            "until_minute": "request__visit_type__buffer_after",
        }
        asked = closing.filter(near, **of_them)
        branches.append(_branch("asked", asked, "provider", "starts_at", "ends_at", **buffers))
    first = _branch("open", OpeningHours.objects.filter(**there), "location", *WEEKLY)
    rows = Rows()
    for row in first.union(*branches, all=True):
        rows.add(*row)
    return rows


def _branch(kind: str, found, *same: str, **named: str):
    """One branch: of its columns those `same` as here or `named` otherwise there, nothing in the others."""
    there = {**{name: name for name in same}, **named}
    columns = [F(there[name]) if name in there else NOTHING[name] for name in COLUMNS]
    return found.order_by().values_list(Value(kind), *columns)


def _taken(now: datetime):
    """Visits at whatever location. A hold that has run out takes no time."""
    kept = Q(held_until__isnull=True) | Q(held_until__gt=now)
    return Appointment.objects.filter(kept, status__in=OCCUPYING)


def _any(stretches: Stretches, condition) -> Q:
    return reduce(or_, (condition(*stretch) for stretch in stretches)) if stretches else Q(pk__in=())
