"""Doors for what is being written: kept as it is typed, given up, and shown to colleagues by its writer's name."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from messaging import drafts, rights, threads, writers
from messaging.models import Draft, FirstDraft, Thread
from practice.access import STAFF, Actor, Permission
from practice.models import Patient
from practice.service import door


@door(Permission.THREAD_WRITE, "draft.saved", allow=rights.may_draft, quiet=True)
def save_draft(
    *,
    by: Actor,
    thread: Thread,
    window: str,
    typed: Mapping[str, Sequence[str]],
    gone: bool = False,
    request_key: UUID | None = None,
    serial: int = 0,
) -> Draft | None:
    """Keep what is typed into this window of the thread, for who typed it alone; without text nothing is kept.

    Colleagues see for some seconds that one is writing, unless the window is `gone` by now.
    `request_key` is that of the form: once it was sent or discarded, nothing more of it is kept. `serial` counts what
    the form has said: once it was gone, what it said before brings nobody back. Refuses windows of the other side.
    """
    drafts.refuse_unknown(by, window)
    thread = threads.lock(thread)
    draft = drafts.keep(by=by, about=thread, window=window, typed=typed, request_key=request_key)
    if by.side == STAFF and draft:
        writers.heard(by=by, thread=thread, window=window, gone=gone, form=request_key, serial=serial)
    return draft


@door(Permission.THREAD_WRITE, "draft.discarded", keep=("window",), allow=rights.may_discard)
def discard_draft(*, by: Actor, thread: Thread, window: str, request_key: UUID | None = None) -> None:
    """Throw away what one has typed into this window, and what its form, of this key, may still bring.

    Refuses windows of the other side.
    """
    drafts.refuse_unknown(by, window)
    thread = threads.lock(thread)
    drafts.discard(by=by, about=thread, window=window, request_key=request_key)
    if by.side == STAFF:
        writers.gone(by=by, thread=thread)


@door(Permission.THREAD_WRITE, "first_draft.saved", allow=rights.may_begin, quiet=True)
def save_first_draft(
    *,
    by: Actor,
    patient: Patient,
    window: str,
    typed: Mapping[str, Sequence[str]],
    request_key: UUID | None = None,
) -> FirstDraft | None:
    """Keep what is typed into the window of a new message about this patient, as `save_draft` does."""
    about = drafts.lock_patient(patient)
    return drafts.keep(by=by, about=about, window=window, typed=typed, request_key=request_key)


@door(Permission.THREAD_WRITE, "first_draft.discarded", keep=("window",), allow=rights.may_begin)
def discard_first_draft(*, by: Actor, patient: Patient, window: str, request_key: UUID | None = None) -> None:
    """Throw away what one has typed into this window, and what its form, of this key, may still bring."""
    drafts.discard(by=by, about=drafts.lock_patient(patient), window=window, request_key=request_key)


@door(Permission.THREAD_ANSWER, "thread.written_in", allow=rights.may_answer, quiet=True)
def show_writing(
    *, by: Actor, thread: Thread, window: str, gone: bool = False, request_key: UUID | None = None, serial: int = 0
) -> None:
    """Colleagues who read the thread see for some seconds that one is writing; no more once the window is `gone`.

    Nothing is heeded of a form, of this `request_key`, that was sent or discarded, nor what it said earlier than what
    is known of it, by its `serial`.
    """
    drafts.refuse_unknown(by, window)
    thread = threads.lock(thread)
    if request_key is None or not drafts.is_over(by, thread, request_key):
        writers.heard(by=by, thread=thread, window=window, gone=gone, form=request_key, serial=serial)
