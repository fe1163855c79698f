"""Room: taking back what was just said to a patient, and what saying it did (settled 22)."""

from django.db.models import Max, Min

from messaging import attaching, drafts, threads
from messaging.answers import TO_PATIENT
from messaging.models import Message, Thread, Withdrawal
from practice.access import STAFF, Actor


def take_back(*, by: Actor, thread: Thread, message: Message) -> None:
    """The message was never said: nor answered, nor completed by it. Its number stays used; its text is a draft."""
    Withdrawal.objects.create(practice=by.practice, message=message, by=by.member, at=by.moment)
    files = attaching.wait_again(by=by, message=message)
    typed = {"response": [message.body], "to": [TO_PATIENT], "kept": [str(file.pk) for file in files]}
    drafts.keep(by=by, about=thread, window="reply", typed=typed)
    if thread.completed_at == message.sent_at and thread.completed_by_id == by.member.pk:
        threads.reopen(by=by, thread=thread)
    standing = Message.objects.filter(thread=thread, withdrawal=None)
    if thread.answered_at == message.sent_at:
        others = standing.filter(side=STAFF, shown_to="portal", number__gt=message.number)
        thread.answered_at = others.aggregate(at=Min("sent_at"))["at"]
    thread.last_at = standing.aggregate(at=Max("sent_at"))["at"] or thread.last_at
    thread.save(update_fields=["answered_at", "last_at"])
