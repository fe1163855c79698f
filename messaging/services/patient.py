"""Doors for patients and guardians."""

from collections.abc import Sequence

from messaging import attaching, drafts, threads, words
from messaging.models import SUBJECT_LENGTH, Attachment, Message, ReadMarker, Thread
from practice.access import PATIENT, Actor, Permission
from practice.errors import NotVisible
from practice.models import Patient
from practice.service import door


def _acts_for_somebody(by: Actor, *, thread: Thread, **_rest) -> bool:
    return by.side == PATIENT and by.may(Permission.THREAD_READ, thread.patient_id)


@door(Permission.THREAD_WRITE, "message.sent", once=Thread)
def send_message(
    *,
    by: Actor,
    patient: Patient,
    subject: str,
    body: str,
    attachments: Sequence[Attachment] = (),
    acknowledged: Sequence[str] = (),
    request_key=None,
) -> Thread:
    """Write to the practice about a patient; it reaches the department for general messages (R49).

    The attachments are files that this person has sent up for this patient. Refuses others, more than five, and
    emergency words that are not among those `acknowledged`.
    """
    subject, text = words.required(subject, "subject", SUBJECT_LENGTH), words.required(body, "body")
    drafts.sent_first(by=by, patient=patient, window="general")
    return threads.start(
        by=by,
        patient=patient,
        kind="general",
        subject=subject,
        body=text,
        urgent=words.heed(acknowledged, subject, text),
        attachments=attachments,
        request_key=request_key,
    )


@door(Permission.THREAD_WRITE, "message.replied", once=Message)
def answer(
    *,
    by: Actor,
    thread: Thread,
    body: str,
    attachments: Sequence[Attachment] = (),
    acknowledged: Sequence[str] = (),
    request_key=None,
) -> Message:
    """Say something more in a thread; a completed one opens again (X40). What was there counts as read.

    Refuses as `send_message` does.
    """
    thread = threads.lock(thread)
    text = words.required(body, "body")
    said = {"body": text, "urgent": words.heed(acknowledged, text), "request_key": request_key}
    message = threads.post(by=by, thread=thread, side=PATIENT, **said)
    attaching.take_along(by=by, message=message, attachments=attachments)
    drafts.sent(by=by, thread=thread, window="answer")
    _read_up_to(by, thread, message)
    return message


@door(Permission.THREAD_READ, "thread.shown", allow=_acts_for_somebody)
def show_thread(*, by: Actor, thread: Thread) -> Thread:
    """Leave the trace that somebody on the patient's side looked at the thread. It marks nothing read."""
    return thread


@door(Permission.THREAD_READ, "thread.read", allow=_acts_for_somebody)
def read_thread(*, by: Actor, thread: Thread, up_to: Message) -> Thread:
    """The thread's messages up to this one are read, for this reader: not what came after the page was drawn."""
    thread = threads.lock(thread)
    if up_to.thread_id != thread.pk:
        raise NotVisible("Message")
    _read_up_to(by, thread, up_to)
    return thread


def _read_up_to(by: Actor, thread: Thread, message: Message) -> None:
    facts = {"up_to_number": message.number, "up_to_at": message.visible_from}
    marker, made = ReadMarker.objects.get_or_create(practice=by.practice, thread=thread, user=by.user, defaults=facts)
    if not made and not marker.covers(message):
        ReadMarker.objects.filter(pk=marker.pk).update(**facts)
