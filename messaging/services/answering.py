"""Doors for answering a thread: the patient side, or the colleague who forwarded it, never both in one message."""

from collections.abc import Sequence

from messaging import answers, rights, threads
from messaging.answers import COMPLETED, KEEP, Answer
from messaging.models import Attachment, Message, Thread
from practice.access import Actor, Permission
from practice.models import StaffMember
from practice.service import door

__all__ = ["COMPLETED", "KEEP", "answer_internally", "reply"]


@door(Permission.THREAD_ANSWER, "thread.answered", keep=("after_sending",), allow=rights.may_answer, once=Message)
def reply(
    *,
    by: Actor,
    thread: Thread,
    response: str,
    seen_number: int,
    after_sending: str = KEEP,
    seen_completed: bool = False,
    handled: str = "",
    attachments: Sequence[Attachment] = (),
    request_key=None,
) -> Message:
    """Answer the patient side: the thread's own account, about its own patient, and nobody else (R120).

    Refuses when somebody said something after `seen_number` or completed the thread meanwhile (T-70), when the
    account may no longer see the patient (X25), and a text in which a phrase has open places. The thread stays as it
    is but for `completed`.
    """
    thread = threads.lock(thread)
    answer = Answer(response, seen_number, seen_completed, after_sending, attachments, request_key)
    return answers.to_patient(by=by, thread=thread, answer=answer, handled=handled)


@door(Permission.THREAD_ANSWER, "thread.answered_internally", keep=("to",), allow=rights.may_answer, once=Message)
def answer_internally(
    *,
    by: Actor,
    thread: Thread,
    to: StaffMember,
    response: str,
    seen_number: int,
    after_sending: str = KEEP,
    seen_completed: bool = False,
    attachments: Sequence[Attachment] = (),
    request_key=None,
) -> Message:
    """Answer the colleague who forwarded the thread: into their Unread Phone, never to the patient (R58).

    With `completed` it leaves all other inboxes; the thread itself stays open, since the patient waits. Refuses like
    `reply`, and a colleague who never had the thread.
    """
    thread = threads.lock(thread)
    answer = Answer(response, seen_number, seen_completed, after_sending, attachments, request_key)
    return answers.to_colleague(by=by, thread=thread, answer=answer, to=to)
