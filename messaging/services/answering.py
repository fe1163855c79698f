"""Doors for answering a thread: the patient side, or the colleague who forwarded it, never both in one message.

What was said to the patient side can be taken back for a few seconds.
"""

from collections.abc import Sequence
from uuid import UUID

from messaging import answers, rights, threads
from messaging.answers import COMPLETED, KEEP, Answer
from messaging.models import Attachment, Message, Thread
from practice.access import Actor, Permission
from practice.models import StaffMember
from practice.service import door

__all__ = ["COMPLETED", "KEEP", "answer_internally", "note_other_way", "reply"]


@door(Permission.THREAD_ANSWER, "thread.answered", keep=("after_sending",), allow=rights.may_answer, once=Message)
def reply(
    *,
    by: Actor,
    thread: Thread,
    response: str,
    seen_number: int,
    after_sending: str = KEEP,
    seen_completed: bool = False,
    seen_taken_by: UUID | None = None,
    handled: str = "",
    attachments: Sequence[Attachment] = (),
    request_key=None,
) -> Message:
    """Answer the patient side: the thread's own account, about its own patient, and nobody else (R120).

    Refuses when somebody wrote after `seen_number`, completed or took the thread meanwhile (T-70), when the
    account may no longer see the patient (X25), and a text in which a phrase has open places. The thread stays as it
    is but for `completed`.

    It can be taken back until it is visible, unless a decision goes with it.
    """
    thread = threads.lock(thread)
    answer = Answer(response, seen_number, seen_completed, after_sending, attachments, request_key, seen_taken_by)
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
    seen_taken_by: UUID | None = None,
    attachments: Sequence[Attachment] = (),
    request_key=None,
) -> Message:
    """Answer the colleague who forwarded the thread: into their Unread Phone, never to the patient (R58).

    With `completed` it leaves all other inboxes; the thread itself stays open, since the patient waits. Refuses like
    `reply`, and a colleague who never had the thread.
    """
    thread = threads.lock(thread)
    answer = Answer(response, seen_number, seen_completed, after_sending, attachments, request_key, seen_taken_by)
    return answers.to_colleague(by=by, thread=thread, answer=answer, to=to)


@door(Permission.THREAD_ANSWER, "thread.noted", keep=("way",), allow=rights.may_answer, once=Message)
def note_other_way(*, by: Actor, thread: Thread, way: str, response: str, request_key=None) -> Message:
    """Keep an answer that the portal cannot bring as an internal note: to be told by phone, or sent as a letter (X25).

    The thread stays in the inboxes until that is done. Refuses an empty text and an unknown way.
    """
    return answers.keep_for(by=by, thread=threads.lock(thread), way=way, response=response, request_key=request_key)
