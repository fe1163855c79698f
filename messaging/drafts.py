"""Room: what is typed into the windows of a thread is kept as it is typed, and is its author's alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.datastructures import MultiValueDict

from messaging import writers
from messaging.models import DRAFT_LENGTH, PATIENT_WINDOWS, STAFF_WINDOWS, Attachment, Draft, Message, Thread
from practice.access import PATIENT, Actor
from practice.errors import NotVisible

RX = ("rx_line", "rx-medication", "rx-quantity", "rx-refills", "rx-pharmacy", "rx-considered")
SEEN = ("seen_number", "seen_completed", "seen_taken_by")
VALUES_KEPT, VALUE_LENGTH = 100, 500


@dataclass(frozen=True)
class Window:
    """The name of the field that people write in, and those of what else is kept of the window."""

    text: str
    fields: tuple[str, ...]


WINDOWS = {
    "reply": Window("response", ("to", "after", "ask_to_book", "handled", "kept", *SEEN, *RX)),
    "forward": Window("note", ("to", "include_prior", "completed")),
    "answer": Window("body", ("kept",)),
}


def keep(
    *, by: Actor, thread: Thread, window: str, typed: Mapping[str, Sequence[str]], request_key: UUID | None = None
) -> Draft | None:
    """Keep what is typed in place of what was kept before; nothing where no text is left, or where it was sent.

    The caller holds the thread's lock: what was sent a moment ago, with this `request_key`, does not come back.
    """
    if _was_sent(by, thread, request_key):
        return None
    kind = WINDOWS[window]
    text = [*typed.get(kind.text, ()), ""][0].replace("\r\n", "\n").replace("\0", "")[:DRAFT_LENGTH]
    if not text.strip():
        forget(by=by, thread=thread, window=window)
        return None
    fields = {name: _plain(typed[name]) for name in kind.fields if typed.get(name)}
    row = Draft(
        practice=by.practice,
        thread=thread,
        author=by.user,
        window=window,
        body=text,
        fields=fields,
        updated_at=by.now,
    )
    changing = ["body", "fields", "updated_at"]
    unique = ["thread", "author", "window"]
    Draft.objects.bulk_create([row], update_conflicts=True, unique_fields=unique, update_fields=changing)
    return row


def forget(*, by: Actor, thread: Thread, window: str) -> None:
    """There is no draft in this window any more."""
    Draft.objects.filter(thread=thread, author=by.user, window=window).delete()


def sent(*, by: Actor, thread: Thread, window: str) -> None:
    """What was written has been sent: it is no draft any more, and nobody writes in the window."""
    forget(by=by, thread=thread, window=window)
    if by.member is not None:
        writers.gone(by=by, thread=thread)


def refuse_unknown(by: Actor, window: str) -> None:
    """There is no such window on this side."""
    if window not in (PATIENT_WINDOWS if by.side == PATIENT else STAFF_WINDOWS):
        raise NotVisible("Draft")


def typed(draft: Draft) -> MultiValueDict:
    """The window's fields as they were sent."""
    return MultiValueDict({**draft.fields, WINDOWS[draft.window].text: [draft.body]})


def files_of(draft: Draft, waiting: Iterable[Attachment]) -> list[str]:
    """The ids of the draft's files that still wait to be sent."""
    named = draft.fields.get("kept", [])
    return [str(file.pk) for file in waiting if str(file.pk) in named]


def _was_sent(by: Actor, thread: Thread, request_key: UUID | None) -> bool:
    said = Message.objects.filter(thread=thread, author=by.user, request_key=request_key, withdrawal=None)
    return request_key is not None and said.exists()


def _plain(values: Sequence[str]) -> list[str]:
    return [value.replace("\0", "")[:VALUE_LENGTH] for value in values[:VALUES_KEPT]]
