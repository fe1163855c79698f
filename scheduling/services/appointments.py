"""Doors of the schedule: book a visit for a patient, move it, cancel it."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from practice.access import Actor, Permission
from practice.errors import Refused
from practice.models import Location, Patient, Provider
from practice.service import door
from scheduling import calendar, locks, notices, policy, telling
from scheduling.models import Appointment, Case, VisitType
from scheduling.selectors.offers import Want, alternatives

CANCEL_REASON_LENGTH = 200
LATE = ("slot_taken", "slot_requested", "outside_hours", "time_passed")


def _offer_others(refusal, by, *, starts_at, **asked) -> None:
    if refusal.code in LATE:
        wanted = Want(**{name: asked[name] for name in ("visit_type", "location", "provider", "case", "patient")})
        refusal.extra["alternatives"] = alternatives(by, wanted, max(starts_at, by.now))


def _offer_others_for(refusal, by, *, appointment, starts_at, provider, location=None, **_rest) -> None:
    if refusal.code in LATE:
        wanted = replace(Want.to_move(appointment), provider=provider, location=location or appointment.location)
        refusal.extra["alternatives"] = alternatives(by, wanted, max(starts_at, by.now))


@door(Permission.APPOINTMENT_BOOK, "appointment.booked", once=Appointment, explain=_offer_others)
def book(
    *,
    by: Actor,
    patient: Patient,
    provider: Provider,
    location: Location,
    visit_type: VisitType,
    case: Case | None,
    starts_at: datetime,
    override: str = "",
    request_key=None,
) -> Appointment:
    """Book a visit straight onto the schedule and tell the patient's people.

    `override` is the reason for a time outside the hours, or one that somebody else has asked for.
    Refuses a patient who is not active, a case of somebody else or closed, a retired visit type, and what
    `calendar.place` refuses; `slot_taken` comes with alternatives.
    """
    patient = Patient.objects.get(pk=patient.pk)
    _refuse_unfit(patient, case, visit_type)
    appointment = calendar.place(
        by=by,
        patient=patient,
        providers=[provider],
        location=location,
        visit_type=visit_type,
        case=case,
        starts_at=starts_at,
        override=override.strip(),
        request_key=request_key,
    )
    telling.everybody(by, appointment, notices.BOOKED)
    return appointment


@door(Permission.APPOINTMENT_BOOK, "appointment.moved", keep=("starts_at", "minutes"), explain=_offer_others_for)
def move(
    *,
    by: Actor,
    appointment: Appointment,
    starts_at: datetime,
    provider: Provider,
    location: Location | None = None,
    minutes: int | None = None,
    override: str = "",
) -> Appointment:
    """Move a visit to another time, provider or location, or change its length; it stays the same visit.

    The patient's people are told unless nothing changes. `override` is the reason for a time outside the hours.
    Refuses `visit_frozen` with the status, and what `calendar.place` refuses; the old time stands then.
    """
    appointment = locks.appointment(appointment)
    changed = calendar.move(
        by=by,
        appointment=appointment,
        starts_at=starts_at,
        provider=provider,
        location=location,
        minutes=minutes,
        override=override.strip(),
    )
    if changed:
        telling.everybody(by, appointment, notices.MOVED)
    return appointment


@door(Permission.APPOINTMENT_BOOK, "appointment.cancelled")
def cancel(*, by: Actor, appointment: Appointment, reason: str) -> Appointment:
    """Cancel a visit and tell the patient's people; the reason is kept in its history.

    Refuses an empty reason, one over 200 characters, and `not_cancellable` with the status it has.
    """
    appointment = locks.appointment(appointment)
    reason = reason.strip()
    if not reason:
        raise Refused("reason_needed", _("Please say why."), "reason")
    if len(reason) > CANCEL_REASON_LENGTH:
        said = _("Please use at most %(most)s characters; these are %(n)s.")
        raise Refused("too_long", said % {"most": CANCEL_REASON_LENGTH, "n": len(reason)}, "reason")
    calendar.cancel(by=by, appointment=appointment, reason=reason)
    telling.everybody(by, appointment, notices.CANCELLED)
    return appointment


def _refuse_unfit(patient: Patient, case: Case | None, visit_type: VisitType) -> None:
    if patient.status not in policy.STATUSES:
        raise Refused("patient_not_active", _("This patient is not active."), "patient")
    if case is not None and (case.patient_id != patient.pk or not case.is_active):
        raise Refused("case_closed", _("Please choose an active case of this patient."), "case")
    if visit_type.retired_at is not None:
        raise Refused("visit_type_closed", _("This visit type is no longer in use."), "visit_type")
