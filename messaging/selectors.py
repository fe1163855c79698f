"""What both sides read. Each starts from `visible_to`; on the patient's side that knows no internal word."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left

from messaging import paging
from messaging.models import Delivery, Department, Message, ReadMarker, Thread
from practice.access import PATIENT, STAFF, Actor, Permission
from practice.models import AccessGrant, Patient, PortalSettings, StaffMember

COUNT_LIMIT = 99
SNIPPET_LENGTH = 140


@dataclass(frozen=True)
class ThreadPage:
    """One thread as this actor may read it. `said` is oldest first; `delivery` is the staff member's own, if any."""

    thread: Thread
    said: list[Message]
    delivery: Delivery | None = None
    relationship: str = ""
    read_up_to: int = 0

    @property
    def from_the_start(self) -> bool:
        """Whether this reader sees how the thread began."""
        return bool(self.said) and self.said[0].number == 1

    @property
    def begun_by(self) -> str:
        """Who at the practice wrote first, as long as nobody has answered; empty elsewhere."""
        first = self.said[0] if self.from_the_start else None
        heard = any(message.side == PATIENT for message in self.said)
        return first.author.name if first and first.side == STAFF and not heard else ""

    @property
    def unread(self) -> bool:
        """For staff: unread in my inbox. For the patient's side: the practice said something not read yet."""
        if self.delivery is not None:
            return self.delivery.read_at is None
        return any(message.side == STAFF and message.number > self.read_up_to for message in self.said)


# --- staff ---


def readable(actor: Actor) -> QuerySet[Thread]:
    """The threads a staff member may read: of patients in scope with the messages duty, else what was delivered."""
    threads = Thread.objects.visible_to(actor)
    if actor.may(Permission.THREAD_READ):
        return threads
    return threads.filter(pk__in=_mine(actor).values("thread"))


def in_scope(actor: Actor, patient: Patient) -> bool:
    """Whether the patient's file is open to a staff member, who may have a thread about anybody."""
    everybody = actor.member.patient_scope == "all"
    return everybody or Patient.objects.visible_to(actor).filter(pk=patient.pk).exists()


def may_answer(actor: Actor, thread: Thread) -> bool:
    """Whether a staff member may answer, forward and complete: with the messages duty, or while they have the thread.

    Whoever had it when it was completed has it still; whoever it was taken from reads it and no more.
    """
    if actor.may(Permission.THREAD_ANSWER):
        return True
    held = Q(closed_at=None) | Q(closed_at=F("thread__completed_at"))
    return _mine(actor).filter(held, thread=thread).exists()


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


def delivery_of(actor: Actor, thread: Thread) -> Delivery | None:
    """How this staff member got the thread: what is still in the inbox first, then the newest; None if never."""
    mine = _mine(actor).filter(thread=thread).select_related("sent_by__user")
    return mine.order_by(F("closed_at").desc(nulls_first=True), "-delivered_at").first()


def live_delivery(actor: Actor, thread: Thread) -> Delivery | None:
    """The actor's delivery of this thread that is still in the inbox, or None."""
    mine = _mine(actor).filter(thread=thread, closed_at=None).select_related("sent_by__user")
    return mine.order_by("-delivered_at").first()


def thread(actor: Actor, thread_id) -> Thread | None:
    """The thread of this id, if the actor may read it."""
    threads = readable(actor) if actor.side == STAFF else Thread.objects.visible_to(actor)
    related = ("patient", "account", "department", "practice", "completed_by__user")
    return threads.filter(pk=thread_id).select_related(*related).first()


def messages_of(actor: Actor, thread: Thread) -> QuerySet[Message]:
    """What was said in the thread and this actor may read, oldest first, with its authors."""
    said = Message.objects.visible_to(actor).filter(thread=thread).select_related("author").order_by("number")
    return said if actor.side == PATIENT else said.filter(number__gte=_first_number_shown(actor, thread))


def message(actor: Actor, thread: Thread, message_id) -> Message | None:
    """One message of the thread, if the actor may read it."""
    return messages_of(actor, thread).filter(pk=message_id).first()


def thread_page(actor: Actor, thread: Thread) -> ThreadPage:
    """The thread with everything said in it that this actor may read."""
    said = list(messages_of(actor, thread))
    if actor.side == PATIENT:
        marker = ReadMarker.objects.visible_to(actor).filter(thread=thread, user=actor.user).first()
        return ThreadPage(thread, said, read_up_to=marker.up_to_number if marker else 0)
    delivery, relationship = live_delivery(actor, thread), _relationship(actor, thread)
    return ThreadPage(thread, said, delivery=delivery, relationship=relationship)


def holders(actor: Actor, thread: Thread) -> list[StaffMember]:
    """The colleagues who have this thread in an inbox now."""
    live = Delivery.objects.visible_to(actor).filter(thread=thread, closed_at=None).values("member")
    return list(StaffMember.objects.visible_to(actor).filter(pk__in=live).select_related("user").order_by("user__name"))


def colleagues(actor: Actor) -> list[StaffMember]:
    """Everybody active at the practice except the actor, by name: whom a message can be forwarded to."""
    active = StaffMember.objects.visible_to(actor).filter(joined_at__isnull=False, ended_at=None)
    return list(active.exclude(pk=actor.member.pk).select_related("user").order_by("user__name"))


def departments(actor: Actor) -> QuerySet[Department]:
    """The practice's departments by name, each with `size`, the number of active members."""
    active = Q(members__joined_at__isnull=False, members__ended_at=None)
    return (
        Department.objects.visible_to(actor)
        .annotate(size=Count("members", filter=active, distinct=True))
        .order_by("name")
    )


# --- patients and guardians ---


def threads_of(actor: Actor, patient: Patient) -> QuerySet[Thread]:
    """The threads about this patient that the actor may read.

    Each carries `unread`, `shown_at` and `snippet`, made only of what the patient's side may see: what staff say
    among themselves moves nothing.
    """
    shown = _shown(actor).order_by("-number")
    return (
        Thread.objects.visible_to(actor)
        .filter(patient=patient)
        .annotate(
            unread=Exists(_unread_messages(actor)),
            shown_at=Subquery(shown.values("sent_at")[:1]),
            snippet=Subquery(shown.values(start=Left("body", SNIPPET_LENGTH))[:1]),
        )
        .order_by("-unread", "-shown_at", "-pk")
    )


def unread_threads(actor: Actor, patient: Patient) -> QuerySet[Thread]:
    """The threads in which the practice said something this reader has not read."""
    return threads_of(actor, patient).filter(unread=True)


def thread_list(actor: Actor, patient: Patient, after: str | None = None) -> tuple[list[Thread], paging.Page]:
    """What waits to be read (on the first page only), and a page of the rest, newest first."""
    waiting = [] if after else list(unread_threads(actor, patient)[: paging.PAGE_SIZE])
    return waiting, paging.page(threads_of(actor, patient).filter(unread=False), "shown_at", after)


def unread_answers(actor: Actor, patient: Patient) -> int:
    """How many threads about this patient hold an answer that this reader has not read."""
    return Thread.objects.visible_to(actor).filter(Exists(_unread_messages(actor)), patient=patient).count()


def answer_promise(actor: Actor) -> str:
    """When the practice says it answers; empty when it says nothing."""
    return PortalSettings.objects.visible_to(actor).values_list("answer_promise", flat=True).first() or ""


# --- shared pieces ---


def _begun_by() -> Subquery:
    """Who at the practice began a thread in which nobody has answered yet, by name."""
    heard = Message.objects.filter(thread=OuterRef("thread"), side=PATIENT)
    first = Message.objects.filter(~Exists(heard), thread=OuterRef("pk"), number=1, side=STAFF)
    return Subquery(first.values("author__name")[:1])


def _mine(actor: Actor) -> QuerySet[Delivery]:
    return Delivery.objects.visible_to(actor).filter(member=actor.member)


def _live(actor: Actor) -> QuerySet[Delivery]:
    return _mine(actor).filter(closed_at=None, thread__completed_at=None)


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


def _first_number_shown(actor: Actor, thread: Thread) -> int:
    """Where a receiver's view begins: at the forward, when its sender left out what came before (R56)."""
    shown = _mine(actor).filter(thread=thread).values_list("first_visible_number", flat=True)
    return min(shown, default=1)


def _relationship(actor: Actor, thread: Thread) -> str:
    grants = AccessGrant.objects.visible_to(actor).filter(user_id=thread.account_id, patient_id=thread.patient_id)
    grant = grants.order_by("-starts_at").first()
    return grant.get_relationship_display() if grant and grant.relationship != "self" else ""


def _shown(actor: Actor) -> QuerySet[Message]:
    return Message.objects.visible_to(actor).filter(thread=OuterRef("pk"))


def _unread_messages(actor: Actor) -> QuerySet[Message]:
    marker = ReadMarker.objects.filter(thread=OuterRef("thread"), user=actor.user).values("up_to_number")[:1]
    return _shown(actor).filter(side=STAFF, number__gt=Coalesce(Subquery(marker), 0))
