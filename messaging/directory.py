"""Departments as an administrator sees them: who is in each, and who gets the messages of one nobody is in."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from messaging import departments as rooms, routing
from messaging.models import DEPARTMENT_KINDS, Department
from practice.access import Actor
from practice.errors import NotVisible
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
# A refill names nobody, but its drug and its patient do (D8).
WHY_A_REFILL = _(
    "as last resort: nobody is in %(department)s. Before that it goes to the last prescriber of the drug, then to the"
    " patient's primary provider, where there is one with a login."
)
BEFORE = _("the provider they name")
BEFORE_A_REFILL = _("the last prescriber of the drug, else to the patient's primary provider")


@dataclass(frozen=True)
class DepartmentLine:
    """A department, its members who work here now, and whoever gets its messages while there are none.

    `before` says whom these go to before them.
    """

    department: Department
    kind: str
    members: list[StaffMember]
    instead: list[StaffMember]
    before: str


def departments(actor: Actor) -> list[DepartmentLine]:
    """Every department, by name."""
    rows = _open(actor).prefetch_related("members__user")
    return [_line(actor, row) for row in rows]


def department(actor: Actor, pk) -> Department:
    """One department that is open. Raises NotVisible."""
    found = find(Department, actor, pk)
    if found.closed_at is not None:
        raise NotVisible("Department")
    return found


def choices(actor: Actor, *, without: Department | None = None):
    """The departments that something can be sent to, by name."""
    return _open(actor).exclude(pk=without.pk) if without else _open(actor)


def waiting(actor: Actor, department: Department) -> int:
    """How many messages wait in the department, whoever may read them: what closing it would move."""
    return rooms.waiting_in(department).count()


def line(actor: Actor, row: Department) -> DepartmentLine:
    """One department as a line of the directory."""
    prefetch_related_objects([row], "members__user")
    return _line(actor, row)


def routed(
    actor: Actor, kind: str, provider: Provider | None, department: Department | None = None
) -> tuple[list[StaffMember], str]:
    """Who would get a message of this kind that names this provider, and why, in words.

    `department` is the one that a rule names for it.
    """
    named = None if kind == "refill" else provider  # a refill names none
    route = routing.decide(actor.practice, kind, named, department)
    name = route.department.name if route.department else KIND_NAMES[kind]
    why = WHY_A_REFILL if kind == "refill" and route.reason == "fallback" else WHY[route.reason]
    return route.members, why % {"department": name}


def _open(actor: Actor):
    return Department.objects.visible_to(actor).filter(closed_at=None).order_by("name")


def _line(actor: Actor, row: Department) -> DepartmentLine:
    members = sorted((one for one in row.members.all() if one.is_active), key=lambda one: one.user.name.casefold())
    instead = [] if members else _instead(actor, row)
    before = BEFORE_A_REFILL if row.receives == "refill" else BEFORE
    return DepartmentLine(row, str(DEPARTMENT_KINDS[row.kind]), members, instead, str(before))


def _instead(actor: Actor, row: Department) -> list[StaffMember]:
    # Nobody is named here, so this is the end of the ladder: what the page says goes for any available provider.
    if row.receives:
        return routing.decide(actor.practice, row.receives).members
    return routing.through_department(row, StaffMember.objects.none(), actor.practice).members
