"""Doors for the rules that send appointment requests to a department of their own (D7)."""

from django.utils.translation import gettext as _, gettext_lazy

from messaging.models import Department
from practice.access import Actor, Permission
from practice.errors import NotVisible, Refused, announce_constraint
from practice.models import Location, Practice, Provider
from practice.service import door
from scheduling import routes
from scheduling.models import RequestRoute, VisitType

announce_constraint(
    "one_route_a_scope", "route_exists", gettext_lazy("There is a rule for exactly this already."), "location"
)
announce_constraint(
    "route_names_something",
    "names_nothing",
    gettext_lazy("Choose a location, a visit type or a provider: a rule needs at least one."),
    "location",
)


@door(Permission.STAFF_MANAGE, "route.added", keep=("department", "location", "visit_type", "provider"))
def add_route(
    *,
    by: Actor,
    department: Department,
    location: Location | None = None,
    visit_type: VisitType | None = None,
    provider: Provider | None = None,
) -> RequestRoute:
    """Send such requests to the department from now on; the rule comes last, so those before it win.

    Refuses a rule that names nothing, and a second one for the same.
    """
    _refuse_closed(department)
    last = _lock_rules(by).last()
    return RequestRoute.objects.create(
        practice=by.practice,
        position=last.position + 1 if last else 1,
        location=location,
        visit_type=visit_type,
        provider=provider,
        department=department,
    )


@door(Permission.STAFF_MANAGE, "route.changed", keep=("department", "location", "visit_type", "provider"))
def edit_route(
    *,
    by: Actor,
    route: RequestRoute,
    department: Department,
    location: Location | None = None,
    visit_type: VisitType | None = None,
    provider: Provider | None = None,
) -> RequestRoute:
    """Change what the rule says; what was sent under it stays where it is. Refuses as `add_route` does."""
    _refuse_closed(department)
    route = _lock(by, route)
    route.department, route.location = department, location
    route.visit_type, route.provider = visit_type, provider
    route.save(update_fields=["department", "location", "visit_type", "provider"])
    return route


@door(Permission.STAFF_MANAGE, "route.moved")
def move_route_up(*, by: Actor, route: RequestRoute) -> RequestRoute:
    """Let the rule win over the one before it. The first one stays where it is."""
    rules = list(_lock_rules(by))
    n = next((n for n, rule in enumerate(rules) if rule.pk == route.pk), None)
    if n is None:
        raise NotVisible("RequestRoute")
    if n > 0:
        rules[n - 1], rules[n] = rules[n], rules[n - 1]
    for position, rule in enumerate(rules, start=1):
        rule.position = position
    RequestRoute.objects.bulk_update(rules, ["position"])
    return route


@door(Permission.STAFF_MANAGE, "route.removed")
def remove_route(*, by: Actor, route: RequestRoute) -> None:
    """The rule speaks no more; what was sent under it stays where it is."""
    _lock_rules(by).filter(pk=route.pk).delete()


def _lock_rules(by: Actor):
    """All rules, in order. The practice's row is the lock: rules have an order among themselves."""
    Practice.objects.select_for_update(no_key=True).get(pk=by.practice.pk)
    return routes.ordered(by.practice)


def _lock(by: Actor, route: RequestRoute) -> RequestRoute:
    found = _lock_rules(by).filter(pk=route.pk).first()
    if found is None:
        raise NotVisible("RequestRoute")
    return found


def _refuse_closed(department: Department) -> None:
    if department.closed_at is not None:
        raise Refused("department_closed", _("This department is closed."), "department")
