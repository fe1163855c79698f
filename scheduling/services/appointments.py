"""Doors of the schedule: book a visit for a patient, cancel one."""

from datetime import datetime

from django.utils.translation import gettext as _

from practice import outbox
from practice.access import Actor, Permission
from practice.errors import Refused
from practice.models import AccessGrant, Location, Patient, Provider, User
from practice.service import door
from scheduling import calendar, notices, policy
from scheduling.models import Appointment, Case, VisitType
from scheduling.selectors.offers import alternatives

CANCEL_REASON_LENGTH = 200


def _offer_others(refusal, by, **asked) -> None:
    if refusal.code in ("slot_taken", "outside_hours", "time_passed"):
        wanted = {name: asked[name] for name in ("visit_type", "location", "provider", "case")}
        refusal.extra["alternatives"] = alternatives(by, around=max(asked["starts_at"], by.now), **wanted)


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
    request_key=None,
) -> Appointment:
    """Book a visit straight onto the schedule and tell the patient's people.

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
        request_key=request_key,
    )
    _tell(by, appointment, notices.BOOKED)
    return appointment


@door(Permission.APPOINTMENT_BOOK, "appointment.cancelled")
def cancel(*, by: Actor, appointment: Appointment, reason: str) -> Appointment:
    """Cancel a visit and tell the patient's people; the reason is kept in its history.

    Refuses an empty reason, one over 200 characters, and `not_cancellable` with the status it has.
    """
    appointment = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    reason = reason.strip()
    if not reason:
        raise Refused("reason_needed", _("Please say why."), "reason")
    if len(reason) > CANCEL_REASON_LENGTH:
        said = _("Please use at most %(most)s characters; these are %(n)s.")
        raise Refused("too_long", said % {"most": CANCEL_REASON_LENGTH, "n": len(reason)}, "reason")
    calendar.cancel(by=by, appointment=appointment, reason=reason)
    _tell(by, appointment, notices.CANCELLED)
    return appointment


def _refuse_unfit(patient: Patient, case: Case | None, visit_type: VisitType) -> None:
    if patient.status not in policy.STATUSES:
        raise Refused("patient_not_active", _("This patient is not active."), "patient")
    if case is not None and (case.patient_id != patient.pk or not case.is_active):
        raise Refused("case_closed", _("Please choose an active case of this patient."), "case")
    if visit_type.retired_at is not None:
        raise Refused("visit_type_closed", _("This visit type is no longer in use."), "visit_type")


def _tell(by: Actor, appointment: Appointment, notice: str) -> None:
    """One notice to everybody who acts for the patient now."""
    grants = AccessGrant.objects.of(by.practice).live(by.now).filter(patient_id=appointment.patient_id)
    for user in User.objects.filter(pk__in=grants.values("user_id"), is_active=True):
        outbox.put(
            practice=by.practice,
            notice=notice,
            subject=appointment,
            recipient=user,
            key=f"{notice}:{appointment.pk}:{user.pk}",
            now=by.now,
        )
