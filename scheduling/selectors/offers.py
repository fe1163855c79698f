"""What can be asked for, and when it is free."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from practice import clock
from practice.access import STAFF, Actor, Permission
from practice.models import Location, Patient, PortalSettings, Provider
from scheduling import availability, policy, slots
from scheduling.models import Case, VisitType

NEAR_DAYS = 14  # how far around a time its alternatives are looked for


@dataclass(frozen=True)
class Slot:
    """A free time. `provider` is None where anybody free at that time would do."""

    starts_at: datetime
    ends_at: datetime
    provider: Provider | None


@dataclass(frozen=True)
class CaseOption:
    """A case that is open to requests, with the visit types it can be asked for."""

    case: Case
    visit_types: list[VisitType]


@dataclass(frozen=True)
class Want:
    """What somebody is looking for; an AppointmentRequest has the same names. No provider means any."""

    visit_type: VisitType
    location: Location
    provider: Provider | None = None
    case: Case | None = None


def open_slots(
    actor: Actor,
    *,
    visit_type: VisitType,
    location: Location,
    provider: Provider | None = None,
    first_day: date,
    last_day: date,
    case: Case | None = None,
) -> list[Slot]:
    """Free times on these days of the location, last included, by start.

    Patients get what notice, horizon and rounding leave, and with no provider named one slot a start, its provider
    open. Staff get everything from now on, and then one slot for each provider who is free.
    """
    settings = _settings(actor)
    window = _window(actor, settings, location)
    first_day = max(first_day, clock.local(window.earliest, location.zone).date())
    last_day = min(last_day, window.last_day)
    if first_day > last_day:
        return []
    free = availability.load(location, first_day, last_day, now=actor.now, provider=provider, case=case)
    shape = availability.shape_of(visit_type, settings.rounding)
    starts = _starts(free, shape, window)
    if provider is None and actor.side != STAFF:
        return [_slot(start, shape, None) for start in dict.fromkeys(start for start, _who in starts)]
    return [_slot(start, shape, who) for start, who in starts]


def open_days(actor: Actor, **wanted) -> dict[date, int]:
    """How many slots `open_slots` would list on each day of the location that has any."""
    zone = wanted["location"].zone
    return dict(Counter(clock.local(slot.starts_at, zone).date() for slot in open_slots(actor, **wanted)))


def nearest_free(actor: Actor, wanted, around: datetime, n: int = 3) -> list[Slot]:
    """The `n` free times nearest to `around` for a Want or a request, by start; one slot a start.

    Where the provider it names has ended, anybody's.
    """
    day = clock.local(around, wanted.location.zone).date()
    found: dict[datetime, Slot] = {}
    for slot in open_slots(
        actor,
        visit_type=wanted.visit_type,
        location=wanted.location,
        provider=still_here(wanted.provider),
        first_day=day - timedelta(days=NEAR_DAYS),
        last_day=day + timedelta(days=NEAR_DAYS),
        case=wanted.case,
    ):
        found.setdefault(slot.starts_at, slot)
    nearest = sorted(found.values(), key=lambda slot: (abs(slot.starts_at - around), slot.starts_at))[:n]
    return sorted(nearest, key=lambda slot: slot.starts_at)


def alternatives(actor: Actor, *, around: datetime, **wanted) -> list[dict]:
    """The three nearest free times as plain facts, for a refusal's `extra`."""
    zone = wanted["location"].zone
    return [
        {
            "starts_at": slot.starts_at.isoformat(),
            "ends_at": slot.ends_at.isoformat(),
            "provider": slot.provider and str(slot.provider.pk),
            "provider_name": slot.provider and slot.provider.name,
            "label": clock.moment(slot.starts_at, zone),
        }
        for slot in nearest_free(actor, Want(**wanted), around)
    ]


def request_options(actor: Actor, patient: Patient) -> list[CaseOption]:
    """The patient's cases that are open to requests, each with its visit types; none while requests are off."""
    if not _settings(actor).requests_on or not actor.may(Permission.REQUEST_MAKE, patient.pk):
        return []
    cases = Case.objects.visible_to(actor).filter(patient=patient, is_active=True, allows_requests=True)
    options = [
        CaseOption(case, sorted(filter(policy.type_open, case.visit_types.all()), key=lambda kind: kind.name))
        for case in cases.prefetch_related("visit_types").order_by("name")
    ]
    return [option for option in options if option.visit_types]


def may_request(actor: Actor, patient: Patient) -> bool:
    """Whether *Request an Appointment* is there for this patient (R12, R16)."""
    return bool(who_may_request(actor, [patient]))


def who_may_request(actor: Actor, patients: Iterable[Patient]) -> list[Patient]:
    """Those of the patients for whom *Request an Appointment* is there; as many queries for ten as for one."""
    patients = list(patients)
    if not _settings(actor).requests_on or not locations_open(actor).exists():
        return []
    offered = VisitType.objects.visible_to(actor).filter(requestable=True, retired_at=None)
    cases = Case.objects.visible_to(actor).filter(is_active=True, allows_requests=True, visit_types__in=offered)
    with_case = set(cases.filter(patient__in=patients).values_list("patient_id", flat=True))
    return [
        patient
        for patient in patients
        if patient.pk in with_case
        and patient.status in policy.STATUSES
        and actor.may(Permission.REQUEST_MAKE, patient.pk)
    ]


def locations_open(actor: Actor):
    """The locations that take requests (R7), by name."""
    return Location.objects.visible_to(actor).filter(allows_requests=True).order_by("name")


def providers_for(actor: Actor, visit_type: VisitType, location: Location, case: Case | None):
    """The providers who can be asked for there, by name. Every provider does every visit type."""
    return availability.providers_at(location, case).filter(practice=actor.practice)


def no_preference_allowed(actor: Actor, patient: Patient) -> bool:
    """Whether the provider may be left open for this patient (D11)."""
    return policy.no_preference_allowed(_settings(actor), patient)


def still_here(provider: Provider | None) -> Provider | None:
    """The provider something names, or None (anybody) when that one has ended."""
    return provider if provider and provider.ended_at is None else None


def _settings(actor: Actor) -> PortalSettings:
    return PortalSettings.objects.get(practice=actor.practice)


def _window(actor: Actor, settings, location: Location) -> policy.Window:
    if actor.side == STAFF:
        return policy.staff_window(actor.now, location.zone)
    return policy.window(settings, actor.now, location.zone)


def _starts(free, shape: slots.Shape, window: policy.Window) -> list[tuple[int, Provider]]:
    """Every free start in the window with who is free then, by start and then in the providers' order."""
    found = [
        (start, who) for who in free.hours for start in free.starts(who, shape) if window.covers(slots.moment_of(start))
    ]
    return sorted(found, key=lambda one: one[0])


def _slot(start: int, shape: slots.Shape, provider: Provider | None) -> Slot:
    return Slot(slots.moment_of(start), slots.moment_of(start + shape.minutes), provider)
