"""Doors for completing a thread and taking that back. Completed is the thread's, for everybody (R118)."""

from messaging import rights, settling, threads
from messaging.models import Thread
from practice.access import Actor, Permission
from practice.service import door


@door(Permission.THREAD_ANSWER, "thread.completed", keep=("handled",), allow=rights.may_answer)
def complete(*, by: Actor, thread: Thread, handled: str = "") -> Thread:
    """Take the thread out of all inboxes, answered or not. Refuses while its kind must hear how it was handled."""
    thread = threads.lock(thread)
    settling.settle_and_complete(by, thread, handled)
    return thread


@door(Permission.THREAD_ANSWER, "thread.reopened", allow=rights.may_answer)
def reopen(*, by: Actor, thread: Thread) -> Thread:
    """Take completing back: whoever had the thread has it again."""
    return threads.reopen(by=by, thread=threads.lock(thread))
