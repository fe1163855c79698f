"""Doors for departments and who is in them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, gettext_lazy

from messaging import departments, words
from messaging.models import DEPARTMENT_KINDS, Department
from practice import handover
from practice.access import Actor, Permission
from practice.errors import Refused, announce_constraint
from practice.models import StaffMember
from practice.service import door

NAME_LENGTH = 80

announce_constraint(
    "department_name_unique", "name_taken", gettext_lazy("There is a department of this name already."), "name"
)


@door(Permission.STAFF_MANAGE, "department.created")
def create_department(*, by: Actor, name: str, kind: str = "portal") -> Department:
    """Make another department, with nobody in it (R32). Refuses a name that is taken, in any case of letters."""
    if kind not in DEPARTMENT_KINDS:
        raise Refused("unknown_kind", _("Choose one of the kinds."), "kind")
    return Department.objects.create(practice=by.practice, name=words.required(name, "name", NAME_LENGTH), kind=kind)


@door(Permission.STAFF_MANAGE, "department.renamed")
def rename_department(*, by: Actor, department: Department, name: str) -> Department:
    """Give the department another name. Refuses one that is taken."""
    department = _lock(department)
    department.name = words.required(name, "name", NAME_LENGTH)
    department.save(update_fields=["name"])
    return department


@door(Permission.STAFF_MANAGE, "department.members_set", keep=("members",))
def set_members(*, by: Actor, department: Department, members: Sequence[StaffMember]) -> Department:
    """Say who is in the department (R28). Refuses people who are not active here or lack the Messages duty.

    Whoever goes loses from the inbox what came through the department; what nobody has then moves on (X37).
    """
    department = _lock(department)
    if away := [member.user.name for member in members if not member.is_active]:
        raise Refused("not_active", _("Not active here: %(names)s.") % {"names": ", ".join(away)}, "members")
    if mute := [member.user.name for member in members if not member.answers_messages]:
        said = _("Without the Messages duty: %(names)s. Give it to them in the Staff Directory first.")
        raise Refused("not_answering", said % {"names": ", ".join(mute)}, "members")
    wanted = {member.pk for member in members}
    gone = [member for member in department.members.all() if member.pk not in wanted]
    department.members.add(*members)
    departments.take_out(by=by, department=department, members=gone)
    return department


@door(Permission.STAFF_MANAGE, "department.closed", keep=("heir",))
def close_department(*, by: Actor, department: Department, heir: Department | None = None) -> list[str]:
    """Close a department for good: nobody is in it, nothing can be sent to it. Returns what moved, as sentences.

    Its open messages and its rules go to the heir. Refuses a department to which a kind of message comes first, an
    heir that is closed or the department itself, and to close without an heir while something waits for one.
    """
    ordered = Department.objects.filter(pk__in=[department.pk, *([heir.pk] if heir else [])]).order_by("pk")
    found = {row.pk: row for row in ordered.select_for_update(no_key=True)}
    department, heir = found[department.pk], found[heir.pk] if heir else None
    if department.receives:
        said = _("Patients' messages come here first. Rename it, or change who is in it.")
        raise Refused("receives_first", said, "heir")
    if heir is not None and (heir == department or heir.closed_at is not None):
        raise Refused("not_an_heir", _("Choose another department."), "heir")
    said = departments.pass_on(by=by, department=department, heir=heir)
    moved = handover.department_closing(by=by, department=department, heir=heir)
    department.members.clear()
    department.closed_at = department.closed_at or by.now
    department.save(update_fields=["closed_at"])
    return [*filter(None, [said]), *moved]


def _lock(department: Department) -> Department:
    return Department.objects.select_for_update(no_key=True).get(pk=department.pk)
