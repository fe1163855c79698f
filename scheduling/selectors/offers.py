"""What can be asked for, and when it is free."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from operator import itemgetter

from practice import clock
from practice.access import PATIENT, STAFF, Actor, Permission
from practice.models import Location, Patient, PortalSettings, Provider
from scheduling import availability, modes, policy, slots, waiting, zones
from scheduling.models import Appointment, AppointmentRequest, Case, VisitType
from scheduling.states import OCCUPYING

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

    case: Case | None
    visit_types: list[VisitType]


@dataclass(frozen=True)
class Want:
    """What somebody is looking for; an AppointmentRequest has the same names. No provider means any.

    `patient`: for whom. `appointment`: the visit to be moved, whose own time is not in its way. `made_at`: since when
    this is asked for, where it is.
    """

    visit_type: VisitType
    location: Location
    provider: Provider | None = None
    case: Case | None = None
    patient: Patient | None = None
    appointment: Appointment | None = None
    made_at: datetime | None = None

    @classmethod
    def to_move(cls, visit: Appointment) -> "Want":
        """Another time for this visit."""
        return cls(visit.visit_type, visit.location, visit.provider, visit.case, visit.patient, visit)


def open_slots(
    actor: Actor,
    *,
    visit_type: VisitType,
    location: Location,
    provider: Provider | None = None,
    first_day: date,
    last_day: date,
    case: Case | None = None,
    patient: Patient | None = None,
    without: Appointment | None = None,
) -> list[Slot]:
    """Free times on these days of the location, last included, by start; `without` is a visit that is to be moved.

    Patients get what mode, notice, horizon and rounding leave, and with no provider named one slot a start, its
    provider open. Staff get everything from now on, and then one slot for each provider who is free.
    """
    want = Want(visit_type, location, provider, case, patient, without)
    return _slots(actor, want, _find(actor, want, first_day, last_day))


def open_days(
    actor: Actor,
    *,
    visit_type: VisitType,
    location: Location,
    provider: Provider | None = None,
    first_day: date,
    last_day: date,
    case: Case | None = None,
    patient: Patient | None = None,
    without: Appointment | None = None,
) -> dict[date, int]:
    """How many slots `open_slots` would list on each day of the location that has any."""
    want = Want(visit_type, location, provider, case, patient, without)
    starts = _find(actor, want, first_day, last_day)
    each = map(chain.from_iterable, starts.values()) if actor.side == STAFF else [_anybodys(starts)]
    counts = sum((zones.count_by_day(location.zone, found) for found in each), Counter())
    return dict(sorted(counts.items()))


def nearest_free(
    actor: Actor, wanted: Want | AppointmentRequest, around: datetime, n: int = 3, *, without: Appointment | None = None
) -> list[Slot]:
    """The `n` free times nearest to `around` for a Want or a request, by start; one slot a start.

    Where the provider it names has ended, anybody's. A visit that is to be moved is not in its own way: `without`, or
    the one that the Want or the request is about. None is at a time when the patient is elsewhere: it would be refused.
    """
    day = clock.local(around, wanted.location.zone).date()
    want = _want(wanted, without)
    starts = _find(actor, want, day - timedelta(days=NEAR_DAYS), day + timedelta(days=NEAR_DAYS))
    elsewhere = _elsewhere(want, around)
    found: dict[datetime, Slot] = {}
    for slot in _slots(actor, want, starts):
        if not any(start < slot.ends_at and slot.starts_at < end for start, end in elsewhere):
            found.setdefault(slot.starts_at, slot)
    nearest = sorted(found.values(), key=lambda slot: (abs(slot.starts_at - around), slot.starts_at))[:n]
    return sorted(nearest, key=lambda slot: slot.starts_at)


def alternatives(actor: Actor, wanted: Want | AppointmentRequest, around: datetime) -> list[dict]:
    """The three nearest free times as plain facts, for a refusal's `extra`."""
    zone = wanted.location.zone
    return [
        {
            "starts_at": slot.starts_at.isoformat(),
            "ends_at": slot.ends_at.isoformat(),
            "provider": slot.provider and str(slot.provider.pk),
            "provider_name": slot.provider and slot.provider.name,
            "label": clock.moment(slot.starts_at, zone),
        }
        for slot in nearest_free(actor, wanted, around)
    ]


def request_options(actor: Actor, patient: Patient) -> list[CaseOption]:
    """The patient's cases that are open to requests, each with its visit types; none while requests are off.

    Where the practice works without cases (D15) there is one option without a case, and every visit type in it.
    """
    if not modes.takes_requests(_settings(actor)) or not actor.may(Permission.REQUEST_MAKE, patient.pk):
        return []
    if not _settings(actor).use_cases:
        found = CaseOption(None, list(_types_offered(actor).order_by("name")))
        return [found] if found.visit_types else []
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
    if not modes.takes_requests(_settings(actor)) or not locations_open(actor).exists():
        return []
    can_ask = _with_something_to_ask_for(actor, patients)
    return [
        patient
        for patient in patients
        if patient.pk in can_ask
        and patient.status in policy.STATUSES
        and actor.may(Permission.REQUEST_MAKE, patient.pk)
    ]


def _with_something_to_ask_for(actor: Actor, patients: list[Patient]) -> set:
    """The ids of those who have a qualifying case; of all where the practice works without cases."""
    offered = _types_offered(actor)
    if not _settings(actor).use_cases:
        return {patient.pk for patient in patients} if offered.exists() else set()
    cases = Case.objects.visible_to(actor).filter(is_active=True, allows_requests=True, visit_types__in=offered)
    return set(cases.filter(patient__in=patients).values_list("patient_id", flat=True))


def _types_offered(actor: Actor):
    return VisitType.objects.visible_to(actor).filter(requestable=True, retired_at=None)


def locations_open(actor: Actor):
    """The locations that take requests (R7), by name."""
    return Location.objects.visible_to(actor).filter(allows_requests=True).order_by("name")


def providers_for(actor: Actor, visit_type: VisitType, location: Location, case: Case | None):
    """The providers who can be asked for there, by name: who see patients there and do such visits for the case.

    For patients also with whom visits can be requested online, and nobody where the location or the visit type cannot.
    """
    settings, online = _settings(actor), actor.side == PATIENT
    found = availability.providers_at(location, case, visit_type, online=online).filter(practice=actor.practice)
    offered = not online or modes.offers_times(settings, location=location, visit_type=visit_type)
    return found if offered else found.none()


def no_preference_allowed(actor: Actor, patient: Patient) -> bool:
    """Whether the provider may be left open for this patient (D11)."""
    return policy.no_preference_allowed(_settings(actor), patient)


def still_here(provider: Provider | None) -> Provider | None:
    """The provider something names, or None (anybody) when that one has ended."""
    return provider if provider and provider.ended_at is None else None


def _settings(actor: Actor) -> PortalSettings:
    return actor.practice.settings


def _want(wanted: Want | AppointmentRequest, without: Appointment | None) -> Want:
    names = ("visit_type", "location", "case", "patient", "made_at")
    facts = {name: getattr(wanted, name) for name in names}
    return Want(**facts, provider=still_here(wanted.provider), appointment=without or wanted.appointment)


def _window(actor: Actor, settings, location: Location) -> policy.Window:
    if actor.side == STAFF:
        return policy.staff_window(actor.now, location.zone)
    return policy.window(settings, actor.now, location.zone)


def _find(actor: Actor, want: Want, first_day: date, last_day: date) -> dict[Provider, list[range]]:
    """The minutes at which the visit may start with each provider, in the providers' order."""
    settings, online = _settings(actor), actor.side == PATIENT
    window = _window(actor, settings, want.location)
    first_day = max(first_day, clock.local(window.earliest, want.location.zone).date())
    last_day = min(last_day, window.last_day)
    named = {"location": want.location, "visit_type": want.visit_type, "provider": want.provider}
    if first_day > last_day or (online and not modes.offers_times(settings, **named)):
        return {}
    about = _about(want)
    free = availability.load(
        want.location,
        first_day,
        last_day,
        now=actor.now,
        provider=want.provider,
        case=want.case,
        visit_type=want.visit_type,
        online=online,
        without=want.appointment,
        closing=waiting.closing(settings, actor.side, patient_id=about and about.pk, before=want.made_at),
    )
    shape = availability.shape_of(want.visit_type, settings.rounding)
    within = slots.minute_after(window.earliest), slots.minute_after(window.until)
    runs = {who: free.runs(who, shape, within) for who in free.hours}
    return _without_its_own(want, runs)


def _about(want: Want) -> Patient | None:
    return want.patient or getattr(want.case or want.appointment, "patient", None)


def _elsewhere(want: Want, around: datetime) -> list[tuple[datetime, datetime]]:
    """When the patient has visits near this time, with whomever and wherever."""
    patient, near = _about(want), timedelta(days=NEAR_DAYS + 1)
    if patient is None:
        return []
    rows = Appointment.objects.filter(patient=patient, status__in=OCCUPYING)
    rows = rows.exclude(pk=want.appointment.pk) if want.appointment else rows
    return list(rows.filter(starts_at__range=(around - near, around + near)).values_list("starts_at", "ends_at"))


def _without_its_own(want: Want, runs: dict[Provider, list[range]]) -> dict[Provider, list[range]]:
    """Without the start that the visit to be moved has: to stay there is no move."""
    visit = want.appointment
    if visit is None or visit.location_id != want.location.pk or visit.provider not in runs:
        return runs
    return {**runs, visit.provider: slots.without(runs[visit.provider], slots.minute_of(visit.starts_at))}


def _slots(actor: Actor, want: Want, starts: dict[Provider, list[range]]) -> list[Slot]:
    """By start, and for staff then in the providers' order."""
    minutes = want.visit_type.minutes
    if want.provider is None and actor.side != STAFF:
        return [_slot(start, minutes, None) for start in sorted(_anybodys(starts))]
    found = [(start, who) for who, runs in starts.items() for run in runs for start in run]
    return [_slot(start, minutes, who) for start, who in sorted(found, key=itemgetter(0))]


def _anybodys(starts: dict[Provider, list[range]]) -> set[int]:
    """The starts at which at least one of them is free."""
    return set().union(*chain.from_iterable(starts.values()))


def _slot(start: int, minutes: int, provider: Provider | None) -> Slot:
    return Slot(slots.moment_of(start), slots.moment_of(start + minutes), provider)
