"""Doors for files: send one up, and fetch one that was sent."""

from messaging import attaching, selectors
from messaging.models import Attachment, Thread
from practice.access import PATIENT, STAFF, Actor, Permission
from practice.models import Patient
from practice.service import door


def may_attach(by: Actor, *, patient: Patient | None = None, thread: Thread | None = None, **_rest) -> bool:
    """Whoever may write: about the patient, or in the thread that they have (D6)."""
    if by.side == PATIENT:
        return by.may(Permission.THREAD_WRITE, thread.patient_id if thread else patient.pk)
    if by.side != STAFF:
        return False
    return by.may(Permission.THREAD_ANSWER) or (thread is not None and selectors.may_answer(by, thread))


def may_fetch(by: Actor, *, attachment: Attachment, **_rest) -> bool:
    """Whoever reads the message it came with, and who sent it up."""
    return selectors.reads_file(by, attachment)


@door(Permission.THREAD_WRITE, "attachment.added", allow=may_attach)
def add_file(
    *, by: Actor, name: str, content: bytes, patient: Patient | None = None, thread: Thread | None = None
) -> Attachment:
    """Check, clean and keep a file until the message is sent that takes it along; after a day it is forgotten.

    It is about the patient of the thread it is meant for, which the sender may have without the patient; else about
    the patient named.
    Refuses by name what is empty, over 10 MB, no PDF or picture, broken, or infected; and every file while the
    scanner that the operator runs cannot be asked.
    """
    return attaching.keep(by=by, patient=thread.patient if thread else patient, name=name, content=content)


@door(Permission.THREAD_READ, "attachment.fetched", allow=may_fetch)
def fetch_file(*, by: Actor, attachment: Attachment) -> Attachment:
    """Read a file. It leaves an audit row like any reading of the record."""
    return attachment
