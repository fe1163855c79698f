"""What patients and guardians read of their threads. Nothing here knows an internal word."""

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Left

from messaging import paging
from messaging.models import Delivery, Message, ReadMarker, Thread
from messaging.selectors.rows import SNIPPET_LENGTH
from practice.access import PATIENT, STAFF, Actor
from practice.models import Patient, PortalSettings


def threads_of(actor: Actor, patient: Patient) -> QuerySet[Thread]:
    """The threads about this patient that the actor may read.

    Each carries `unread`, `shown_at`, `snippet`, `answer_shown_at` and `completion_shown_at`, made only of what the
    patient's side may see: what staff say among themselves, or may still take back, moves nothing. And its `state`.
    """
    shown = _shown(actor).order_by("-visible_from", "-number")
    return (
        Thread.objects.visible_to(actor)
        .filter(patient=patient)
        .annotate(
            unread=Exists(_unread_messages(actor)),
            shown_at=Subquery(shown.values("visible_from")[:1]),
            snippet=Subquery(shown.values(start=Left("body", SNIPPET_LENGTH))[:1]),
            answer_shown_at=_once_out("answered_at", actor),
            completion_shown_at=_once_out("completed_at", actor),
        )
        .annotate(state=_state(actor))
        .order_by("-unread", "-shown_at", "-pk")
    )


def unread_threads(actor: Actor, patient: Patient) -> QuerySet[Thread]:
    """The threads in which the practice said something this reader has not read."""
    return threads_of(actor, patient).filter(unread=True)


def own_thread(actor: Actor, patient: Patient, thread_id) -> Thread | None:
    """The thread of this id about this patient, if the actor may read it, as `threads_of` gives it."""
    found = threads_of(actor, patient).filter(pk=thread_id)
    return found.select_related("patient", "account", "practice").first()


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


def _state(actor: Actor) -> Case:
    """`sent`, `seen` or `answered`: how far the last word of the patient's side is; None where it has said nothing.

    It is seen once anybody who got it has read it, or the thread is completed; by whom is the practice's own business.
    """
    said = _shown(actor).filter(side=PATIENT)
    read = Delivery.objects.filter(thread=OuterRef("pk"), read_at__gte=Subquery(_last_said()))
    return Case(
        When(~Exists(said), then=Value(None)),
        When(answer_shown_at__isnull=False, then=Value("answered")),
        When(Q(completion_shown_at__isnull=False) | Exists(read), then=Value("seen")),
        default=Value("sent"),
        output_field=CharField(),
    )


def _last_said() -> QuerySet[Message]:
    """When the patient's side last said something in the thread of a delivery."""
    said = Message.objects.filter(thread=OuterRef("thread"), side=PATIENT)
    return said.order_by("-number").values("sent_at")[:1]


def _shown(actor: Actor) -> QuerySet[Message]:
    return Message.objects.visible_to(actor).filter(thread=OuterRef("pk"))


def _unread_messages(actor: Actor) -> QuerySet[Message]:
    later = Q(up_to_at__gt=OuterRef("visible_from"))
    now = Q(up_to_at=OuterRef("visible_from"), up_to_number__gte=OuterRef("number"))
    read = ReadMarker.objects.filter(later | now, thread=OuterRef("thread"), user=actor.user)
    return _shown(actor).filter(~Exists(read), side=STAFF)


def _once_out(field: str, actor: Actor) -> Case:
    """This moment of the thread, unless it came of a message that is not out yet: that may still be taken back."""
    held = Message.objects.filter(thread=OuterRef("pk"), sent_at=OuterRef(field), visible_from__gt=actor.now)
    return Case(When(~Exists(held), then=F(field)))
