"""A patient's visits, and what can be asked about those to come."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from practice.access import Actor, Permission
from practice.errors import Refused
from practice.models import Patient, PortalSettings
from scheduling import policy
from scheduling.models import Appointment, AppointmentRequest, AvailabilityRule, Case, VisitType
from scheduling.states import OPEN_REQUEST, STANDING


@dataclass(frozen=True)
class Change:
    """What can be asked about a visit: what stands in the way of cancelling and of moving it, None where nothing does.

    `request` is the open one about it, whoever asked.
    """

    request: AppointmentRequest | None
    no_cancelling: Refused | None
    no_moving: Refused | None


def upcoming(actor: Actor, patient: Patient):
    """Visits that stand and are not over, soonest first."""
    return _visits(actor, patient).filter(status__in=STANDING, ends_at__gt=actor.now).order_by("starts_at", "pk")


def next_visit(actor: Actor, patient: Patient) -> Appointment | None:
    """The soonest of them, or None."""
    return upcoming(actor, patient).first()


def past(actor: Actor, patient: Patient, after=None):
    """Visits that are over, missed or cancelled, newest first; those that come after the visit with the id `after`."""
    standing = upcoming(actor, patient).values("pk")
    found = _visits(actor, patient).exclude(pk__in=standing).order_by("-starts_at", "pk")
    last = found.filter(pk=after).first() if after else None
    if last is None:
        return found
    return found.filter(Q(starts_at__lt=last.starts_at) | Q(starts_at=last.starts_at, pk__gt=last.pk))


def visit_of(actor: Actor, patient: Patient, appointment_id) -> Appointment | None:
    """One visit of the patient, if the actor may see it; a time that is only kept is none."""
    return _visits(actor, patient).filter(pk=appointment_id).first()


def changes(
    actor: Actor, visits: Iterable[Appointment], replacing: AppointmentRequest | None = None
) -> dict[UUID, Change]:
    """What can be asked about each of these visits, by id; as many queries for ten as for one.

    `replacing`: an open request that is not in the way, because what is asked takes its place.
    """
    visits = list(visits)
    settings = PortalSettings.objects.get(practice=actor.practice)
    opened = AppointmentRequest.objects.visible_to(actor).filter(appointment__in=visits, status__in=OPEN_REQUEST)
    asked = {request.appointment_id: request for request in opened if request != replacing}
    there = _with_the_provider_there(visits)
    found = {}
    for visit in visits:
        if not actor.may(Permission.REQUEST_MAKE, visit.patient_id):
            continue
        facts = {"settings": settings, "practice": actor.practice, "visit": visit, "now": actor.now}
        refused = _refusal(policy.refuse_change, **facts, asked=visit.pk in asked)
        no_moving = refused or _refusal(policy.refuse_move, visit=visit, there=visit.pk in there)
        found[visit.pk] = Change(asked.get(visit.pk), refused, no_moving)
    return found


def _refusal(rule: Callable, **facts) -> Refused | None:
    try:
        rule(**facts)
    except Refused as refusal:
        return refusal
    return None


def _with_the_provider_there(visits: list[Appointment]) -> set[UUID]:
    """Those whose provider still sees patients at their location, for such a case and such visits."""
    works = AvailabilityRule.objects.filter(
        location=OuterRef("location"), provider=OuterRef("provider"), provider__ended_at=None
    )
    found = Appointment.objects.filter(Exists(works), _named_by(Case, "case"), _named_by(VisitType, "visit_type"))
    return set(found.filter(pk__in=[visit.pk for visit in visits]).values_list("pk", flat=True))


def _named_by(model, name: str):
    """Whether the visit's provider is among those that its case or visit type names; everybody where it names none."""
    named = model.providers.through.objects.filter(**{f"{model.__name__.lower()}_id": OuterRef(f"{name}_id")})
    return Exists(named.filter(provider_id=OuterRef("provider_id"))) | ~Exists(named)


def _visits(actor: Actor, patient: Patient):
    found = Appointment.objects.visible_to(actor).filter(patient=patient).exclude(status="held")
    return found.select_related("practice", "patient", "provider", "location", "visit_type", "case")
