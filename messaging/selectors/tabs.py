"""The lists of the Message Center, and how many threads wait in them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from messaging import paging
from messaging.models import Department, Message, Thread
from messaging.place import Filters
from messaging.selectors import rows
from messaging.selectors.finding import as_spelt, as_typed, found_by
from messaging.selectors.listing import all_of, standing_in
from messaging.selectors.reading import readable
from practice.access import PATIENT, STAFF, Actor
from practice.models import Location, Patient
from practice.prepared import Part, ask, ask_all, ask_planned_for
from practice.tenancy import seen

EVERYTHING = Filters()
UNANSWERED = Filters(unanswered=True)
PAGE_SIZE = 25
COUNT_LIMIT = 99
LOOKED_THROUGH = 300  # the newest threads, before the index of words is asked
CHANNELS_A_MEMBER = 2  # how often one thread can lie in one inbox
# How many threads some of the actor's live deliveries are of. The limit says how far it is worth counting.
_COUNT = """
SELECT count(DISTINCT counted.thread_id) FROM (
  SELECT mine.thread_id FROM messaging_delivery mine JOIN messaging_thread thread ON thread.id = mine.thread_id
   WHERE mine.practice_id = %(practice)s AND mine.member_id = %(member)s
     AND mine.closed_at IS NULL AND thread.completed_at IS NULL {which} LIMIT {limit}) counted
"""
_COUNT_ALL = """
SELECT count(*) FROM (SELECT FROM messaging_thread thread WHERE {conditions} LIMIT {limit}) counted
"""
_UNREAD = "AND mine.read_at IS NULL"
_WHICH = {
    "unread-portal": f"{_UNREAD} AND mine.channel = 'portal'",
    "unread-phone": f"{_UNREAD} AND mine.channel = 'phone'",
    "open": "",
    "unread": _UNREAD,
}
_NAMES = """
SELECT coalesce(jsonb_agg(jsonb_build_array(named.id, named.name) ORDER BY named.name), '[]')
  FROM {table} named WHERE named.practice_id = %(practice)s AND {shown}
"""

_IN_ORDER = """
SELECT thread.id AS pk, thread.last_at FROM messaging_thread thread
 WHERE {conditions} ORDER BY thread.last_at {order}, thread.id {order} LIMIT {limit}
"""
# What an index can start at, and then what comes just beyond it.
_BEYOND = "thread.last_at {than}= %(at)s AND (thread.last_at, thread.id) {than} (%(at)s, %(id)s)"
_SINCE = """
SELECT thread.last_at FROM messaging_thread thread
 WHERE {conditions} ORDER BY thread.last_at DESC OFFSET {through} LIMIT 1
"""


class Standing(NamedTuple):
    """Where a thread stands in the order of a list."""

    pk: UUID
    last_at: datetime


def waiting(actor: Actor) -> dict[str, int]:
    """How many threads wait in each tab that shows a count, and under `unread` in both channels together.

    Exact as far as anybody shows it (settled 19), and never dearer than that, however much waits. One query.
    """
    return ask_all(**_counts(actor))


@dataclass(frozen=True)
class Found(paging.Page):
    """A page of a list; `spelt_nearly_so` when nothing was found as it was typed."""

    spelt_nearly_so: bool = False


@dataclass(frozen=True)
class Desk:
    """What stands around the list: the counts by tab, and what the list can be narrowed to, as (id, name)."""

    counts: dict[str, int]
    departments: list[list[str]]
    locations: list[list[str]]


def desk(actor: Actor) -> Desk:
    """The counts, the departments and the locations in one query."""
    names = {"departments": _named(actor, Department), "locations": _named(actor, Location)}
    found = ask_all(**_counts(actor), **names)
    departments, locations = (json.loads(found.pop(name)) for name in names)
    return Desk(found, departments, locations)


def shown(count: int) -> int | str:
    """A count as a tab shows it."""
    return count if count <= COUNT_LIMIT else f"{COUNT_LIMIT}+"


def unread(actor: Actor) -> Part:
    """How many threads are unread for this staff member in both channels together, counted as far as it is shown.

    For a statement that asks for more.
    """
    return _count(actor, "unread")


def unanswered(actor: Actor) -> Part:
    """How many threads in this staff member's inbox have no answer yet, counted as far as it is shown.

    For a statement that asks for more.
    """
    met = all_of(standing_in(actor, "open", UNANSWERED))
    return Part(_COUNT_ALL.format(conditions=met.text, limit=COUNT_LIMIT + 1), met.values)


def tab(actor: Actor, name: str, filters: Filters = EVERYTHING, *, after: str = "", before: str = "") -> Found:
    """One page of a tab of the Message Center, newest first, as `rows.Row`s. Two queries.

    Two more where nothing is found as it was typed: then what is spelt nearly so.
    """
    standing, nearly = standing_in(actor, name, filters), False
    place = {"after": after, "before": before}
    if not filters.words:
        found = _page(ask, standing, place)
    else:
        found = _search(standing, found_by(actor, as_typed(filters.words)), place)
        if not found.rows and (spelt := as_spelt(actor, filters.words)):
            found, nearly = _page(ask_planned_for, [*standing, found_by(actor, spelt)], place), True
    drawn = rows.read(actor, [thread.pk for thread in found.rows])
    return Found(drawn, found.after, found.before, nearly)


def _search(standing: list[Part], said: Part, place: dict) -> paging.Page:
    """What is said often fills the first page from the newest threads alone; the rest is found by the index of words.

    That index names all there ever were, and each would be read before the newest are known.
    """
    if not place["after"] and not place["before"]:
        met = all_of(standing)
        for (since,) in ask(_SINCE.format(conditions=met.text, through=LOOKED_THROUGH), met.values):
            lately = Part("thread.last_at > %(since)s", {"since": since})
            near = _page(ask_planned_for, [*standing, said, lately], place)
            if near.after:
                return near
    return _page(ask_planned_for, [*standing, said], place)


def _page(how: Callable, conditions: list[Part], place: dict) -> paging.Page:
    def find(key: paging.Key | None, oldest_first: bool) -> list[Standing]:
        than, order = (">", "ASC") if oldest_first else ("<", "DESC")
        beyond = [Part(_BEYOND.format(than=than), {"at": key[0], "id": key[1]})] if key else []
        met = all_of([*conditions, *beyond])
        text = _IN_ORDER.format(conditions=met.text, order=order, limit=PAGE_SIZE + 1)
        return [Standing._make(row) for row in how(text, met.values)]

    return paging.page_of(find, "last_at", PAGE_SIZE, **place)


def about(actor: Actor, patient: Patient) -> QuerySet[Thread]:
    """The threads about a patient that a staff member may read, newest first. Each carries `begun_by`."""
    threads = readable(actor).filter(patient=patient).annotate(begun_by=_begun_by())
    return threads.select_related("account").order_by("-last_at", "-pk")


def _begun_by() -> Subquery:
    """Who at the practice began a thread in which nobody has answered yet, by name."""
    heard = Message.objects.filter(thread=OuterRef("thread"), side=PATIENT)
    first = Message.objects.filter(~Exists(heard), thread=OuterRef("pk"), number=1, side=STAFF)
    return Subquery(first.values("author__name")[:1])


def _counts(actor: Actor) -> dict[str, Part]:
    return {name: _count(actor, name) for name in _WHICH}


def _count(actor: Actor, name: str) -> Part:
    within_one_channel = name in ("unread-portal", "unread-phone")
    limit = (COUNT_LIMIT + 1) * (1 if within_one_channel else CHANNELS_A_MEMBER)
    facts = {"practice": actor.practice.pk, "member": actor.member.pk}
    return Part(_COUNT.format(which=_WHICH[name], limit=limit), facts)


def _named(actor: Actor, model) -> Part:
    condition, values = seen(model, actor, "named.id")
    text = _NAMES.format(table=model._meta.db_table, shown=condition)
    return Part(text, {"practice": actor.practice.pk, **values})
