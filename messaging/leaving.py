"""A colleague leaves, or stops answering messages: what was in their inbox goes to whoever is next (settled 4)."""

from django.utils.translation import gettext as _, ngettext

from messaging import departments, taking
from messaging.models import Delivery
from practice import handover
from practice.access import Actor
from practice.models import StaffMember


def hand_over_inbox(*, by: Actor, member: StaffMember) -> str:
    """Empty the inbox of a leaving member, who leaves all departments too. Returns a sentence, or '' if none moved."""
    return _empty(by, member, _("Moved on because %(name)s left.") % {"name": member.user.name})


def leave_departments(*, by: Actor, member: StaffMember) -> str:
    """The same for somebody who stays but answers no messages any more; the sentence names the departments, too."""
    names = ", ".join(member.departments.order_by("name").values_list("name", flat=True))
    why = _("Moved on because %(name)s no longer answers messages.") % {"name": member.user.name}
    moved = _empty(by, member, why)
    left = _("%(name)s left %(departments)s.") % {"name": member.user.name, "departments": names} if names else ""
    return " ".join(filter(None, [left, moved]))


def announce() -> None:
    """Called from the app's `ready`."""
    handover.announce_staff_leaving(hand_over_inbox)
    handover.announce_messages_taken(leave_departments)


def _empty(by: Actor, member: StaffMember, why: str) -> str:
    """Colleagues who have a thread keep it; one that only this member had goes to the next on its route."""
    member.departments.clear()
    held = Delivery.objects.filter(member=member, closed_at=None)
    thread_ids = departments.hold(held.values_list("thread_id", flat=True).distinct())
    held.update(closed_at=by.now)
    taking.release_unheld(thread_ids)
    moved = departments.hand_on(by=by, thread_ids=thread_ids, why=why, without=member)
    if not moved:
        return ""
    return ngettext("%(n)s message was handed on.", "%(n)s messages were handed on.", moved) % {"n": moved}
