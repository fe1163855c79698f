"""Departments as an administrator sees them: who is in each, and who gets the messages of one nobody is in."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from messaging import routing
from messaging.models import DEPARTMENT_KINDS, Department
from practice.access import Actor
from practice.models import StaffMember
from practice.tenancy import find


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


def _line(actor: Actor, row: Department) -> DepartmentLine:
    members = sorted((one for one in row.members.all() if one.is_active), key=lambda one: one.user.name.casefold())
    instead = [] if members else _instead(actor, row)
    return DepartmentLine(row, str(DEPARTMENT_KINDS[row.kind]), members, instead)


def _instead(actor: Actor, row: Department) -> list[StaffMember]:
    # Nobody is named here, so this is the end of the ladder: what the page says goes for any available provider.
    if row.receives:
        return routing.decide(actor.practice, row.receives).members
    return routing.through_department(row, StaffMember.objects.none(), actor.practice).members
