"""Room: answering a thread, to the patient side or to the colleague who forwarded it. It checks no permission."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from messaging import attaching, handing, meanwhile, phrases, settling, threads, words
from messaging.models import Attachment, Delivery, Message, Thread
from practice.access import STAFF, Actor
from practice.errors import Refused
from practice.models import AccessGrant, StaffMember

KEEP, COMPLETED = "keep", "completed"


@dataclass(frozen=True)
class Answer:
    """What was written, what its writer had seen of the thread by then, and what becomes of the thread."""

    response: str
    seen_number: int
    seen_completed: bool = False
    after_sending: str = KEEP
    attachments: Sequence[Attachment] = ()
    request_key: UUID | None = None

    @property
    def completes(self) -> bool:
        return self.after_sending == COMPLETED


def say(*, by: Actor, thread: Thread, answer: Answer, to: StaffMember | None) -> Message:
    """Answer the colleague, or the patient side where nobody is named."""
    if to is None:
        return to_patient(by=by, thread=thread, answer=answer)
    return to_colleague(by=by, thread=thread, answer=answer, to=to)


def to_patient(*, by: Actor, thread: Thread, answer: Answer, handled: str = "") -> Message:
    """Answer the thread's own account. Refuses as the door `reply` says."""
    text = _ready(answer)
    _refuse_if_changed(by, thread, answer)
    _refuse_if_access_ended(by, thread)
    message = threads.post(by=by, thread=thread, body=text, side=STAFF, request_key=answer.request_key)
    attaching.take_along(by=by, message=message, attachments=answer.attachments)
    threads.mark_read(by=by, thread=thread)
    if answer.completes:
        settling.settle_and_complete(by, thread, handled)
    return message


def to_colleague(*, by: Actor, thread: Thread, answer: Answer, to: StaffMember) -> Message:
    """Answer a colleague, into their Unread Phone. Refuses as the door `answer_internally` says."""
    text = _ready(answer)
    _refuse_if_changed(by, thread, answer)
    if to.ended_at or not Delivery.objects.filter(thread=thread, member=to).exists():
        raise Refused("not_a_holder", _("%(name)s does not have this message.") % {"name": to.user.name}, "to")
    message = handing.say_internally(by, thread, text, [to], "answer", request_key=answer.request_key)
    attaching.take_along(by=by, message=message, attachments=answer.attachments)
    if answer.completes:
        handing.leave_to(by, thread, [to])
    return message


def _ready(answer: Answer) -> str:
    """What was written, if nothing in it must still be filled in."""
    text = words.required(answer.response, "response")
    phrases.refuse_open(text, "response")
    return text


def _refuse_if_changed(by: Actor, thread: Thread, answer: Answer) -> None:
    meanwhile.refuse_if_changed(by, thread, answer.seen_number, answer.seen_completed)


def _refuse_if_access_ended(by: Actor, thread: Thread) -> None:
    live = AccessGrant.objects.of(by.practice).live(by.now)
    if not live.filter(user=thread.account_id, patient=thread.patient_id).exists():
        raise threads.access_ended(thread.account, thread.patient, "response")
