"""Room: whom a thread may be forwarded to, where its kind needs somebody in particular (R55)."""

from collections.abc import Iterable, Sequence

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from messaging import kinds
from messaging.models import Department, Thread
from practice.access import Actor
from practice.errors import Refused
from practice.models import StaffMember


def barred(by: Actor, thread: Thread, colleagues: Iterable[StaffMember], departments: Iterable[Department]) -> dict:
    """Who does not come into question, by id, each with the reason in words; nobody where the kind needs nobody."""
    need = kinds.needed(by, thread)
    if need is None:
        return {}
    people = {member.pk: need.lacks for member in colleagues if not need.holds(member)}
    departments = list(departments)
    prefetch_related_objects(departments, "members__user")
    return people | {one.pk: need.none_there for one in departments if not _holds(need, one.members.all())}


def refuse_unfit(by: Actor, thread: Thread, to: Sequence[StaffMember | Department]) -> None:
    """Refuse, by name, whom the window would not have offered."""
    people = [one for one in to if isinstance(one, StaffMember)]
    why = barred(by, thread, people, [one for one in to if isinstance(one, Department)])
    unfit = [_("%(name)s: %(why)s.") % {"name": one, "why": why[one.pk]} for one in to if one.pk in why]
    if unfit:
        raise Refused("unfit_receiver", " ".join(unfit), "to")


def _holds(need: kinds.Need, members: Iterable[StaffMember]) -> bool:
    return any(need.holds(member) for member in members)
