"""Doors for answering a thread: the patient side, or the colleague who forwarded it, never both in one message."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from messaging import attaching, handing, meanwhile, phrases, rights, settling, threads, words
from messaging.models import Attachment, Delivery, Message, Thread
from practice.access import STAFF, Actor, Permission
from practice.errors import Refused
from practice.models import AccessGrant, StaffMember
from practice.service import door

KEEP, COMPLETED = "keep", "completed"


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
    text = _ready(response)
    meanwhile.refuse_if_changed(by, thread, seen_number, seen_completed)
    _refuse_if_access_ended(by, thread)
    message = threads.post(by=by, thread=thread, body=text, side=STAFF, request_key=request_key)
    attaching.take_along(by=by, message=message, attachments=attachments)
    threads.mark_read(by=by, thread=thread)
    if after_sending == COMPLETED:
        settling.settle_and_complete(by, thread, handled)
    return message


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
    text = _ready(response)
    meanwhile.refuse_if_changed(by, thread, seen_number, seen_completed)
    if to.ended_at or not Delivery.objects.filter(thread=thread, member=to).exists():
        raise Refused("not_a_holder", _("%(name)s does not have this message.") % {"name": to.user.name}, "to")
    message = handing.say_internally(by, thread, text, [to], "answer", request_key=request_key)
    attaching.take_along(by=by, message=message, attachments=attachments)
    if after_sending == COMPLETED:
        handing.leave_to(by, thread, [to])
    return message


def _ready(response: str) -> str:
    """What was written, if nothing in it must still be filled in."""
    text = words.required(response, "response")
    phrases.refuse_open(text, "response")
    return text


def _refuse_if_access_ended(by: Actor, thread: Thread) -> None:
    live = AccessGrant.objects.of(by.practice).live(by.now)
    if not live.filter(user=thread.account_id, patient=thread.patient_id).exists():
        raise threads.access_ended(thread.account, thread.patient, "response")
