"""Room: departments, who is in them, and what happens to work that nobody holds any more."""

from collections.abc import Iterable

from django.utils.translation import gettext as _, ngettext

from messaging import routing, taking, threads
from messaging.models import Delivery, Department, Thread
from practice.access import Actor
from practice.errors import Refused
from practice.models import StaffMember

# The names practices know, and the thread kind each receives first.
DEFAULTS = {
    "appointment": "IC-Appointment Request",
    "refill": "IC-Rx Refill",
    "referral": "IC-Referral",
    "general": "IC-General",
    "insurance": "IC-Insurance",
}


def create_defaults(*, practice) -> list[Department]:
    """Give a new practice its five departments, with nobody in them."""
    return [Department.objects.create(practice=practice, name=name, receives=kind) for kind, name in DEFAULTS.items()]


def take_out(*, by: Actor, department: Department, members: Iterable[StaffMember]) -> int:
    """Take these members out of the department, and out of their inboxes what they had through it.

    What nobody has any more then moves on at once (X37). Returns how many threads moved.
    """
    department.members.remove(*members)
    held = Delivery.objects.filter(
        thread__in=waiting_in(department), member__in=list(members), reason="department", closed_at=None
    )
    touched = hold(held.values_list("thread_id", flat=True).distinct())
    held.update(closed_at=by.now)
    taking.release_unheld(touched)
    why = _("Moved on because %(department)s changed.") % {"department": department.name}
    return hand_on(by=by, thread_ids=touched, why=why)


def waiting_in(department: Department):
    """The threads that wait in the department."""
    return Thread.objects.filter(department=department, completed_at=None)


def pass_on(*, by: Actor, department: Department, heir: Department | None) -> str:
    """Give what waits in a closing department to its heir, whose members find it unread; others keep what they have.

    Returns a sentence about it, or ''. Refuses `heir_needed` where something waits and nobody is named.
    """
    touched = hold(waiting_in(department).values_list("pk", flat=True))
    if not touched:
        return ""
    if heir is None:
        raise Refused("heir_needed", _("Messages wait here. Choose who gets them."), "heir")
    Thread.objects.filter(pk__in=touched).update(department=heir)
    Delivery.objects.filter(thread__in=touched, reason="department", closed_at=None).update(closed_at=by.now)
    taking.release_unheld(touched)
    why = _("Moved on because %(department)s was closed.") % {"department": department.name}
    for thread in Thread.objects.filter(pk__in=touched).order_by("pk"):
        route = routing.decide_again(thread)
        names = ", ".join(member.user.name for member in route.members)
        threads.note(by=by, thread=thread, text=_("%(why)s Now with %(names)s.") % {"why": why, "names": names})
        routing.deliver(thread, route.members, reason=route.reason, at=by.now)
    n = len(touched)
    return ngettext("%(n)s message moved to %(heir)s.", "%(n)s messages moved to %(heir)s.", n) % {"n": n, "heir": heir}


def hold(thread_ids: Iterable) -> list:
    """Lock these threads, in one order and before their deliveries change, as every door about a thread does."""
    held = Thread.objects.filter(pk__in=list(thread_ids)).select_for_update(no_key=True).order_by("pk")
    return list(held.values_list("pk", flat=True))


def hand_on(*, by: Actor, thread_ids: list, why: str, without: StaffMember | None = None) -> int:
    """Give each of these threads that nobody has any more to whoever is next on its route, with a note saying why."""
    moved = 0
    for thread in Thread.objects.filter(pk__in=thread_ids).select_for_update(no_key=True).order_by("pk"):
        holders = Delivery.objects.filter(thread=thread, closed_at=None, member__ended_at=None)
        if without is not None:
            holders = holders.exclude(member=without)
        if thread.completed_at is not None or holders.exists():
            continue
        route = routing.decide_again(thread, without=without)
        names = ", ".join(member.user.name for member in route.members)
        said = _("%(why)s Now with %(names)s.") % {"why": why, "names": names} if names else why
        threads.note(by=by, thread=thread, text=said)
        routing.deliver(thread, route.members, reason=route.reason, at=by.now)
        moved += 1
    return moved
