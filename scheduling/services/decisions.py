"""Doors of the staff's side: what becomes of a request."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from messaging import threads
from practice.access import Actor, Permission
from practice.errors import Refused
from practice.models import Location, Provider
from practice.service import door
from scheduling import calendar, deciding, editing, holds, offering
from scheduling.models import REASON_LENGTH, Appointment, AppointmentRequest, Case, VisitType
from scheduling.selectors.offers import alternatives
from scheduling.selectors.requests import may_decide
from scheduling.states import OPEN_REQUEST

LATE = ("slot_taken", "slot_requested", "outside_hours", "time_passed")


def _may_decide(by: Actor, request: AppointmentRequest, **_rest) -> bool:
    return may_decide(by, request)


def _offer_others(refusal, by, *, request, starts_at=None, times=(), **_rest) -> None:
    """The nearest free times of what was asked for."""
    around = starts_at or min((start for start, _who in times), default=None)
    if refusal.code in LATE and around:
        refusal.extra["alternatives"] = alternatives(by, request, max(around, by.now))


@door(Permission.REQUEST_DECIDE, "request.approved", keep=("starts_at",), allow=_may_decide, explain=_offer_others)
def approve(
    *,
    by: Actor,
    request: AppointmentRequest,
    starts_at: datetime | None = None,
    provider: Provider | None = None,
    note: str = "",
    override: str = "",
) -> Appointment:
    """Do what was asked, answer and complete the thread, and tell people.

    A new visit is booked at that time with that provider, a visit to be moved moves there, one to be cancelled is
    cancelled and needs no time. `override` is the reason for a time outside the hours.
    Refuses `already_decided` naming who and when; `slot_taken`, `outside_hours`, `time_passed` with the three nearest
    free times; `time_needed`; `patient_busy`; `visit_passed` and `not_cancellable` for a change that comes too late; a
    note over 2,000 characters.
    """
    request = _open(by, request)
    _refuse_long(note, "note")
    if request.kind == "cancel":
        visit = deciding.visit_of(by, request)
        appointment = calendar.cancel(by=by, appointment=visit, reason=_("Asked for in the portal"))
    else:
        appointment = _at(by, request, starts_at, provider, override.strip())
    deciding.approved(by=by, request=request, appointment=appointment, note=note.strip())
    return appointment


@door(Permission.REQUEST_DECIDE, "request.declined", allow=_may_decide)
def decline(*, by: Actor, request: AppointmentRequest, reason: str) -> AppointmentRequest:
    """Decline the request; the reason is what the patient reads. Completes the thread.

    Refuses `already_decided`, an empty reason and one over 2,000 characters.
    """
    request = _open(by, request)
    reason = reason.strip()
    if not reason:
        raise Refused("reason_needed", _("Please tell the patient why."), "reason")
    _refuse_long(reason, "reason")
    holds.release(request)
    deciding.declined(by=by, request=request, reason=reason)
    return request


@door(Permission.REQUEST_DECIDE, "request.proposed", allow=_may_decide, explain=_offer_others)
def propose(
    *, by: Actor, request: AppointmentRequest, times: Sequence[tuple[datetime, Provider]], note: str = ""
) -> AppointmentRequest:
    """Offer up to three other times. Each is kept for the practice's `hold_hours`; an earlier offer is taken back.

    Refuses `already_decided`, no time, more than three, a cancellation, and what `calendar.place` refuses of each.
    """
    request = _open(by, request)
    _refuse_long(note, "note")
    offering.make(by=by, request=request, times=times, note=note.strip())
    return request


@door(Permission.REQUEST_DECIDE, "request.edited", allow=_may_decide)
def edit(
    *,
    by: Actor,
    request: AppointmentRequest,
    case: Case,
    visit_type: VisitType,
    location: Location,
    provider: Provider | None,
) -> AppointmentRequest:
    """Change what a request for a new visit asks for, keeping its times. The patient is not told; its history is.

    Refuses `already_decided`, a request that is not pending any more or is about a change of a visit, a case or visit
    type that is not this patient's to have, and `request_exists`.
    """
    request = _open(by, request)
    editing.change(by=by, request=request, case=case, visit_type=visit_type, location=location, provider=provider)
    return request


@door(Permission.REQUEST_DECIDE, "request.reopened", allow=_may_decide)
def reopen(*, by: Actor, request: AppointmentRequest) -> AppointmentRequest:
    """Take a declined request, or one whose offer ran out, up again; its thread is in the inboxes again.

    Refuses any other status, and `request_exists` when the family has asked again meanwhile.
    """
    request = deciding.lock(request)
    facts = {"decided_at": None, "decided_by": None, "decline_reason": ""}
    deciding.change(by=by, request=request, verb="reopen", what="reopened", **facts)
    threads.reopen(by=by, thread=request.thread)
    return request


def _open(by: Actor, request: AppointmentRequest) -> AppointmentRequest:
    request = deciding.lock(request)
    if request.status not in OPEN_REQUEST:
        deciding.refuse_decided(by, request)
    return request


def _at(by: Actor, request: AppointmentRequest, starts_at, provider, override: str) -> Appointment:
    if starts_at is None or provider is None:
        raise Refused("time_needed", _("Please choose a time."), "time")
    visit = deciding.visit_of(by, request) if request.kind == "reschedule" else None
    if request.status == "proposed":
        holds.release(request, provider)
    if visit:
        calendar.move(
            by=by, appointment=visit, starts_at=starts_at, provider=provider, override=override, request=request
        )
        return visit
    return calendar.place(
        by=by,
        patient=request.patient,
        providers=[provider],
        location=request.location,
        visit_type=request.visit_type,
        case=request.case,
        starts_at=starts_at,
        override=override,
        request=request,
    )


def _refuse_long(text: str, field: str) -> None:
    if len(text) > REASON_LENGTH:
        said = _("Please use at most %(most)s characters; these are %(n)s.")
        raise Refused("too_long", said % {"most": REASON_LENGTH, "n": len(text)}, field)
