"""What scheduling tells messaging about its threads: the decision beside them, and how they may be completed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from messaging import booking, kinds
from messaging.models import Message, Thread
from practice.access import STAFF, Actor, Permission
from practice.errors import Refused
from practice.models import Patient
from scheduling import deciding, holds, panel
from scheduling.models import AppointmentRequest
from scheduling.panel import words
from scheduling.selectors.offers import may_request
from scheduling.selectors.requests import may_decide
from scheduling.states import OPEN_REQUEST, REQUEST_STATUSES

ELSEWHERE, DECLINED, PENDING = "booked_elsewhere", "declined", "pending"
TAG_KINDS = {
    "pending": ("wait", "clock"),
    "proposed": ("wait", "clock"),
    "approved": ("good", "calendar-check"),
    "declined": ("bad", "x"),
    "withdrawn": ("", "undo-2"),
    "expired": ("", "clock"),
}
STATES = """
SELECT thread_id, status FROM scheduling_appointmentrequest request WHERE thread_id = ANY(%(threads)s)
   AND NOT EXISTS (SELECT FROM scheduling_appointmentrequest later WHERE later.replaces_id = request.id)
"""


def announce() -> None:
    """Called from the app's `ready`."""
    booking.announce(_request_url)
    kinds.announce(
        kinds.ThreadKind(
            "appointment",
            deciding.SUBJECT,
            panel=panel.panel,
            undecided=undecided,
            settle=settle,
            final=frozenset({ELSEWHERE, DECLINED}),
            states=STATES,
            tag=tag_of,
        )
    )


def undecided(thread: Thread) -> list[tuple[str, str]]:
    """*Handled how?* while the request is open; nothing once it is decided."""
    request = AppointmentRequest.objects.filter(thread=thread, status__in=OPEN_REQUEST).first()
    if request is None:
        return []
    return [(ELSEWHERE, words.elsewhere(request)), (DECLINED, _("Declined")), (PENDING, _("Leave pending"))]


def settle(by: Actor, thread: Thread, how: str) -> None:
    """Decide the request as its thread is completed. *Declined* takes the answer just sent as its reason.

    Refuses who may not decide, and *Declined* without an answer. *Leave pending* changes nothing.
    """
    if how not in (ELSEWHERE, DECLINED):
        return
    request = deciding.lock(AppointmentRequest.objects.get(thread=thread, replaced_by=None))
    if not may_decide(by, request):
        raise Refused("not_yours_to_decide", _("Only somebody who schedules may decide this request."), "handled")
    if how == ELSEWHERE:
        holds.release(request)
        deciding.close(by=by, request=request, verb="approve", what="approved", handled_elsewhere=True)
        return
    reason = _answer_just_sent(by, thread)
    if not reason:
        raise Refused("reason_needed", _("Please tell the patient why."), "response")
    holds.release(request)
    deciding.close(by=by, request=request, verb="decline", what="declined", decline_reason=reason)


def tag_of(status: str) -> kinds.Tag:
    """The status of the thread's request; whoever sees the thread may see it."""
    return kinds.Tag(str(REQUEST_STATUSES[status]), *TAG_KINDS[status])


def _request_url(actor: Actor, patient: Patient) -> str:
    if not (actor.may(Permission.REQUEST_MAKE, patient.pk) and may_request(actor, patient)):
        return ""
    return reverse("my:scheduling:request", args=[actor.practice.slug, patient.pk])


def _answer_just_sent(by: Actor, thread: Thread) -> str:
    said = Message.objects.filter(thread=thread, side=STAFF, shown_to="portal", author=by.user, sent_at=by.now)
    return said.order_by("-number").values_list("body", flat=True).first() or ""
