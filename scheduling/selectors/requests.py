"""Requests: whose they are to see and to decide, and what has become of the times they name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Value, When, prefetch_related_objects

from messaging.models import Delivery, Thread
from practice import clock
from practice.access import STAFF, Actor, Permission
from practice.models import Patient, Provider
from practice.prepared import Part, ask_all
from practice.tenancy import in_scope, seen
from scheduling import availability, slots, waiting
from scheduling.models import Appointment, AppointmentRequest, ProposedSlot, RequestEvent, answerable_threads
from scheduling.selectors.offers import still_here
from scheduling.states import MOVABLE, OPEN_REQUEST

# Asked by every page of the staff's side, together with what else its frame shows.
_PENDING = """
SELECT count(*) FROM scheduling_appointmentrequest request
 WHERE request.practice_id = %(practice)s AND request.status = 'pending'
"""


@dataclass(frozen=True)
class TimeChoice:
    """A time a request could be approved for; `provider` is None where it names none and nobody is free.

    `state`: "free"; "taken" by a visit; "past"; "closed": nobody is at work there then; "requested": somebody else
    asked before, and the practice keeps the time for them (D4). For the last two there is the override.
    """

    starts_at: datetime
    ends_at: datetime
    provider: Provider | None
    state: str
    label: str


def requests(actor: Actor, status: str | None = None):
    """The requests this actor may see (R3, R4), of one status or of all; open ones first, oldest first."""
    found = AppointmentRequest.objects.visible_to(actor)
    if status is not None:
        found = found.filter(status=status)
    opened = Case(When(status__in=OPEN_REQUEST, then=Value(0)), default=Value(1))
    return _with_facts(found).order_by(opened, "made_at", "pk")


def pending(actor: Actor) -> Part:
    """How many requests wait for a decision, for a statement that asks for more."""
    shown, values = seen(AppointmentRequest, actor, "request.id")
    return Part(f"{_PENDING} AND {shown}", {"practice": actor.practice.pk, **values})


def pending_count(actor: Actor) -> int:
    """How many requests wait for a decision: as many as `requests(actor, "pending")` lists."""
    return ask_all(pending=pending(actor))["pending"]


def offers_run_out(now: datetime) -> list[AppointmentRequest]:
    """The requests of every practice whose offered times are not kept any more: for the process that ends them."""
    kept = Appointment.objects.filter(proposal__request=OuterRef("pk"), status="held", held_until__gt=now)
    return list(
        AppointmentRequest.objects.filter(~Exists(kept), status="proposed").select_related("practice", "thread")
    )


def events_of(actor: Actor, request: AppointmentRequest) -> list[RequestEvent]:
    """The request's history and that of those it replaced in its thread, newest first, with who did it."""
    found = RequestEvent.objects.of(actor.practice).filter(request__thread=request.thread_id)
    return list(found.select_related("by").order_by("-at", "-pk"))


def offered(actor: Actor, request: AppointmentRequest) -> list[ProposedSlot]:
    """The other times that are kept for the patient now, in the order they were offered."""
    return list(_kept(actor).filter(request=request))


def offered_of(actor: Actor, requests: Iterable[AppointmentRequest]) -> dict[UUID, list[ProposedSlot]]:
    """The same for several requests at once, by the id of the request; those without an offer are not in it."""
    found: dict[UUID, list[ProposedSlot]] = {}
    for slot in _kept(actor).filter(request__in=[request.pk for request in requests]):
        found.setdefault(slot.request_id, []).append(slot)
    return found


def request_of(actor: Actor, patient: Patient, request_id) -> AppointmentRequest | None:
    """One request about the patient, if the actor may see it."""
    return requests_of(actor, patient).filter(pk=request_id).first()


def requests_of(actor: Actor, patient: Patient):
    """The requests about one patient, newest first. `seen` says whether anybody at the practice has read it."""
    read = Delivery.objects.filter(thread=OuterRef("thread_id"), read_at__isnull=False)
    return (
        _with_facts(AppointmentRequest.objects.visible_to(actor).filter(patient=patient))
        .annotate(seen=Exists(read))
        .order_by("-made_at", "pk")
    )


def request_of_thread(thread: Thread) -> AppointmentRequest | None:
    """The request that this thread carries now: for whoever may read the thread, and so the request's words."""
    return _with_facts(AppointmentRequest.objects.of(thread.practice).filter(thread=thread, replaced_by=None)).first()


def may_decide(actor: Actor, request: AppointmentRequest) -> bool:
    """Scheduling duty and the patient in scope, or holding its thread as named provider or last resort (D6)."""
    if actor.side != STAFF:
        return False
    if actor.may(Permission.REQUEST_DECIDE) and in_scope(actor, Patient, request.patient_id):
        return True
    # What is decided stays open to them in this sense: they are told by whom, not turned away.
    decided = request.status not in OPEN_REQUEST
    return answerable_threads(actor, closed_too=decided).filter(thread_id=request.thread_id).exists()


def may_withdraw(actor: Actor, request: AppointmentRequest) -> bool:
    """Whoever made it, as long as they act for the patient."""
    return request.made_by_id == actor.user.pk and actor.may(Permission.REQUEST_MAKE, request.patient_id)


def may_replace(actor: Actor, request: AppointmentRequest) -> bool:
    """Whether they can ask for something else instead (V32): while it is open, and the visit it is about stands."""
    visit = request.appointment
    stands = visit is None or (visit.status in MOVABLE and visit.starts_at > actor.now)
    asks = actor.practice.settings.requests_on and may_withdraw(actor, request)
    return request.status in OPEN_REQUEST and stands and asks


def times_of(actor: Actor, request: AppointmentRequest, *, without: Appointment | None = None) -> list[TimeChoice]:
    """What has become of each time the request names. With any provider: one choice for each who is free then.

    The visit that is to be moved is not in its own way: that of the request, unless `without` names another.
    """
    return times_of_all(actor, [request], without=without)[request]


def times_of_all(
    actor: Actor, requests: Iterable[AppointmentRequest], *, without: Appointment | None = None
) -> dict[AppointmentRequest, list[TimeChoice]]:
    """The same for several requests, wherever they are: as many queries for ten as for one."""
    requests = list(requests)
    prefetch_related_objects(requests, "slots", "case__providers", "visit_type__providers")
    days = {clock.local(slot.starts_at, one.location.zone).date() for one in requests for slot in one.slots.all()}
    if not days:
        return {request: [] for request in requests}
    places = {request.location for request in requests}
    known = availability.load_many(places, min(days), max(days), days=days, now=actor.now)
    rivals = waiting.rivals(actor.practice.settings, actor.side, requests)
    found = {}
    for request in requests:
        free = known[request.location].without(without or request.appointment)
        named = sorted(request.slots.all(), key=_position)
        found[request] = [choice for slot in named for choice in _choices(actor.now, request, slot, free, rivals)]
    return found


def _choices(now: datetime, request, slot, free, rivals) -> list[TimeChoice]:
    start, shape = slots.minute_of(slot.starts_at), availability.shape_of(request.visit_type, 0)
    there = [who for who in _able(request, free.hours) if free.fits(who, start, shape)]
    able = [who for who in there if free.free_at(who, start, shape)]
    if slot.starts_at <= now:
        found = [(request.provider, "past")]
    elif not able:
        found = [(request.provider, "taken" if there else "closed")]
    else:
        asked = waiting.asked_of(rivals, request, slot)
        found = [(who, "requested" if who.pk in asked else "free") for who in able]
    label = clock.moment(slot.starts_at, request.location.zone)
    ends_at = slots.moment_of(start + shape.minutes)
    return [TimeChoice(slot.starts_at, ends_at, provider, state, label) for provider, state in found]


def _able(request: AppointmentRequest, there: Iterable[Provider]) -> list[Provider]:
    """Those who can do it: the one it names while here, and whom its case and its visit type name, if any."""
    wanted = still_here(request.provider)
    named = [set(row.providers.all()) for row in (request.case, request.visit_type) if row]
    return [who for who in there if wanted in (None, who) and all(not group or who in group for group in named)]


def _position(slot) -> int:
    return slot.position


def _kept(actor: Actor):
    kept = ProposedSlot.objects.of(actor.practice).filter(appointment__held_until__gt=actor.now)
    return kept.select_related("appointment__provider", "appointment__location").order_by("position")


def _with_facts(found):
    return found.select_related(
        "patient",
        "case",
        "visit_type",
        "location",
        "provider",
        "thread",
        "made_by",
        "decided_by",
        "appointment__location",
        "appointment__provider",
    ).prefetch_related("slots")
