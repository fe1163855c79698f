"""Doors of the patient's side about what stands or is offered: ask for a change, take or refuse other times."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext as _, gettext_lazy

from messaging import threads, words
from practice.access import Actor, Permission
from practice.errors import Refused, announce_constraint
from practice.service import door
from scheduling import asking, deciding, holds, locks, offering, replacing
from scheduling.models import Appointment, AppointmentRequest
from scheduling.selectors.offers import Want, alternatives
from scheduling.selectors.requests import may_withdraw

announce_constraint(
    "one_open_request_an_appointment",
    "request_exists",
    gettext_lazy("There is already an open request about this visit."),
)


def _offer_others(refusal, by, *, appointment, starts, **_rest) -> None:
    """The nearest free times, for whoever came too late."""
    if refusal.code in ("slot_taken", "slot_not_open", "outside_hours") and starts:
        refusal.extra["alternatives"] = alternatives(by, Want.to_move(appointment), min(starts))


@door(Permission.REQUEST_MAKE, "change.requested", keep=("kind",), once=AppointmentRequest, explain=_offer_others)
def request_change(
    *,
    by: Actor,
    appointment: Appointment,
    kind: str,
    starts: Sequence[datetime] = (),
    reason: str = "",
    replaces: AppointmentRequest | None = None,
    acknowledged: Sequence[str] = (),
    request_key=None,
) -> AppointmentRequest:
    """Ask the practice to move (`reschedule`, with up to three times or the next available) or `cancel` a visit.

    The visit stays as it is until they approve. `replaces` names one's own open request about this visit, which this
    one takes the place of (V32).
    Refuses `requests_off`, `visit_not_standing` with the status, `request_exists` while another one about this visit
    is open, `already_decided` when the one to replace is not open any more, `way_not_offered`, times that are not
    offered, with alternatives, and emergency words that are not among those `acknowledged`.
    """
    urgent = words.heed(acknowledged, reason)
    if kind not in ("reschedule", "cancel"):
        raise Refused("unknown_kind", _("Choose whether to move or to cancel the visit."), "kind")
    if replaces:
        replaces = replacing.give_way(by=by, request=replaces, about=appointment)
    visit = locks.appointment(appointment)
    starts = [] if kind == "cancel" else list(dict.fromkeys(start.astimezone(UTC) for start in starts))
    wish = AppointmentRequest(
        practice=by.practice,
        patient=visit.patient,
        kind=kind,
        appointment=visit,
        case=visit.case,
        visit_type=visit.visit_type,
        location=visit.location,
        provider=visit.provider,
        wish="slots" if starts else "next_available",
        reason=reason.strip(),
        made_by=by.user,
        made_at=by.now,
        replaces=replaces,
        request_key=request_key,
    )
    asking.refuse_change(by, wish, starts)
    asking.send(by, wish, starts, urgent)
    return wish


def _own(by: Actor, *, request: AppointmentRequest, **_rest) -> bool:
    return may_withdraw(by, request)


@door(Permission.REQUEST_MAKE, "proposal.accepted", allow=_own)
def accept(*, by: Actor, request: AppointmentRequest, proposal_id: UUID) -> Appointment:
    """Take one of the times the practice offers: the visit is booked, or moved there, and the thread is done.

    Refuses `already_decided`, and `offer_over` when the time is not kept any more: its row may be gone by now, which
    is why it is named by its id.
    """
    request = deciding.lock(request)
    _refuse_unoffered(by, request)
    return offering.taken(by=by, request=request, proposal_id=proposal_id)


@door(Permission.REQUEST_MAKE, "proposal.turned_down", allow=_own)
def turn_down(*, by: Actor, request: AppointmentRequest) -> AppointmentRequest:
    """None of the times suits: they are free again, the practice has the request back. Refuses `already_decided`."""
    request = deciding.lock(request)
    _refuse_unoffered(by, request)
    holds.release(request)
    deciding.change(by=by, request=request, verb="turn_down", what="turned_down")
    threads.post(
        by=by, thread=request.thread, body=_("None of these times suits. Please look for another one."), side=by.side
    )
    return request


def _refuse_unoffered(by: Actor, request: AppointmentRequest) -> None:
    if request.status == "pending":
        raise Refused("offer_over", _("The practice has taken its offer back. It will answer again."))
    if request.status != "proposed":
        deciding.refuse_decided(by, request)
