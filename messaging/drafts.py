"""Room: what is typed into the windows of a thread, or of a new message about a patient, is kept as it is typed.

It is its author's alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.datastructures import MultiValueDict

from messaging import writers
from messaging.models import (
    DRAFT_LENGTH,
    PATIENT_WINDOWS,
    STAFF_WINDOWS,
    Attachment,
    DiscardedForm,
    Draft,
    FirstDraft,
    Message,
    Thread,
)
from practice.access import PATIENT, Actor
from practice.errors import NotVisible
from practice.models import Patient

RX = ("rx_line", "rx-medication", "rx-quantity", "rx-refills", "rx-pharmacy", "rx-considered")
SEEN = ("seen_number", "seen_completed", "seen_taken_by")
VALUES_KEPT, VALUE_LENGTH = 100, 500
SEVERAL = ("kept", "medications")  # fields of a new message that hold more than one value
LATE = timedelta(days=1)  # what comes of a discarded form comes within seconds


@dataclass(frozen=True)
class Window:
    """The name of the field that people write in, and those of what else is kept of the window.

    Nothing is kept without text, but where one of `enough` is filled in.
    """

    text: str
    fields: tuple[str, ...]
    enough: tuple[str, ...] = ()


WINDOWS = {
    "reply": Window("response", ("to", "after", "ask_to_book", "handled", "kept", *SEEN, *RX)),
    "forward": Window("note", ("to", "include_prior", "completed")),
    "answer": Window("body", ("kept",)),
    "write": Window("body", ("to", "subject", "kept"), enough=("subject", "kept")),
    "general": Window("body", ("subject", "kept"), enough=("subject", "kept")),
    "refill": Window(
        "body",
        ("medications", "other", "pharmacy", "other_pharmacy"),
        enough=("medications", "other", "other_pharmacy"),
    ),
    "referral": Window("body", ("specialty", "wanted", "kept"), enough=("specialty", "wanted", "kept")),
    "insurance": Window(
        "body",
        ("company", "member_number", "group_number", "kept"),
        enough=("company", "member_number", "group_number", "kept"),
    ),
}


def keep(
    *,
    by: Actor,
    about: Thread | Patient,
    window: str,
    typed: Mapping[str, Sequence[str]],
    request_key: UUID | None = None,
) -> Draft | FirstDraft | None:
    """Keep what is typed in place of what was kept before; nothing where nothing is left, or where it was sent.

    The caller holds the lock of what it is about: what was sent or discarded a moment ago, with this `request_key`,
    does not come back.
    """
    if request_key is not None and is_over(by, about, request_key):
        return None
    kind = WINDOWS[window]
    text = [*typed.get(kind.text, ()), ""][0].replace("\r\n", "\n").replace("\0", "")[:DRAFT_LENGTH]
    fields = {name: _plain(typed[name]) for name in kind.fields if typed.get(name)}
    if not text.strip() and not any(value.strip() for name in kind.enough for value in fields.get(name, ())):
        forget(by=by, about=about, window=window)
        return None
    model, place = _kind(about)
    row = model(
        practice=by.practice,
        author=by.user,
        window=window,
        body=text,
        fields=fields,
        updated_at=by.now,
        **{place: about},
    )
    changing = ["body", "fields", "updated_at"]
    unique = [place, "author", "window"]
    model.objects.bulk_create([row], update_conflicts=True, unique_fields=unique, update_fields=changing)
    return row


def forget(*, by: Actor, about: Thread | Patient, window: str) -> None:
    """There is no draft in this window any more."""
    model, place = _kind(about)
    model.objects.filter(author=by.user, window=window, **{place: about}).delete()


def discard(*, by: Actor, about: Thread | Patient, window: str, request_key: UUID | None) -> None:
    """The same, and what still comes of the form with this key is not kept. The caller holds the lock."""
    forget(by=by, about=about, window=window)
    if request_key is not None:
        row = DiscardedForm(practice=by.practice, author=by.user, request_key=request_key, at=by.now)
        DiscardedForm.objects.bulk_create([row], ignore_conflicts=True)
    DiscardedForm.objects.filter(author=by.user, at__lte=by.now - LATE).delete()


def lock_patient(patient: Patient) -> Patient:
    """The patient of a new message, locked until the transaction ends."""
    return Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)


def sent(*, by: Actor, thread: Thread, window: str) -> None:
    """What was written has been sent: it is no draft any more, and nobody writes in the window."""
    forget(by=by, about=thread, window=window)
    if by.member is not None:
        writers.gone(by=by, thread=thread)


def sent_first(*, by: Actor, patient: Patient, window: str) -> None:
    """The same for a new message about this patient. What came of its form just before is waited for."""
    forget(by=by, about=lock_patient(patient), window=window)


def refuse_unknown(by: Actor, window: str) -> None:
    """There is no such window on this side."""
    if window not in (PATIENT_WINDOWS if by.side == PATIENT else STAFF_WINDOWS):
        raise NotVisible("Draft")


def typed(draft: Draft | FirstDraft) -> MultiValueDict:
    """The window's fields as they were sent."""
    return MultiValueDict({**draft.fields, WINDOWS[draft.window].text: [draft.body]})


def as_left(draft: FirstDraft, waiting: Iterable[Attachment]) -> dict:
    """What a new message's form begins with."""
    fields = typed(draft)
    left = {name: fields.getlist(name) if name in SEVERAL else fields[name] for name in fields}
    return left | {"kept": files_of(draft, waiting)}


def files_of(draft: Draft | FirstDraft, waiting: Iterable[Attachment]) -> list[str]:
    """The ids of the draft's files that still wait to be sent."""
    named = draft.fields.get("kept", [])
    return [str(file.pk) for file in waiting if str(file.pk) in named]


def _kind(about: Thread | Patient) -> tuple[type[Draft] | type[FirstDraft], str]:
    return (Draft, "thread") if isinstance(about, Thread) else (FirstDraft, "patient")


def is_over(by: Actor, about: Thread | Patient, request_key: UUID) -> bool:
    """Whether the form with this key was sent, or its draft discarded."""
    mine = {"practice": by.practice, "author": by.user, "request_key": request_key}
    if isinstance(about, Thread):
        was_sent = Message.objects.filter(thread=about, withdrawal=None, **mine).exists()
    else:
        was_sent = Thread.objects.filter(practice=by.practice, patient=about, request_key=request_key).exists()
    return was_sent or DiscardedForm.objects.filter(**mine).exists()


def _plain(values: Sequence[str]) -> list[str]:
    return [value.replace("\0", "")[:VALUE_LENGTH] for value in values[:VALUES_KEPT]]
