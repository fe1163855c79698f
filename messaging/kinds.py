"""Kinds of threads. Each is announced at start-up by whoever knows what is special about it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.models import Thread
from practice.access import Actor
from practice.models import StaffMember
from practice.prepared import ask

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
    """What the patient's side reads above a thread: what was asked for, and plain sentences about it.

    `book_url` is where to ask for an appointment, once the practice asks for that.
    """

    title: str
    facts: list[dict]  # .label .value
    notes: list[str]
    book_url: str = ""


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
    `states` is a statement that gives the ids of those of `%(threads)s` that carry a tag, and the state it says;
    `tag(state)` is that tag.
    `needed(actor, thread)` is what those must be to whom this actor forwards it, None when anybody will do.
    For the patient's side `told(actor, thread)` is what stands above the thread.
    """

    name: str
    subject: str = ""
    panel: Callable[[Actor, Thread], Panel | None] | None = None
    undecided: Callable[[Thread], list[tuple[str, str]]] | None = None
    settle: Callable[[Actor, Thread, str], None] | None = None
    final: frozenset[str] = frozenset()
    states: str = ""
    tag: Callable[[str], Tag] | None = None
    needed: Callable[[Actor, Thread], Need | None] | None = None
    told: Callable[[Actor, Thread], Told | None] | None = None


_TAGGED = "SELECT '{name}' AS kind, said.thread_id, said.state FROM ({states}) said (thread_id, state)"
_kinds: dict[str, ThreadKind] = {}


def announce(kind: ThreadKind) -> None:
    """Introduce a kind; called from the apps' `ready`."""
    _kinds[kind.name] = kind


def get(name: str) -> ThreadKind:
    """The kind of this name; one that nobody announced has nothing special about it."""
    return _kinds.get(name) or ThreadKind(name)


def subjects() -> list[str]:
    """The subjects that kinds bring themselves."""
    return [kind.subject for kind in _kinds.values() if kind.subject]


def panel_of(actor: Actor, thread: Thread) -> Panel | None:
    """What to draw beside this thread, if its kind has anything."""
    draw = get(thread.kind).panel
    return draw(actor, thread) if draw else None


def ways_to_settle(thread: Thread) -> list[tuple[str, str]]:
    """The answers to *Handled how?* that completing this thread needs first; empty when it needs none."""
    ask = get(thread.kind).undecided
    return ask(thread) if ask else []


def tagged() -> str:
    """A statement of all `states`: `kind`, `thread_id` and `state` of those of `%(threads)s` that carry a tag."""
    announced = (kind for kind in _kinds.values() if kind.states)
    return " UNION ALL ".join(_TAGGED.format(name=kind.name, states=kind.states) for kind in announced)


def tag_of(thread: Thread) -> Tag | None:
    """The tag of this thread; whoever sees the thread may see it."""
    kind = get(thread.kind)
    found = ask(kind.states, {"threads": [thread.pk]}) if kind.states else []
    return kind.tag(found[0][1]) if found else None


def needed(actor: Actor, thread: Thread) -> Need | None:
    """What those must be to whom this actor forwards the thread; None when anybody will do."""
    say = get(thread.kind).needed
    return say(actor, thread) if say else None


def told(actor: Actor, thread: Thread) -> Told | None:
    """What the patient's side reads above this thread, if its kind has anything."""
    tell = get(thread.kind).told
    return tell(actor, thread) if tell else None
