"""Room: an open request gives way to another one of whoever made it, in the same thread (V32)."""

from django.utils.translation import gettext as _

from practice.access import Actor
from practice.errors import NotAllowed, Refused
from scheduling import deciding, holds
from scheduling.models import Appointment, AppointmentRequest
from scheduling.selectors.requests import may_withdraw
from scheduling.states import OPEN_REQUEST


def give_way(*, by: Actor, request: AppointmentRequest, about: Appointment | None) -> AppointmentRequest:
    """Close the request and free the times that were kept for it. Call it before any other lock is taken.

    `about` is the visit that the new one is about, none for a new visit. Not allowed to anybody but whoever made it;
    refuses `about_something_else`, and `already_decided` when it is not open any more (X14).
    """
    request = deciding.lock(request)
    if not may_withdraw(by, request):
        raise NotAllowed("own_request")
    if request.status not in OPEN_REQUEST:
        deciding.refuse_decided(by, request)
    if (request.kind == "schedule") != (about is None) or (about and request.appointment_id != about.pk):
        raise Refused("about_something_else", _("The request to be replaced is about something else."))
    holds.release(request)
    deciding.close(by=by, request=request, verb="withdraw", what="replaced")
    return request
