"""Room: what happened to a thread since somebody looked at it (T-70)."""

from uuid import UUID

from django.utils.translation import gettext as _

from messaging.models import Message, Thread
from practice.access import STAFF
from practice.errors import Refused


def refuse_if_changed(thread: Thread, seen_number: int, seen_completed: bool, seen_taken_by: UUID | None) -> None:
    """Refuse once: something was said after `seen_number`, or somebody completed or took it. `extra`: as it is now."""
    facts = {
        "seen_number": thread.last_number,
        "seen_completed": thread.completed_at is not None,
        "seen_taken_by": thread.taken_by_id or "",
    }
    refuse_if_said(thread, seen_number, _("%(name)s wrote in this thread meanwhile. Read it, then send yours."), facts)
    if thread.completed_at and not seen_completed:
        said = _("%(name)s completed this thread meanwhile. Send yours if it is still needed.")
        raise Refused("thread_completed", said % {"name": thread.completed_by}, "response", **facts)
    if thread.taken_by_id and thread.taken_by_id != seen_taken_by:
        said = _("%(name)s took this thread meanwhile. Send yours if it is still needed.")
        raise Refused("thread_taken", said % {"name": thread.taken_by}, "response", **facts)


def has_changed(thread: Thread, seen_number: int, seen_completed: bool, seen_taken_by: UUID | None) -> bool:
    """Whether `refuse_if_changed` would refuse."""
    try:
        refuse_if_changed(thread, seen_number, seen_completed, seen_taken_by)
    except Refused:
        return True
    return False


def refuse_if_said(thread: Thread, seen_number: int, message: str, facts: dict) -> None:
    """Refuse where something was said after `seen_number` that still stands, with who said it in the `message`."""
    newest = Message.objects.filter(thread=thread, number__gt=seen_number, withdrawal=None).order_by("-number").first()
    if newest:
        who = newest.author.name if newest.author and newest.side == STAFF else _("Web Portal User")
        raise Refused("thread_changed", message % {"name": who}, "response", **facts)
