"""Room: a request is decided once. The thread is answered and completed in the same transaction (D5)."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from messaging import threads
from practice import clock, outbox
from practice.access import PATIENT, Actor
from practice.errors import Refused
from scheduling import moves, notices
from scheduling.models import Appointment, AppointmentRequest
from scheduling.states import REQUEST_MOVES, REQUEST_STATUSES

SUBJECT = "Appointment Request"


def lock(request: AppointmentRequest) -> AppointmentRequest:
    """The request as it is now, with its thread, both locked until the transaction ends: thread first, as messaging."""
    thread = threads.lock(request.thread)
    rows = AppointmentRequest.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("practice", "patient", "case", "visit_type", "location", "provider", "decided_by")
    locked = rows.get(pk=request.pk)
    locked.thread = thread
    return locked


def close(*, by: Actor, request: AppointmentRequest, verb: str, **facts) -> None:
    """Decide the request, or refuse `already_decided` with whoever was faster."""
    if not moves.move(request, verb, REQUEST_MOVES, decided_at=by.now, decided_by=by.user, **facts):
        refuse_decided(by, request)


def refuse_decided(by: Actor, request: AppointmentRequest) -> None:
    """Refuse `already_decided`, naming what was decided and when, and to staff by whom."""
    when: datetime = request.decided_at
    said = {
        "status": REQUEST_STATUSES[request.status].lower(),
        "name": request.decided_by.name,
        "time": clock.moment(when, request.location.zone),
    }
    message = _("This request was already %(status)s by %(name)s on %(time)s.")
    if by.side == PATIENT:  # staff names are the practice's own business (R119)
        message = _("This request was already %(status)s on %(time)s.")
    raise Refused("already_decided", message % said, status=request.status, decided_at=when.isoformat())


def approved(*, by: Actor, request: AppointmentRequest, appointment: Appointment, note: str) -> None:
    """The visit is booked: close the request, answer the thread with the time and the note, tell the patient once."""
    close(by=by, request=request, verb="approve", appointment=appointment)
    _answer(by, request, "scheduling/thread/approved.txt", {"appointment": appointment, "note": note})
    _tell(by, request, notices.BOOKED, appointment)


def declined(*, by: Actor, request: AppointmentRequest, reason: str) -> None:
    """Close the request; the reason is the answer the patient reads."""
    close(by=by, request=request, verb="decline", decline_reason=reason)
    threads.post(by=by, thread=request.thread, body=reason, side=by.side, notify=False)
    threads.complete(by=by, thread=request.thread)
    _tell(by, request, notices.DECLINED, request)


def _answer(by: Actor, request: AppointmentRequest, template: str, facts: dict) -> None:
    appointment: Appointment = facts["appointment"]
    zone = request.location.zone
    with translation.override(request.made_by.language):
        facts = {
            **facts,
            "request": request,
            "when": clock.moment(appointment.starts_at, zone),
            "zone": clock.zone_label(zone, appointment.starts_at),
        }
        body = render_to_string(template, facts).strip()
    # The notice of the decision says it already; one e-mail is enough.
    threads.post(by=by, thread=request.thread, body=body, side=by.side, notify=False)
    threads.complete(by=by, thread=request.thread)


def _tell(by: Actor, request: AppointmentRequest, notice: str, subject) -> None:
    outbox.put(
        practice=by.practice,
        notice=notice,
        subject=subject,
        recipient=request.made_by,
        key=f"{notice}:{subject.pk}:{request.made_by_id}",
        now=by.now,
    )
