"""Room: visits onto the calendar and off it. The provider's row is locked for manners; the constraint is the judge."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext, gettext_lazy as _

from practice import clock
from practice.access import Actor
from practice.errors import Refused, announce_constraint
from practice.models import Location, Patient, Provider
from scheduling import availability, moves, policy, slots
from scheduling.models import Appointment, AppointmentEvent, Case, VisitType
from scheduling.states import APPOINTMENT_MOVES, APPOINTMENT_STATUSES, OCCUPYING

JUST_TAKEN = _("That time was just taken. Please choose another.")


announce_constraint("provider_not_double_booked", "slot_taken", JUST_TAKEN, "time")
announce_constraint(
    "patient_not_double_booked", "patient_busy", _("This patient has another visit at that time."), "time"
)


def place(
    *,
    by: Actor,
    patient: Patient,
    providers: Sequence[Provider],
    location: Location,
    visit_type: VisitType,
    case: Case | None,
    starts_at: datetime,
    request_key=None,
) -> Appointment:
    """Book the visit with the provider, or with one of several: whoever is free with the fewest visits that day (D11).

    Refuses `time_passed`, `too_far`, and `outside_hours` when none of them is at work there then. Refuses `slot_taken`
    when none of several is free; for a single one the exclusion constraint says so.
    """
    providers = _at_work(by, providers, location, visit_type, starts_at)
    lock_providers(providers)
    lock_patient(patient)
    free_expired(providers, by.now)
    ends_at, busy = _span(visit_type, starts_at)
    provider = providers[0] if len(providers) == 1 else _least_booked(providers, location, starts_at, busy)
    appointment = Appointment.objects.create(
        practice=by.practice,
        patient=patient,
        provider=provider,
        location=location,
        visit_type=visit_type,
        case=case,
        starts_at=starts_at,
        ends_at=ends_at,
        busy=busy,
        booked_by=by.user,
        booked_at=by.now,
        request_key=request_key,
    )
    record(by=by, appointment=appointment, what="booked", to_starts_at=starts_at)
    return appointment


def cancel(*, by: Actor, appointment: Appointment, reason: str) -> Appointment:
    """Take the visit off the calendar. Refuses `not_cancellable` with the status when it cannot be any more."""
    facts = {
        "held_until": None,
        "cancelled_at": by.now,
        "cancelled_by": by.user,
        "cancel_reason": reason,
        "sequence": appointment.sequence + 1,
    }
    if not moves.move(appointment, "cancel", APPOINTMENT_MOVES, **facts):
        status = APPOINTMENT_STATUSES[Appointment.objects.values_list("status", flat=True).get(pk=appointment.pk)]
        said = gettext("This visit cannot be cancelled any more: %(status)s.") % {"status": status}
        raise Refused("not_cancellable", said)
    record(by=by, appointment=appointment, what="cancelled", from_starts_at=appointment.starts_at, note=reason)
    return appointment


def free_expired(providers: Sequence[Provider], now: datetime) -> None:
    """Give back the times of holds that have run out. Call it under the providers' locks."""
    held = Appointment.objects.filter(provider__in=providers, status="held", held_until__lte=now)
    for appointment in held.select_for_update(no_key=True):
        moves.move(appointment, "cancel", APPOINTMENT_MOVES, held_until=None, cancelled_at=now)
        AppointmentEvent.objects.create(
            practice_id=appointment.practice_id,
            appointment=appointment,
            what="cancelled",
            at=now,
            side="system",
            from_starts_at=appointment.starts_at,
        )


def lock_providers(providers: Sequence[Provider]) -> None:
    """One booking at a time with each of these providers; in id order, so that two cannot wait for each other."""
    ids = [provider.pk for provider in providers]
    list(Provider.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def lock_patient(patient: Patient) -> None:
    """One booking at a time for this patient, after the providers' locks."""
    list(Patient.objects.select_for_update(no_key=True).filter(pk=patient.pk).values_list("pk"))


def record(*, by: Actor, appointment: Appointment, what: str, **facts) -> AppointmentEvent:
    """Write what happened into the visit's history."""
    return AppointmentEvent.objects.create(
        practice=by.practice, appointment=appointment, what=what, at=by.now, by=by.user, side=by.side, **facts
    )


def _span(visit_type: VisitType, starts_at: datetime) -> tuple[datetime, tuple[datetime, datetime]]:
    """When the visit ends, and how long it keeps the provider busy, its buffers included."""
    ends_at = starts_at + timedelta(minutes=visit_type.minutes)
    before, after = timedelta(minutes=visit_type.buffer_before), timedelta(minutes=visit_type.buffer_after)
    return ends_at, (starts_at - before, ends_at + after)


def _at_work(by: Actor, providers, location: Location, visit_type: VisitType, starts_at: datetime) -> list[Provider]:
    if starts_at <= by.now:
        raise Refused("time_passed", gettext("That time has passed. Please choose another."), "time")
    if not policy.staff_window(by.now, location.zone).covers(starts_at):
        raise Refused("too_far", gettext("That is too far ahead."), "time")
    day = clock.local(starts_at, location.zone).date()
    one = providers[0] if len(providers) == 1 else None
    known = availability.load(location, day, day, now=by.now, provider=one)
    shape = availability.shape_of(visit_type, 0)
    there = [provider for provider in providers if known.fits(provider, slots.minute_of(starts_at), shape)]
    if not there:
        said = gettext("%(name)s sees nobody at %(place)s at that time.")
        raise Refused("outside_hours", said % {"name": providers[0].name, "place": location.name}, "time")
    return there


def _least_booked(providers, location, starts_at, busy) -> Provider:
    day = clock.local(starts_at, location.zone).date()
    midnights = clock.midnight(day, location.zone), clock.midnight(day + timedelta(days=1), location.zone)
    occupying = Appointment.objects.filter(provider__in=providers, status__in=OCCUPYING)
    taken = set(occupying.filter(busy__overlap=busy).values_list("provider_id", flat=True))
    on_day = list(
        occupying.filter(starts_at__gte=midnights[0], starts_at__lt=midnights[1]).values_list("provider_id", flat=True)
    )
    free = [provider for provider in providers if provider.pk not in taken]
    if not free:
        raise Refused("slot_taken", JUST_TAKEN, "time")
    return min(free, key=lambda provider: (on_day.count(provider.pk), provider.name, str(provider.pk)))
