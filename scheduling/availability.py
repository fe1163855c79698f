"""When providers are free at a location: the rows, one query a kind whatever the number of providers."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from practice import clock
from practice.models import Closure, Location, OpeningHours, Provider
from scheduling import slots
from scheduling.models import Appointment, AvailabilityRule, Case, TimeOff, VisitType
from scheduling.slots import Span
from scheduling.states import OCCUPYING


@dataclass(frozen=True)
class Availability:
    """A location's stretch of days: open and closed, and for each provider the hours, the time away and the visits."""

    location: Location
    open: list[Span]
    closed: list[Span]
    hours: dict[Provider, list[Span]]
    away: dict[Provider, list[Span]] = field(default_factory=dict)
    taken: dict[Provider, list[Span]] = field(default_factory=dict)

    def windows(self, provider: Provider) -> list[Span]:
        """When the location is open and the provider sees patients there (R13)."""
        return slots.intersect(self.open, self.hours.get(provider, []))

    def at_work(self, provider: Provider) -> list[Span]:
        """The same without closures and time off, visits not considered."""
        return slots.subtract(self.windows(provider), [*self.closed, *self.away.get(provider, [])])

    def starts(self, provider: Provider, shape: slots.Shape) -> list[int]:
        """The minutes at which such a visit may start with this provider."""
        busy = [*self.away.get(provider, []), *self.taken.get(provider, [])]
        return slots.starts(self.windows(provider), self.closed, busy, shape, self.location.zone)

    def fits(self, provider: Provider, start: int, shape: slots.Shape) -> bool:
        """Whether the visit lies within the time the provider is at work there, other visits not considered."""
        return any(begins <= start and start + shape.minutes <= ends for begins, ends in self.at_work(provider))

    def free_at(self, provider: Provider, start: int, shape: slots.Shape) -> bool:
        """Whether such a visit could start then, whatever the steps at which starts are offered."""
        busy = slots.union([*self.away.get(provider, []), *self.taken.get(provider, [])])
        padded = (start - shape.before, start + shape.minutes + shape.after)
        return self.fits(provider, start, shape) and not slots.meets(busy, padded)


def shape_of(visit_type: VisitType, rounding: int) -> slots.Shape:
    """How visits of this type sit in a day, under the practice's rounding."""
    return slots.Shape(
        minutes=visit_type.minutes,
        before=visit_type.buffer_before,
        after=visit_type.buffer_after,
        increment=visit_type.start_increment,
        rounding=rounding,
    )


def load(
    location: Location,
    first_day: date,
    last_day: date,
    *,
    now,
    provider: Provider | None = None,
    case: Case | None = None,
) -> Availability:
    """Everything that decides about free times there on these days (last included), for one provider or for all.

    With a case that names providers, only those count.
    """
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    zone = location.zone
    opening = OpeningHours.objects.filter(location=location).values_list("weekday", "from_minute", "until_minute")
    stretch = clock.midnight(first_day, zone), clock.midnight(last_day + timedelta(days=1), zone)
    closures = Closure.objects.filter(location=location, starts_at__lt=stretch[1], ends_at__gt=stretch[0])
    hours = _hours(location, days, provider, case)
    return Availability(
        location=location,
        open=slots.weekly(days, opening, zone),
        closed=[_span(*pair) for pair in closures.values_list("starts_at", "ends_at")],
        hours=hours,
        away=_away(hours, stretch),
        taken=_taken(hours, stretch, now),
    )


def providers_at(location: Location, case: Case | None = None):
    """Providers who see patients at the location and, where the case names some, who are among them; by name."""
    works_there = AvailabilityRule.objects.filter(location=location, provider=OuterRef("pk"))
    found = Provider.objects.filter(practice_id=location.practice_id, ended_at=None).filter(Exists(works_there))
    return found.filter(_for_case(case, "pk")).order_by("name", "pk")


def _for_case(case: Case | None, path: str) -> Q:
    if case is None:
        return Q()
    named = case.providers.through.objects.filter(case_id=case.pk)
    return Q(**{f"{path}__in": named.values("provider_id")}) | ~Exists(named)


def _hours(location, days, provider, case) -> dict[Provider, list[Span]]:
    rules = AvailabilityRule.objects.filter(location=location, provider__ended_at=None).select_related("provider")
    rules = rules.filter(_for_case(case, "provider_id")).order_by("provider__name", "provider_id")
    if provider is not None:
        rules = rules.filter(provider=provider)
    weekly = defaultdict(list)
    for rule in rules:
        weekly[rule.provider].append((rule.weekday, rule.from_minute, rule.until_minute))
    return {who: slots.weekly(days, hours, location.zone) for who, hours in weekly.items()}


def _away(hours, stretch) -> dict[Provider, list[Span]]:
    rows = TimeOff.objects.filter(provider__in=list(hours), starts_at__lt=stretch[1], ends_at__gt=stretch[0])
    return _by_provider(hours, rows.values_list("provider_id", "starts_at", "ends_at"))


def _taken(hours, stretch, now) -> dict[Provider, list[Span]]:
    """Visits at whatever location. A hold that has run out takes no time."""
    rows = Appointment.objects.filter(provider__in=list(hours), status__in=OCCUPYING, busy__overlap=stretch).exclude(
        status="held", held_until__lte=now
    )
    return _by_provider(hours, ((who, busy.lower, busy.upper) for who, busy in rows.values_list("provider_id", "busy")))


def _by_provider(hours, rows) -> dict[Provider, list[Span]]:
    by_id = {provider.pk: provider for provider in hours}
    found = defaultdict(list)
    for provider_id, starts_at, ends_at in rows:
        found[by_id[provider_id]].append(_span(starts_at, ends_at))
    return found


def _span(starts_at, ends_at) -> Span:
    return slots.minute_of(starts_at), slots.minute_after(ends_at)
