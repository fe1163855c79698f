"""Room: what happened to a thread since somebody looked at it (T-70)."""

from django.utils.translation import gettext as _

from messaging.models import Message, Thread
from practice.access import STAFF, Actor
from practice.errors import Refused


def refuse_if_changed(by: Actor, thread: Thread, seen_number: int, seen_completed: bool) -> None:
    """Refuse once: something was said after `seen_number`, or it was completed. `extra` has what to see now."""
    facts = {"seen_number": thread.last_number, "seen_completed": thread.completed_at is not None}
    newest = Message.objects.filter(thread=thread, number__gt=seen_number).order_by("-number").first()
    if newest:
        who = newest.author.name if newest.author and newest.side == STAFF else _("Web Portal User")
        said = _("%(name)s wrote in this thread meanwhile. Read it, then send yours.") % {"name": who}
        raise Refused("thread_changed", said, "response", **facts)
    if thread.completed_at and not seen_completed:
        who = thread.completed_by.user.name
        said = _("%(name)s completed this thread meanwhile. Send yours if it is still needed.") % {"name": who}
        raise Refused("thread_completed", said, "response", **facts)
