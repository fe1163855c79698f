"""Departments as an administrator sees them: who is in each, and who gets the messages of one nobody is in."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from messaging import routing
from messaging.models import DEPARTMENT_KINDS, Department
from practice.access import Actor
from practice.models import Provider, StaffMember
from practice.tenancy import find

KIND_NAMES = {
    "appointment": _("An appointment request"),
    "refill": _("A refill request"),
    "referral": _("A referral request"),
    "insurance": _("New insurance"),
    "general": _("A message"),
}
WHY = {
    "department": _("because they are in %(department)s."),
    "named": _("because nobody is in %(department)s and the patient named them."),
    "fallback": _("as last resort: nobody is in %(department)s, and no provider with a login is named."),
}


@dataclass(frozen=True)
class DepartmentLine:
    """A department, its members who work here now, and whoever gets its messages while there are none."""

    department: Department
    kind: str
    members: list[StaffMember]
    instead: list[StaffMember]


def departments(actor: Actor) -> list[DepartmentLine]:
    """Every department, by name."""
    rows = Department.objects.visible_to(actor).order_by("name").prefetch_related("members__user")
    return [_line(actor, row) for row in rows]


def department(actor: Actor, pk) -> Department:
    """One department. Raises NotVisible."""
    return find(Department, actor, pk)


def line(actor: Actor, row: Department) -> DepartmentLine:
    """One department as a line of the directory."""
    prefetch_related_objects([row], "members__user")
    return _line(actor, row)


def routed(actor: Actor, kind: str, provider: Provider | None) -> tuple[list[StaffMember], str]:
    """Who would get a message of this kind that names this provider, and why, in words."""
    route = routing.decide(actor.practice, kind, provider)
    department = route.department.name if route.department else KIND_NAMES[kind]
    return route.members, WHY[route.reason] % {"department": department}


def _line(actor: Actor, row: Department) -> DepartmentLine:
    members = sorted((one for one in row.members.all() if one.is_active), key=lambda one: one.user.name.casefold())
    instead = [] if members else _instead(actor, row)
    return DepartmentLine(row, str(DEPARTMENT_KINDS[row.kind]), members, instead)


def _instead(actor: Actor, row: Department) -> list[StaffMember]:
    # Nobody is named here, so this is the end of the ladder: what the page says goes for any available provider.
    if row.receives:
        return routing.decide(actor.practice, row.receives).members
    return routing.through_department(row, StaffMember.objects.none(), actor.practice).members
