"""Doors of the staff's side: approve or decline a request."""

from datetime import datetime

from django.utils.translation import gettext as _

from practice.access import Actor, Permission
from practice.errors import Refused
from practice.models import Provider
from practice.service import door
from scheduling import calendar, deciding
from scheduling.models import REASON_LENGTH, Appointment, AppointmentRequest
from scheduling.selectors.offers import alternatives
from scheduling.selectors.requests import may_decide
from scheduling.states import OPEN_REQUEST


def _may_decide(by: Actor, request: AppointmentRequest, **_rest) -> bool:
    return may_decide(by, request)


def _offer_others(refusal, by, *, request, starts_at, **_rest) -> None:
    """The nearest free times of what was asked for."""
    if refusal.code in ("slot_taken", "outside_hours", "time_passed"):
        wanted = {name: getattr(request, name) for name in ("visit_type", "location", "provider", "case")}
        refusal.extra["alternatives"] = alternatives(by, around=max(starts_at, by.now), **wanted)


@door(Permission.REQUEST_DECIDE, "request.approved", keep=("starts_at",), allow=_may_decide, explain=_offer_others)
def approve(
    *, by: Actor, request: AppointmentRequest, starts_at: datetime, provider: Provider, note: str = ""
) -> Appointment:
    """Book the request at that time with that provider, answer and complete its thread, and tell the patient.

    Refuses `already_decided` naming who and when; `slot_taken`, `outside_hours`, `time_passed` with the three nearest
    free times; `patient_busy`; a note over 2,000 characters.
    """
    request = deciding.lock(request)
    if request.status not in OPEN_REQUEST:
        deciding.refuse_decided(by, request)
    _refuse_long(note, "note")
    appointment = calendar.place(
        by=by,
        patient=request.patient,
        providers=[provider],
        location=request.location,
        visit_type=request.visit_type,
        case=request.case,
        starts_at=starts_at,
    )
    deciding.approved(by=by, request=request, appointment=appointment, note=note.strip())
    return appointment


@door(Permission.REQUEST_DECIDE, "request.declined", allow=_may_decide)
def decline(*, by: Actor, request: AppointmentRequest, reason: str) -> AppointmentRequest:
    """Decline the request; the reason is what the patient reads. Completes the thread.

    Refuses `already_decided`, an empty reason and one over 2,000 characters.
    """
    request = deciding.lock(request)
    if request.status not in OPEN_REQUEST:
        deciding.refuse_decided(by, request)
    reason = reason.strip()
    if not reason:
        raise Refused("reason_needed", _("Please tell the patient why."), "reason")
    _refuse_long(reason, "reason")
    deciding.declined(by=by, request=request, reason=reason)
    return request


def _refuse_long(text: str, field: str) -> None:
    if len(text) > REASON_LENGTH:
        said = _("Please use at most %(most)s characters; these are %(n)s.")
        raise Refused("too_long", said % {"most": REASON_LENGTH, "n": len(text)}, field)
