"""The lists of the Message Center, and how many threads wait in them."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONArray, Left

from messaging import paging
from messaging.models import Delivery, Department, Message, Thread
from messaging.place import Filters
from messaging.selectors.finding import found_by
from messaging.selectors.reading import deliveries_to, readable
from practice.access import PATIENT, STAFF, Actor
from practice.models import Location, Patient, StaffMember

EVERYTHING = Filters()
PAGE_SIZE = 25
COUNT_LIMIT = 99
CHANNELS_A_MEMBER = 2  # how often one thread can lie in one inbox
TO_A_GROUP = ("department", "fallback")  # reasons of a delivery that is not to this person in particular
SNIPPET_LENGTH = 140


class _Capped(Subquery):
    """How many threads the deliveries of a query are of. The query says how far it is worth counting."""

    template = "(SELECT count(DISTINCT capped.thread) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


def waiting(actor: Actor) -> dict[str, int]:
    """How many threads wait in each tab that shows a count, and under `unread` in both channels together.

    Exact as far as anybody shows it (settled 19), and never dearer than that, however much waits. One query.
    """
    return _at_desk(actor, **_counts(actor))


@dataclass(frozen=True)
class Desk:
    """What stands around the list: the counts by tab, and what the list can be narrowed to, as (id, name)."""

    counts: dict[str, int]
    departments: list[tuple]
    locations: list[tuple]


def desk(actor: Actor) -> Desk:
    """The counts, the departments and the locations in one query."""
    names = {
        "all_departments": _named(Department.objects.visible_to(actor)),
        "all_locations": _named(Location.objects.visible_to(actor)),
    }
    found = _at_desk(actor, **_counts(actor), **names)
    departments, locations = ([tuple(pair) for pair in found.pop(name)] for name in names)
    return Desk(found, departments, locations)


def shown(count: int) -> int | str:
    """A count as a tab shows it."""
    return count if count <= COUNT_LIMIT else f"{COUNT_LIMIT}+"


def unread_total(actor: Actor) -> int:
    """How many threads are unread for this staff member, in both channels together; counted as far as it is shown."""
    return _at_desk(actor, unread=_counts(actor)["unread"])["unread"]


def tab(actor: Actor, name: str, filters: Filters = EVERYTHING, *, after: str = "", before: str = "") -> paging.Page:
    """One page of a tab of the Message Center, newest first: threads with what a row shows. One query.

    Each thread carries `unread`, `forwarder` and `begun_by` (a name or None each) and `snippet`.
    """
    mine = _live(actor).filter(thread=OuterRef("pk"))
    last = Message.objects.filter(thread=OuterRef("pk"), withdrawal=None).order_by("-number")
    forwarder = mine.filter(sent_by__isnull=False).order_by("-delivered_at").values("sent_by__user__name")[:1]
    rows = _narrowed(actor, _in_tab(actor, name), filters).annotate(
        unread=Exists(mine.filter(read_at=None)),
        forwarder=Subquery(forwarder),
        begun_by=_begun_by(),
        snippet=Subquery(last.values(start=Left("body", SNIPPET_LENGTH))[:1]),
    )
    rows = rows.select_related("patient", "department", "taken_by__user")
    return paging.page(rows, "last_at", after, PAGE_SIZE, before=before)


def about(actor: Actor, patient: Patient) -> QuerySet[Thread]:
    """The threads about a patient that a staff member may read, newest first. Each carries `begun_by`."""
    threads = readable(actor).filter(patient=patient).annotate(begun_by=_begun_by())
    return threads.select_related("account").order_by("-last_at", "-pk")


def _begun_by() -> Subquery:
    """Who at the practice began a thread in which nobody has answered yet, by name."""
    heard = Message.objects.filter(thread=OuterRef("thread"), side=PATIENT)
    first = Message.objects.filter(~Exists(heard), thread=OuterRef("pk"), number=1, side=STAFF)
    return Subquery(first.values("author__name")[:1])


def _live(actor: Actor) -> QuerySet[Delivery]:
    return deliveries_to(actor).filter(closed_at=None, thread__completed_at=None)


def _counts(actor: Actor) -> dict[str, _Capped]:
    unread = _live(actor).filter(read_at=None)
    one = COUNT_LIMIT + 1
    return {
        "unread-portal": _Capped(unread.filter(channel="portal").values("thread")[:one]),
        "unread-phone": _Capped(unread.filter(channel="phone").values("thread")[:one]),
        "open": _Capped(_live(actor).values("thread")[: one * CHANNELS_A_MEMBER]),
        "unread": _Capped(unread.values("thread")[: one * CHANNELS_A_MEMBER]),
    }


def _at_desk(actor: Actor, **asked) -> dict:
    """What is asked for the actor's own desk, in one query."""
    return StaffMember.objects.visible_to(actor).filter(pk=actor.member.pk).values(**asked).get()


def _named(rows: QuerySet) -> ArraySubquery:
    return ArraySubquery(rows.order_by("name").values(pair=JSONArray("pk", "name")))


def _narrowed(actor: Actor, threads: QuerySet[Thread], filters: Filters) -> QuerySet[Thread]:
    if filters.words:
        threads = threads.filter(found_by(actor, filters.words))
    if filters.kind:
        threads = threads.filter(kind=filters.kind)
    if filters.department:
        threads = threads.filter(department=filters.department)
    if filters.location:
        threads = threads.filter(patient__home_location=filters.location)
    if filters.mine:
        to_me = deliveries_to(actor).exclude(reason__in=TO_A_GROUP)
        threads = threads.filter(Exists(to_me.filter(thread=OuterRef("pk"))))
    if filters.unanswered:  # insurance needs no answer once it is done (R66)
        threads = threads.filter(answered_at=None).exclude(kind="insurance", completed_at__isnull=False)
    return threads


def _in_tab(actor: Actor, name: str) -> QuerySet[Thread]:
    if name in ("sent", "completed", "all"):
        threads = readable(actor)
        if name == "completed":
            return threads.filter(completed_at__isnull=False)
        mine = Message.objects.filter(author=actor.user, side=STAFF, withdrawal=None, thread=OuterRef("pk"))
        return threads.filter(Exists(mine)) if name == "sent" else threads
    live = _live(actor)
    if name == "unread-portal":
        live = live.filter(read_at=None, channel="portal")
    elif name == "unread-phone":
        live = live.filter(read_at=None, channel="phone")
    return Thread.objects.visible_to(actor).filter(pk__in=live.values("thread"))
