"""Doors for completing a thread and taking that back. Completed is the thread's, for everybody (R118)."""

from django.utils.translation import gettext as _

from messaging import meanwhile, rights, settling, threads
from messaging.models import Thread
from practice.access import Actor, Permission
from practice.service import door


@door(Permission.THREAD_ANSWER, "thread.completed", keep=("handled",), allow=rights.may_answer)
def complete(*, by: Actor, thread: Thread, handled: str = "", seen_number: int | None = None) -> Thread:
    """Take the thread out of all inboxes, answered or not. Refuses while its kind must hear how it was handled.

    Refuses too when somebody wrote after `seen_number`: nobody completes what they have not seen (T-70).
    """
    thread = threads.lock(thread)
    if seen_number is not None and thread.completed_at is None:
        said = _("%(name)s wrote in this thread meanwhile. Read it, then complete it.")
        meanwhile.refuse_if_said(thread, seen_number, said, {"seen_number": thread.last_number})
    settling.settle_and_complete(by, thread, handled)
    return thread


@door(Permission.THREAD_ANSWER, "thread.reopened", allow=rights.may_answer)
def reopen(*, by: Actor, thread: Thread) -> Thread:
    """Take completing back: whoever had the thread has it again."""
    return threads.reopen(by=by, thread=threads.lock(thread))
