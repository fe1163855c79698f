"""Room: a request is decided once. The thread is answered and completed in the same transaction (D5)."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from messaging import threads
from practice import clock, journal
from practice.access import PATIENT, Actor
from practice.errors import Refused
from practice.models import StaffMember
from practice.prepared import Statement
from practice.tenancy import made_of, read_row
from scheduling import locks, moves, notices, telling
from scheduling.models import Appointment, AppointmentRequest, RequestEvent
from scheduling.states import REQUEST_MOVES, REQUEST_STATUSES

SUBJECT = "Appointment Request"
ANSWERS = {"schedule": "approved", "reschedule": "moved", "cancel": "cancelled"}
RELATED = ("thread", "patient", "visit_type", "location", "made_by", "case")

# PostgreSQL takes the locks of a row in the order in which they are named here.
LOCKED = Statement(
    """
SELECT jsonb_build_array(
         to_jsonb(request), to_jsonb(thread), to_jsonb(patient), to_jsonb(visit_type), to_jsonb(location),
         to_jsonb(made_by), to_jsonb(course)
       )::text
  FROM scheduling_appointmentrequest request
  JOIN messaging_thread thread ON thread.id = request.thread_id
  JOIN practice_patient patient ON patient.id = request.patient_id
  JOIN scheduling_visittype visit_type ON visit_type.id = request.visit_type_id
  JOIN practice_location location ON location.id = request.location_id
  JOIN practice_user made_by ON made_by.id = request.made_by_id
  LEFT JOIN scheduling_case course ON course.id = request.case_id
 WHERE request.id = %(request)s
   FOR NO KEY UPDATE OF thread, request
""",
    request="uuid",
)


def lock(request: AppointmentRequest) -> AppointmentRequest:
    """The request as it is now, with its thread, both locked until the transaction ends: thread first, as messaging."""
    # Whoever was waited for may have edited what it asks for: then no row fits those it was joined with before. It is
    # locked all the same, so that it fits when looked at once more.
    ((found,),) = LOCKED.rows(request=request.pk) or LOCKED.rows(request=request.pk)
    locked, *others = read_row(found)
    locked = made_of(AppointmentRequest, locked)
    for name, row in zip(RELATED, others, strict=True):
        setattr(locked, name, row and made_of(AppointmentRequest._meta.get_field(name).related_model, row))
    return locked


def visit_of(by: Actor, request: AppointmentRequest) -> Appointment:
    """The visit a change is about, locked. Refuses `visit_passed` once it has begun (X15)."""
    visit = locks.appointment(request.appointment)
    if visit.starts_at <= by.now:
        raise Refused("visit_passed", _("The visit it is about has already begun or is over."))
    return visit


def record(*, by: Actor, request: AppointmentRequest, what: str, note: str = "") -> None:
    """Leave what happened in the request's history."""
    known = {"practice": by.practice, "request": request, "at": by.now, "by": by.user, "side": by.side}
    journal.leave(RequestEvent(what=what, note=note, **known))


def change(*, by: Actor, request: AppointmentRequest, verb: str, what: str, note: str = "", **facts) -> None:
    """Make one move of the request and write it down, or refuse `already_decided` with whoever was faster."""
    if not moves.move(request, verb, REQUEST_MOVES, **facts):
        refuse_decided(by, request)
    record(by=by, request=request, what=what, note=note)


def close(*, by: Actor, request: AppointmentRequest, verb: str, what: str, note: str = "", **facts) -> None:
    """Decide the request, or refuse `already_decided` with whoever was faster."""
    change(by=by, request=request, verb=verb, what=what, note=note, decided_at=by.now, decided_by=by.user, **facts)


def refuse_decided(by: Actor, request: AppointmentRequest) -> None:
    """Refuse `already_decided`, naming what was decided and when, and to staff by whom."""
    status = REQUEST_STATUSES[request.status].lower()
    if request.decided_at is None:  # open still, but not for this
        said = _("This request is %(status)s now. Please look at it again.") % {"status": status}
        raise Refused("request_changed", said, status=request.status)
    when: datetime = request.decided_at
    said = {"status": status, "time": clock.moment(when, request.location.zone)}
    message = _("This request was already %(status)s on %(time)s.")
    if by.side != PATIENT and request.decided_by:  # staff names are the practice's own business (R119)
        message, said["name"] = _("This request was already %(status)s by %(name)s on %(time)s."), request.decided_by
    raise Refused("already_decided", message % said, status=request.status, decided_at=when.isoformat())


def approved(*, by: Actor, request: AppointmentRequest, appointment: Appointment, note: str) -> None:
    """What was asked is done: close the request, answer the thread with the time and the note, and tell people once."""
    close(by=by, request=request, verb="approve", what="approved", appointment=appointment)
    facts = {"appointment": appointment, "note": note}
    body = in_words(request, f"scheduling/thread/{ANSWERS[request.kind]}.txt", appointment.starts_at, **facts)
    last_word(by, request, body)
    tell(by, request, appointment)


def tell(by: Actor, request: AppointmentRequest, appointment: Appointment) -> None:
    """A new visit is news for whoever asked; a changed one for everybody who has it in a calendar."""
    if request.kind == "schedule":
        telling.requester(by, request, notices.BOOKED, appointment)
    else:
        telling.everybody(by, appointment, notices.MOVED if request.kind == "reschedule" else notices.CANCELLED)


def declined(*, by: Actor, request: AppointmentRequest, reason: str) -> None:
    """Close the request; the reason is the answer the patient reads."""
    close(by=by, request=request, verb="decline", what="declined", decline_reason=reason)
    last_word(by, request, reason)
    telling.requester(by, request, notices.DECLINED)


def in_words(request: AppointmentRequest, template: str, at: datetime, **facts) -> str:
    """What is said to whoever asked, in their language."""
    zone = request.location.zone
    with translation.override(request.made_by.language):
        known = {"request": request, "when": clock.moment(at, zone), "zone": clock.zone_label(zone, at)}
        return render_to_string(template, known | facts).strip()


def last_word(by: Actor, request: AppointmentRequest, body: str, member: StaffMember | None = None) -> None:
    """Say it in the thread, which is done with. The notice of the decision says it is there: one e-mail.

    Where the patient's act decides, `member` is the colleague whose work it completes.
    """
    done = member or by.member
    threads.post(by=by, thread=request.thread, body=body, side=by.side, notify=False, completed_by=done)
