"""The lists of the Message Center, and how many threads wait in them."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left

from messaging import paging
from messaging.models import Delivery, Message, Thread
from messaging.selectors.reading import deliveries_to, readable
from practice.access import PATIENT, STAFF, Actor
from practice.models import Patient

COUNT_LIMIT = 99
SNIPPET_LENGTH = 140


def waiting(actor: Actor) -> dict[str, int]:
    """How many threads wait in each tab that shows a count, and under `unread` in both channels together. One query."""
    unread = Q(read_at=None)
    return _live(actor).aggregate(
        **{
            "unread-portal": Count("thread", distinct=True, filter=unread & Q(channel="portal")),
            "unread-phone": Count("thread", distinct=True, filter=unread & Q(channel="phone")),
            "open": Count("thread", distinct=True),
            "unread": Count("thread", distinct=True, filter=unread),
        }
    )


def shown(count: int) -> int | str:
    """A count as a tab shows it."""
    return count if count <= COUNT_LIMIT else f"{COUNT_LIMIT}+"


def unread_total(actor: Actor) -> int:
    """How many threads are unread for this staff member, in both channels together."""
    return _live(actor).filter(read_at=None).aggregate(n=Count("thread", distinct=True))["n"]


def tab(actor: Actor, name: str, after: str | None = None) -> paging.Page:
    """One page of a tab of the Message Center, newest first: threads with what a row shows. One query.

    Each thread carries `unread`, `forwarder` and `begun_by` (a name or None each) and `snippet`.
    """
    mine = _live(actor).filter(thread=OuterRef("pk"))
    last = Message.objects.filter(thread=OuterRef("pk"), number=OuterRef("last_number"))
    forwarder = mine.filter(sent_by__isnull=False).order_by("-delivered_at").values("sent_by__user__name")[:1]
    rows = _in_tab(actor, name).annotate(
        unread=Exists(mine.filter(read_at=None)),
        forwarder=Subquery(forwarder),
        begun_by=_begun_by(),
        snippet=Subquery(last.values(start=Left("body", SNIPPET_LENGTH))[:1]),
    )
    return paging.page(rows.select_related("patient", "department"), "last_at", after)


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


def _in_tab(actor: Actor, name: str) -> QuerySet[Thread]:
    if name == "sent":
        sent = Message.objects.visible_to(actor).filter(author=actor.user, side=STAFF)
        return readable(actor).filter(pk__in=sent.values("thread"))
    if name == "completed":
        return readable(actor).filter(completed_at__isnull=False)
    if name == "all":
        return readable(actor)
    live = _live(actor)
    if name == "unread-portal":
        live = live.filter(read_at=None, channel="portal")
    elif name == "unread-phone":
        live = live.filter(read_at=None, channel="phone")
    return Thread.objects.visible_to(actor).filter(pk__in=live.values("thread"))
