"""The door for writing to somebody first: until they answer, there is nothing to do for anybody."""

from collections.abc import Sequence

from messaging import drafts, threads, words
from messaging.models import SUBJECT_LENGTH, Attachment, Thread
from practice.access import Actor, Permission
from practice.models import Patient, User
from practice.selectors.patients import portal_users
from practice.service import door


@door(Permission.THREAD_ANSWER, "message.started", once=Thread)
def write(
    *,
    by: Actor,
    patient: Patient,
    account: User,
    subject: str,
    body: str,
    attachments: Sequence[Attachment] = (),
    request_key=None,
) -> Thread:
    """Begin a thread about a patient with one of the patient's portal users (V5).

    It can be taken back for a few seconds. Then they are told by e-mail; what they answer arrives as any general
    message does, and with who wrote first.
    Refuses an empty subject or text, one that is too long, and (`access_ended`) an account that may not read it.
    """
    subject, text = words.required(subject, "subject", SUBJECT_LENGTH), words.required(body, "body")
    if not portal_users(by, patient, Permission.THREAD_READ).filter(user=account).exists():
        raise threads.access_ended(account, patient, "to")
    drafts.sent_first(by=by, patient=patient, window="write")
    return threads.start(
        by=by,
        patient=patient,
        kind="general",
        subject=subject,
        body=text,
        account=account,
        held=threads.UNDO,
        attachments=attachments,
        request_key=request_key,
    )
