"""The rules that send appointment requests to a department of their own, and who would get a message."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from messaging import directory
from practice.access import Actor
from practice.models import Location, Provider, StaffMember
from practice.selectors import places
from practice.tenancy import find
from scheduling import routes
from scheduling.models import RequestRoute, VisitType
from scheduling.selectors import setup


@dataclass(frozen=True)
class RouteLine:
    """A rule of the list, and whether an earlier one takes all of its requests."""

    route: RequestRoute
    first: bool
    unreachable: bool


def lines(actor: Actor) -> list[RouteLine]:
    """The rules, first to last."""
    rules = list(routes.ordered(actor.practice))
    dead = routes.unreachable(rules)
    return [RouteLine(rule, n == 0, rule.pk in dead) for n, rule in enumerate(rules)]


def route(actor: Actor, pk) -> RequestRoute:
    """One rule. Raises NotVisible."""
    return find(RequestRoute, actor, pk)


def choices(actor: Actor) -> dict:
    """What a rule or a question can name: locations, visit types and providers, by name."""
    return {
        "locations": Location.objects.visible_to(actor).order_by("name"),
        "visit_types": setup.visit_types(actor),
        "providers": places.providers(actor),
    }


def routed(
    actor: Actor, kind: str, location: Location | None, visit_type: VisitType | None, provider: Provider | None
) -> tuple[list[StaffMember], str]:
    """Who would get a message of this kind now, and why, in words. The rules speak for appointment requests only."""
    if kind != "appointment":
        return directory.routed(actor, kind, provider)
    rules = list(routes.ordered(actor.practice))
    rule = routes.first(rules, location, visit_type, provider)
    members, why = directory.routed(actor, kind, provider, rule.department if rule else None)
    if rule is None:
        return members, why
    return members, _("%(why)s Rule %(n)s sends it there: %(rule)s.") % {
        "why": why,
        "n": rules.index(rule) + 1,
        "rule": rule,
    }
