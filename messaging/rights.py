"""Who may read a thread and who may act on it: the rules that doors of staff ask instead of a permission (D6)."""

from messaging import selectors
from messaging.models import Delivery, Thread
from practice.access import STAFF, Actor, Permission


def may_read(by: Actor, *, thread: Thread, **_rest) -> bool:
    """Staff with the messages duty, and whoever the thread was delivered to (D6)."""
    return by.side == STAFF and (by.may(Permission.THREAD_READ) or _was_delivered(by, thread))


def may_answer(by: Actor, *, thread: Thread, **_rest) -> bool:
    """Staff with the messages duty, and whoever has the thread (D6)."""
    return by.side == STAFF and selectors.may_answer(by, thread)


def _was_delivered(by: Actor, thread: Thread) -> bool:
    return Delivery.objects.visible_to(by).filter(thread=thread, member=by.member).exists()
