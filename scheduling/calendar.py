"""Room: visits onto the calendar, along it and off it. Locks are for manners; the constraint is the judge."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext, gettext_lazy as _

from practice import clock, journal
from practice.access import Actor, Permission
from practice.errors import Refused, announce_constraint
from practice.models import Location, Patient, Provider
from scheduling import availability, holds, moves, policy, slots, waiting
from scheduling.models import LONGEST, SHORTEST, Appointment, AppointmentEvent, AppointmentRequest, Case, VisitType
from scheduling.states import APPOINTMENT_MOVES, APPOINTMENT_STATUSES, MOVABLE, OCCUPYING

JUST_TAKEN = _("That time was just taken. Please choose another.")
NOTE_LENGTH = 200
MOVED = ("provider", "location", "starts_at", "ends_at", "busy", "outside_agreed", "kept_at", "sequence")


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
    held_until: datetime | None = None,
    override: str = "",
    request: AppointmentRequest | None = None,
    request_key=None,
) -> Appointment:
    """Book the visit with the provider, or with one of several: whoever is free with the fewest visits that day (D11).

    With `held_until` the time is only kept, and no history begins. `override` is the reason for a visit outside the
    hours or at a time others have asked for, which needs a permission of its own; `request` is what this answers.
    Refuses `time_passed`, `too_far`, `provider_not_for_visit_type`, `outside_hours` when none of them is at work there
    then, and `slot_requested` where the practice keeps requested times (D4). Refuses `slot_taken` when none of several
    is free; for one the exclusion constraint says so.
    """
    providers = _at_work(by, providers, location, starts_at, visit_type.minutes, override, visit_type)
    holds.make_room(providers, [patient], by.now)
    ends_at, busy = _span(visit_type, starts_at, visit_type.minutes)
    if not override:
        providers = waiting.not_asked_for(by, providers, patient, busy, request)
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
        status="held" if held_until else "booked",
        held_until=held_until,
        outside_agreed=bool(override),
        booked_by=by.user,
        booked_at=by.now,
        request_key=request_key,
    )
    if not held_until:
        record(by=by, appointment=appointment, what="booked", to_starts_at=starts_at, note=override)
    return appointment


def take(*, by: Actor, appointment: Appointment) -> bool:
    """What was held becomes the visit. Call it under the provider's lock; says whether the hold was still there."""
    taken = moves.move(appointment, "take", APPOINTMENT_MOVES, held_until=None, booked_by=by.user, booked_at=by.now)
    if taken:
        record(by=by, appointment=appointment, what="booked", to_starts_at=appointment.starts_at)
    return taken


def move(
    *,
    by: Actor,
    appointment: Appointment,
    starts_at: datetime,
    provider: Provider,
    location: Location | None = None,
    minutes: int | None = None,
    override: str = "",
    request: AppointmentRequest | None = None,
) -> bool:
    """Move or resize a visit; the old time stands until the new one is certain. Says whether anything changed.

    Refuses `visit_frozen` with the status once it is checked in, over or off; `minutes_range`; and what `place` does.
    """
    location = location or appointment.location
    minutes = minutes or length(appointment)
    was = (appointment.starts_at, appointment.provider_id, appointment.location_id, length(appointment))
    if was == (starts_at, provider.pk, location.pk, minutes):
        return False
    _refuse_frozen(appointment)
    if not SHORTEST <= minutes <= LONGEST:
        said = gettext("Between %(least)s and %(most)s minutes.")
        raise Refused("minutes_range", said % {"least": SHORTEST, "most": LONGEST}, "minutes")
    unlike_before = appointment.visit_type if provider.pk != appointment.provider_id else None
    _at_work(by, [provider], location, starts_at, minutes, override, unlike_before)
    holds.make_room([appointment.provider, provider], [appointment.patient], by.now)
    ends_at, busy = _span(appointment.visit_type, starts_at, minutes)
    if not override:
        waiting.not_asked_for(by, [provider], appointment.patient, busy, request)
    note = _difference(appointment, provider, location, minutes, override)
    before = appointment.starts_at
    appointment.provider, appointment.location, appointment.starts_at = provider, location, starts_at
    appointment.ends_at, appointment.busy = ends_at, busy
    appointment.outside_agreed, appointment.kept_at = bool(override), None
    appointment.sequence += 1
    appointment.save(update_fields=MOVED)
    record(by=by, appointment=appointment, what="moved", from_starts_at=before, to_starts_at=starts_at, note=note)
    return True


def cancel(*, by: Actor, appointment: Appointment, reason: str) -> Appointment:
    """Take the visit off the calendar. Refuses `not_cancellable` with the status when it cannot be any more."""
    facts = {
        "cancelled_at": by.now,
        "cancelled_by": by.user,
        "cancel_reason": reason,
        "sequence": appointment.sequence + 1,
    }
    if not moves.move(appointment, "cancel", APPOINTMENT_MOVES, **facts):
        said = gettext("This visit cannot be cancelled any more: %(status)s.")
        raise Refused("not_cancellable", said % {"status": _status_now(appointment)})
    record(by=by, appointment=appointment, what="cancelled", from_starts_at=appointment.starts_at, note=reason)
    return appointment


def length(appointment: Appointment) -> int:
    """The minutes of a visit, which need not be those of its type."""
    return int((appointment.ends_at - appointment.starts_at).total_seconds() // 60)


def record(*, by: Actor, appointment: Appointment, what: str, **facts) -> None:
    """Leave what happened in the visit's history."""
    known = {"practice": by.practice, "appointment": appointment, "at": by.now, "by": by.user, "side": by.side}
    journal.leave(AppointmentEvent(what=what, **known, **facts))


def _refuse_frozen(appointment: Appointment) -> None:
    if appointment.status not in MOVABLE:
        said = gettext("This visit cannot be moved any more: %(status)s.")
        raise Refused("visit_frozen", said % {"status": _status_now(appointment)})


def _status_now(appointment: Appointment) -> str:
    return APPOINTMENT_STATUSES[Appointment.objects.values_list("status", flat=True).get(pk=appointment.pk)]


def _span(visit_type: VisitType, starts_at: datetime, minutes: int) -> tuple[datetime, tuple[datetime, datetime]]:
    """When the visit ends, and how long it keeps the provider busy, its buffers included."""
    ends_at = starts_at + timedelta(minutes=minutes)
    before, after = timedelta(minutes=visit_type.buffer_before), timedelta(minutes=visit_type.buffer_after)
    return ends_at, (starts_at - before, ends_at + after)


def _difference(appointment: Appointment, provider: Provider, location: Location, minutes: int, override: str) -> str:
    """What changes beside the time, in words, for the history."""
    parts = [
        f"{appointment.provider} → {provider}" if provider.pk != appointment.provider_id else "",
        f"{appointment.location} → {location}" if location.pk != appointment.location_id else "",
        gettext("%(before)s → %(after)s minutes") % {"before": length(appointment), "after": minutes}
        if minutes != length(appointment)
        else "",
        override,
    ]
    return "; ".join(filter(None, parts))[:NOTE_LENGTH]


def _at_work(by: Actor, providers, location: Location, starts_at: datetime, minutes: int, override: str, visit_type):
    """Those of the providers who are at work there for the whole visit; with an override all of them.

    If a visit type is given, only those who do such visits.
    """
    if starts_at <= by.now:
        raise Refused("time_passed", gettext("That time has passed. Please choose another."), "time")
    if not policy.staff_window(by.now, location.zone).covers(starts_at):
        raise Refused("too_far", gettext("That is too far ahead."), "time")
    if override:
        _refuse_override(by, override)
        _refuse_other_visits(providers, visit_type)
        return list(providers)
    day = clock.local(starts_at, location.zone).date()
    one = providers[0] if len(providers) == 1 else None
    known = availability.load(location, day, day, now=by.now, provider=one, visit_type=visit_type)
    shape = slots.Shape(minutes)
    there = [provider for provider in providers if known.fits(provider, slots.minute_of(starts_at), shape)]
    if not there:
        _refuse_other_visits(providers, visit_type)
        said = gettext("%(name)s sees nobody at %(place)s at that time.")
        raise Refused("outside_hours", said % {"name": providers[0].name, "place": location.name}, "time")
    return there


def _refuse_other_visits(providers, visit_type: VisitType | None) -> None:
    for one in providers if visit_type else ():
        availability.refuse_other_visits(one, visit_type)


def _refuse_override(by: Actor, override: str) -> None:
    if not by.may(Permission.APPOINTMENT_OVERRIDE):
        said = gettext("Only somebody with the Administration duty books outside the hours.")
        raise Refused("override_not_allowed", said, "override")
    if len(override) > NOTE_LENGTH:
        said = gettext("Please use at most %(most)s characters; these are %(n)s.")
        raise Refused("too_long", said % {"most": NOTE_LENGTH, "n": len(override)}, "override")


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
