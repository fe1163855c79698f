"""Doors for a thread that several have: one says to see to it."""

from messaging import rights, taking, threads
from messaging.models import Thread
from practice.access import Actor, Permission
from practice.service import door


@door(Permission.THREAD_ANSWER, "thread.taken", allow=rights.may_answer)
def take(*, by: Actor, thread: Thread) -> Thread:
    """See to the thread: the others keep it, read, and see who has it. Refuses, by name, what somebody else took."""
    thread = threads.lock(thread)
    taking.take(by=by, thread=thread)
    return thread


@door(Permission.THREAD_ANSWER, "thread.released", allow=rights.may_answer)
def release(*, by: Actor, thread: Thread) -> Thread:
    """Nobody sees to it in particular any more: whoever took it gives it back, or a colleague does for them."""
    thread = threads.lock(thread)
    taking.release(thread=thread)
    return thread
