"""Visit types, providers with their hours, and cases, as an administrator sees them."""

from dataclasses import dataclass

from django.db.models import Q

from practice import hours
from practice.access import Actor
from practice.models import Location, Patient, Provider
from practice.selectors import places
from practice.tenancy import find
from scheduling.models import AvailabilityRule, Case, TimeOff, VisitType
from scheduling.selectors.misplaced import standing_in

PAGE = 50


@dataclass(frozen=True)
class AtLocation:
    """A provider's week at one location in words, and the parts that lie outside its opening hours."""

    location: Location
    lines: list[tuple[str, str]]
    outside: list[str]


@dataclass(frozen=True)
class ProviderLine:
    provider: Provider
    at: list[AtLocation]
    away: list[TimeOff]


def providers(actor: Actor) -> list[ProviderLine]:
    """Every provider with where and when, and who is away."""
    open_at = _opening(actor)
    rules = AvailabilityRule.objects.visible_to(actor).select_related("location")
    weeks: dict = {}
    for rule in rules:
        weeks.setdefault(rule.provider_id, {}).setdefault(rule.location, []).append(rule)
    away: dict = {}
    for row in TimeOff.objects.visible_to(actor).filter(ends_at__gt=actor.now).order_by("starts_at"):
        away.setdefault(row.provider_id, []).append(row)
    return [
        ProviderLine(provider, _places(weeks.get(provider.pk, {}), open_at), away.get(provider.pk, []))
        for provider in places.providers(actor)
    ]


def provider_line(actor: Actor, provider: Provider) -> ProviderLine:
    """One provider at every location of the practice, those without hours too."""
    open_at = _opening(actor)
    weeks: dict = {location: [] for location in Location.objects.visible_to(actor).order_by("name")}
    for rule in AvailabilityRule.objects.visible_to(actor).filter(provider=provider).select_related("location"):
        weeks[rule.location].append(rule)
    away = TimeOff.objects.visible_to(actor).filter(provider=provider, ends_at__gt=actor.now)
    away = standing_in(actor, away, whose="provider").order_by("starts_at")
    return ProviderLine(provider, _places(weeks, open_at), list(away))


def week_at(actor: Actor, provider: Provider, location: Location) -> dict:
    """A provider's weekly hours at one location."""
    return places.as_week(AvailabilityRule.objects.visible_to(actor).filter(provider=provider, location=location))


def time_off(actor: Actor, pk) -> TimeOff:
    """One absence. Raises NotVisible."""
    return find(TimeOff, actor, pk)


def visits_within(actor: Actor, row: TimeOff) -> int:
    """How many visits stand in the time a provider is away."""
    return standing_in(actor, TimeOff.objects.visible_to(actor).filter(pk=row.pk), whose="provider").get().standing or 0


def visit_types(actor: Actor):
    """Visit types on offer, by name, with the providers who do them."""
    found = VisitType.objects.visible_to(actor).filter(retired_at=None)
    return found.prefetch_related("providers").order_by("name")


def visit_types_of(actor: Actor, provider: Provider):
    """The visit types on offer that this provider does, by name: those that name nobody, and those that name them."""
    return visit_types(actor).filter(Q(providers=None) | Q(providers=provider)).distinct()


def providers_to_choose(actor: Actor, chosen_by: Case | VisitType | None = None):
    """Everybody patients can see, by name, and whoever the case or visit type has named before."""
    here = Q(ended_at=None)
    if chosen_by is not None:
        here |= Q(pk__in=chosen_by.providers.values("pk"))
    return Provider.objects.visible_to(actor).filter(here).order_by("name", "pk")


def visit_type(actor: Actor, pk) -> VisitType:
    """One visit type on offer or not. Raises NotVisible."""
    return find(VisitType, actor, pk)


def cases(actor: Actor, after=None) -> tuple[list[Case], Case | None]:
    """One page of active cases by patient, after the case `after`; and the last of them if more follow."""
    rows = Case.objects.visible_to(actor).filter(is_active=True).select_related("patient")
    if after is not None:
        name = after.patient.sort_name
        rows = rows.filter(Q(patient__sort_name__gt=name) | Q(patient__sort_name=name, pk__gt=after.pk))
    ordered = rows.prefetch_related("visit_types", "providers").order_by("patient__sort_name", "pk")
    found = list(ordered[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None


def case(actor: Actor, pk) -> Case:
    """One case. Raises NotVisible."""
    return find(Case, actor, pk)


def patient(actor: Actor, pk) -> Patient:
    """One patient. Raises NotVisible."""
    return find(Patient, actor, pk)


def _opening(actor: Actor) -> dict:
    rows = Location.objects.visible_to(actor).prefetch_related("opening_hours")
    return {row.pk: places.week_of(row) for row in rows}


def _places(weeks: dict, open_at: dict) -> list[AtLocation]:
    return [
        AtLocation(
            location, places.week_lines(places.as_week(rules)), _outside(places.as_week(rules), open_at[location.pk])
        )
        for location, rules in sorted(weeks.items(), key=lambda pair: pair[0].name)
    ]


def _outside(week: dict, opening: dict) -> list[str]:
    left = {day: hours.outside(stretches, opening.get(day, [])) for day, stretches in week.items()}
    return [" ".join(line) for line in places.week_lines({day: over for day, over in left.items() if over})]
