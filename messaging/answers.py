"""Room: answering a thread, to the patient side or to the colleague who forwarded it. It checks no permission."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from messaging import attaching, drafts, handing, kinds, meanwhile, phrases, routing, settling, threads, words
from messaging.models import Attachment, Delivery, Message, Thread
from practice.access import STAFF, Actor
from practice.errors import Refused
from practice.models import AccessGrant, StaffMember

KEEP, COMPLETED = "keep", "completed"
TO_PATIENT = "portal"  # what the reply window's `To` says of the patient side
OTHER_WAYS = {"call": gettext_lazy("To be told by phone:"), "letter": gettext_lazy("To be sent as a letter:")}


@dataclass(frozen=True)
class Answer:
    """What was written, what its writer had seen of the thread by then, and what becomes of the thread."""

    response: str
    seen_number: int
    seen_completed: bool = False
    after_sending: str = KEEP
    attachments: Sequence[Attachment] = ()
    request_key: UUID | None = None
    seen_taken_by: UUID | None = None

    @property
    def completes(self) -> bool:
        return self.after_sending == COMPLETED


def say(*, by: Actor, thread: Thread, answer: Answer, to: StaffMember | None) -> Message:
    """Answer the colleague, or the patient side where nobody is named; it goes with a decision and is final."""
    if to is None:
        return to_patient(by=by, thread=thread, answer=answer, final=True)
    return to_colleague(by=by, thread=thread, answer=answer, to=to)


def to_patient(*, by: Actor, thread: Thread, answer: Answer, handled: str = "", final: bool = False) -> Message:
    """Answer the thread's own account. It can be taken back until it is visible there, unless it is `final` or a
    decision goes with it. Refuses as the door `reply` says.
    """
    text = _ready(answer.response)
    _refuse_if_changed(thread, answer)
    _refuse_if_access_ended(by, thread)
    final = final or (answer.completes and handled in kinds.get(thread.kind).final)
    said = {"body": text, "request_key": answer.request_key, "held": threads.AT_ONCE if final else threads.UNDO}
    message = threads.post(by=by, thread=thread, side=STAFF, **said)
    attaching.take_along(by=by, message=message, attachments=answer.attachments)
    threads.mark_read(by=by, thread=thread)
    drafts.sent(by=by, thread=thread, window="reply")
    if answer.completes:
        settling.settle_and_complete(by, thread, handled)
    return message


def to_colleague(*, by: Actor, thread: Thread, answer: Answer, to: StaffMember) -> Message:
    """Answer a colleague, into their Unread Phone. Refuses as the door `answer_internally` says."""
    text = _ready(answer.response)
    _refuse_if_changed(thread, answer)
    holder = Q(member=to) | Q(sent_by=to)  # who forwarded it need not have had it in an inbox
    if to.ended_at or not Delivery.objects.filter(holder, thread=thread).exists():
        raise Refused("not_a_holder", _("%(name)s does not have this message.") % {"name": to.user.name}, "to")
    first, key = routing.first_number_of(thread, to), answer.request_key
    message = handing.say_internally(by, thread, text, [to], "answer", first=first, request_key=key)
    attaching.take_along(by=by, message=message, attachments=answer.attachments)
    drafts.sent(by=by, thread=thread, window="reply")
    if answer.completes:
        handing.leave_to(by, thread, [to])
    return message


def keep_for(*, by: Actor, thread: Thread, way: str, response: str, request_key: UUID | None) -> Message:
    """Keep the answer as an internal note for whoever passes it on by this way."""
    text = _ready(response)
    if way not in OTHER_WAYS:
        raise Refused("unknown_way", _("Choose a call or a letter."), "response")
    said = {"body": f"{OTHER_WAYS[way]}\n\n{text}", "shown_to": "internal", "request_key": request_key}
    drafts.sent(by=by, thread=thread, window="reply")
    return threads.post(by=by, thread=thread, side=STAFF, **said)


def _ready(response: str) -> str:
    """What was written, if nothing in it must still be filled in."""
    text = words.required(response, "response")
    phrases.refuse_open(text, "response")
    return text


def _refuse_if_changed(thread: Thread, answer: Answer) -> None:
    meanwhile.refuse_if_changed(thread, answer.seen_number, answer.seen_completed, answer.seen_taken_by)


def _refuse_if_access_ended(by: Actor, thread: Thread) -> None:
    live = AccessGrant.objects.of(by.practice).live(by.now)
    if not live.filter(user=thread.account_id, patient=thread.patient_id).exists():
        raise threads.access_ended(thread.account, thread.patient, "response")
