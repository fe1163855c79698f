"""When providers are free at a location: one query, however many providers and locations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from practice import clock
from practice.errors import Refused
from practice.models import Location, Provider
from scheduling import availability_rows, slots, waiting
from scheduling.availability_rows import Closed, Rows
from scheduling.models import Appointment, AvailabilityRule, Case, VisitType
from scheduling.slots import Span

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Availability:
    """A location's stretch of days: open and closed, and for each provider the hours, the time away and the visits.

    `asked` are times that undecided requests keep from whoever is looking (D4); `visits` is what each of them takes,
    by id; `closures` are the times at which it is closed, each with the reason.
    """

    location: Location
    open: list[Span]
    closures: list[Closed]
    hours: dict[Provider, list[Span]]
    away: dict[Provider, list[Span]] = field(default_factory=dict)
    taken: dict[Provider, list[Span]] = field(default_factory=dict)
    asked: dict[Provider, list[Span]] = field(default_factory=dict)
    visits: dict[str, Span] = field(default_factory=dict)

    @cached_property
    def closed(self) -> list[Span]:
        """The closures as mere spans."""
        return [closure[:2] for closure in self.closures]

    def windows(self, provider: Provider) -> list[Span]:
        """When the location is open and the provider sees patients there (R13)."""
        return slots.intersect(self.open, self.hours.get(provider, []))

    def at_work(self, provider: Provider) -> list[Span]:
        """The same without closures and time off, visits not considered."""
        return slots.subtract(self.windows(provider), [*self.closed, *self.away.get(provider, [])])

    def busy(self, provider: Provider) -> list[Span]:
        """What a visit and its buffers must not meet."""
        return [*self.away.get(provider, []), *self.taken.get(provider, []), *self.asked.get(provider, [])]

    def starts(self, provider: Provider, shape: slots.Shape) -> list[int]:
        """The minutes at which such a visit may start with this provider."""
        return list(chain.from_iterable(self.runs(provider, shape)))

    def runs(self, provider: Provider, shape: slots.Shape, within: Span | None = None) -> list[range]:
        """The same as runs of equal steps, `within` a span if one is given."""
        zone = self.location.zone
        return slots.runs(self.windows(provider), self.closed, self.busy(provider), shape, zone, within)

    def fits(self, provider: Provider, start: int, shape: slots.Shape) -> bool:
        """Whether the visit lies within the time the provider is at work there, other visits not considered."""
        return any(begins <= start and start + shape.minutes <= ends for begins, ends in self.at_work(provider))

    def free_at(self, provider: Provider, start: int, shape: slots.Shape) -> bool:
        """Whether such a visit could start then, whatever the steps at which starts are offered."""
        padded = (start - shape.before, start + shape.minutes + shape.after)
        return self.fits(provider, start, shape) and not slots.meets(slots.union(self.busy(provider)), padded)

    def without(self, visit: Appointment | None) -> "Availability":
        """The same if this visit were not there: for whoever looks for another time for it."""
        if visit is None or str(visit.pk) not in self.visits:
            return self
        # Nothing else of the provider's lies within what a visit takes: the constraint sees to that.
        taken = {who: slots.subtract(spans, [self.visits[str(visit.pk)]]) for who, spans in self.taken.items()}
        return replace(self, taken=taken)


def shape_of(visit_type: VisitType, rounding: int) -> slots.Shape:
    """How visits of this type sit in a day, under the practice's rounding."""
    return slots.Shape(
        minutes=visit_type.minutes,
        before=visit_type.buffer_before,
        after=visit_type.buffer_after,
        increment=visit_type.start_increment,
        rounding=rounding,
    )


def load(location: Location, first_day: date, last_day: date, **looked_for) -> Availability:
    """Everything that decides about free times there on these days (last included); keywords as in `load_many`."""
    return load_many([location], first_day, last_day, **looked_for)[location]


def load_many(
    locations: Iterable[Location],
    first_day: date,
    last_day: date,
    *,
    now: datetime,
    days: Iterable[date] | None = None,
    provider: Provider | None = None,
    case: Case | None = None,
    visit_type: VisitType | None = None,
    online: bool = False,
    visits: bool = True,
    without: Appointment | None = None,
    closing=None,
) -> dict[Location, Availability]:
    """Everything that decides about free times on these days, for each of the locations: as many queries as for one.

    For one provider or for all who see patients there; with a case or a visit type that names providers only those
    count, `online` leaves those with whom patients may ask for visits. `days`: only these of the stretch are wanted.
    Without `visits` they are not read and take no time; `without` is a visit to be moved: it takes none. `closing` are
    the requested times that are closed to whoever looks (scheduling/waiting.py).
    """
    locations = list(dict.fromkeys(locations))
    if not locations:
        return {}
    every = [first_day + A_DAY * n for n in range((last_day - first_day).days + 1)]
    days = every if days is None else sorted(set(days) & set(every))
    stretches, named = _stretches(locations, days), {"provider": provider, "case": case, "visit_type": visit_type}
    rows = availability_rows.read(locations, stretches, now=now, online=online, visits=visits, **named)
    asked = waiting.spans(closing, rows.who, stretches) if closing is not None else {}
    return {place: _availability(place, days, rows, asked).without(without) for place in locations}


def _availability(location: Location, days: Sequence[date], rows: Rows, asked: dict[UUID, list[Span]]) -> Availability:
    zone, place = location.zone, str(location.pk)
    there = {one: str(one.pk) for one in rows.who if (place, str(one.pk)) in rows.hours}
    return Availability(
        location=location,
        open=slots.weekly(days, rows.open[place], zone),
        closures=rows.closed[place],
        hours={one: slots.weekly(days, rows.hours[place, key], zone) for one, key in there.items()},
        away={one: rows.away[key] for one, key in there.items() if key in rows.away},
        taken={one: rows.taken[key] for one, key in there.items() if key in rows.taken},
        asked={one: asked[one.pk] for one in there if one.pk in asked},
        visits=rows.visits,
    )


def providers_at(
    location: Location, case: Case | None = None, visit_type: VisitType | None = None, *, online: bool = False
):
    """Providers who see patients at the location and, where the case or the visit type names some, who are among them.

    By name. `online`: only those with whom patients may ask for visits.
    """
    rules = AvailabilityRule.objects.filter(location=location, provider=OuterRef("pk"))
    there = Provider.objects.filter(Exists(rules), practice_id=location.practice_id, ended_at=None)
    found = there.filter(_named_by(case), _named_by(visit_type)).order_by("name", "pk")
    return found.filter(takes_online=True) if online else found


def refuse_other_visits(provider: Provider, visit_type: VisitType) -> None:
    """Refuse `provider_not_for_visit_type` where the visit type names its providers and this is none of them."""
    if not Provider.objects.filter(_named_by(visit_type), pk=provider.pk).exists():
        said = _("%(name)s does not do visits of the type “%(type)s”.")
        raise Refused("provider_not_for_visit_type", said % {"name": provider, "type": visit_type}, "provider")


def _named_by(row: Case | VisitType | None) -> Q:
    """Its providers; everybody where it names none."""
    if row is None:
        return Q()
    named = type(row).providers.through.objects.filter(**{type(row).__name__.lower(): row.pk})
    return Q(pk__in=named.values("provider_id")) | ~Exists(named)


def _stretches(locations: Sequence[Location], days: Sequence[date]) -> list[tuple[datetime, datetime]]:
    """These days as few stretches of time, wide enough for the zone of every location."""
    zones = {place.zone for place in locations}
    return [
        (
            min(clock.midnight(first, zone) for zone in zones),
            max(clock.midnight(last + A_DAY, zone) for zone in zones),
        )
        for first, last in _runs(days)
    ]


def _runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days on end as pairs of the first and the last."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day == runs[-1][1] + A_DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
