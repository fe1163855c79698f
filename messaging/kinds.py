"""Kinds of threads. Each is announced at start-up by whoever knows what is special about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.models import Thread
from practice.access import Actor
from practice.models import StaffMember

INSURANCE_SUBJECT = "Insurance Change Notification"
REFERRAL_SUBJECT = "Patient Portal Referral"


@dataclass(frozen=True)
class Panel:
    """What the reader draws beside a thread: a template, and what to add to the page's context for it."""

    template: str
    context: dict
    title: str = _("Request")


@dataclass(frozen=True)
class Tag:
    """A status in one word, for a row of a list (templates/components/tag.html)."""

    word: str
    kind: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Told:
    """What the patient's side reads above a thread: what was asked for, and plain sentences about it."""

    title: str
    facts: list[dict]  # .label .value
    notes: list[str]


@dataclass(frozen=True)
class Need:
    """What colleagues must be for a thread to be forwarded to them, and what is said of those who are not."""

    holds: Callable[[StaffMember], bool]
    lacks: str | Promise  # of one of them
    none_there: str | Promise  # of a department in which nobody is


@dataclass(frozen=True)
class ThreadKind:
    """What a thread is about. `subject` is empty where the sender writes it.

    `panel(actor, thread)` is what to draw beside it. `undecided(thread)` lists (value, label) answers to *Handled
    how?*; none means it may be completed at once. `settle(by, thread, how)` is a room, called while completing. What
    is said along with an answer in `final` is visible at once: the decision it comes with cannot be taken back.
    `tags(actor, threads)` gives the tag of each thread by id, in one query for all of them.
    `needed(actor, thread)` is what those must be to whom this actor forwards it, None when anybody will do.
    For the patient's side `told(actor, thread)` is what stands above the thread, `state(thread)` how far it is.
    """

    name: str
    subject: str = ""
    panel: Callable[[Actor, Thread], Panel | None] | None = None
    undecided: Callable[[Thread], list[tuple[str, str]]] | None = None
    settle: Callable[[Actor, Thread, str], None] | None = None
    final: frozenset[str] = frozenset()
    tags: Callable[[Actor, list[Thread]], dict[UUID, Tag]] | None = None
    needed: Callable[[Actor, Thread], Need | None] | None = None
    told: Callable[[Actor, Thread], Told | None] | None = None
    state: Callable[[Thread], Tag] | None = None


_kinds: dict[str, ThreadKind] = {}


def announce(kind: ThreadKind) -> None:
    """Introduce a kind; called from the apps' `ready`."""
    _kinds[kind.name] = kind


def get(name: str) -> ThreadKind:
    """The kind of this name; one that nobody announced has nothing special about it."""
    return _kinds.get(name) or ThreadKind(name)


def panel_of(actor: Actor, thread: Thread) -> Panel | None:
    """What to draw beside this thread, if its kind has anything."""
    draw = get(thread.kind).panel
    return draw(actor, thread) if draw else None


def ways_to_settle(thread: Thread) -> list[tuple[str, str]]:
    """The answers to *Handled how?* that completing this thread needs first; empty when it needs none."""
    ask = get(thread.kind).undecided
    return ask(thread) if ask else []


def tags_of(actor: Actor, threads: Iterable[Thread]) -> dict[UUID, Tag]:
    """The tags of the threads by id: each kind that has tags is asked once."""
    by_kind: dict[str, list[Thread]] = {}
    for thread in threads:
        by_kind.setdefault(thread.kind, []).append(thread)
    found: dict[UUID, Tag] = {}
    for name, group in by_kind.items():
        if tags := get(name).tags:
            found.update(tags(actor, group))
    return found


def needed(actor: Actor, thread: Thread) -> Need | None:
    """What those must be to whom this actor forwards the thread; None when anybody will do."""
    say = get(thread.kind).needed
    return say(actor, thread) if say else None


def told(actor: Actor, thread: Thread) -> Told | None:
    """What the patient's side reads above this thread, if its kind has anything."""
    tell = get(thread.kind).told
    return tell(actor, thread) if tell else None


def state(thread: Thread) -> Tag | None:
    """How far this thread is, for the patient's side, if its kind says so."""
    say = get(thread.kind).state
    return say(thread) if say else None
