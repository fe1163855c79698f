"""`Appointments`: what is coming, what was asked for and how it stands, what was; taking a request back; an offer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.access import Permission
from practice.errors import Refused
from practice.http import DoorForm, page, posted, see, through
from scheduling import ics, services
from scheduling.models import AppointmentRequest
from scheduling.patient_views import lists, requested
from scheduling.patient_views.own import own, own_visit

LISTS = "scheduling/patient/appointments.html"


@require_safe
def appointments(request):
    """The three lists of one person."""
    see(request, Permission.APPOINTMENT_SEE)
    return page(request, LISTS, lists.appointments(request))


@require_http_methods(["GET", "POST"])
def withdrawal(request, request_id):
    """Take back a request that has no answer yet; asks first."""
    see(request, Permission.REQUEST_MAKE)
    asked = own(request, AppointmentRequest, request_id)
    form = DoorForm(posted(request))
    if form.submit(lambda: services.withdraw(by=request.actor, request=asked)):
        messages.success(request, _("Your request has been withdrawn."))
        return redirect("my:scheduling:appointments", request.actor.practice.slug, request.patient.pk)
    context = requested.withdrawal(request, asked, form)
    return page(request, "scheduling/patient/withdraw.html", context, status=409 if form.refusal else 200)


@require_POST
def acceptance(request, request_id, proposal_id):
    """`Accept` one of the times the practice offers."""
    asked = own(request, AppointmentRequest, request_id)
    try:
        through(lambda: services.accept(by=request.actor, request=asked, proposal_id=proposal_id))
    except Refused as refusal:
        return _refused(request, asked, refusal)
    return redirect("my:scheduling:request_sent", request.actor.practice.slug, request.patient.pk, asked.pk)


@require_POST
def offer_refusal(request, request_id):
    """`Decline` all of them; the practice has the request back."""
    asked = own(request, AppointmentRequest, request_id)
    try:
        through(lambda: services.turn_down(by=request.actor, request=asked))
    except Refused as refusal:
        return _refused(request, asked, refusal)
    messages.success(request, _("You have declined these times. The practice looks for another one."))
    return redirect("my:scheduling:appointments", request.actor.practice.slug, request.patient.pk)


def _refused(request, asked, refusal: Refused):
    return page(request, LISTS, lists.appointments(request, (asked.pk, refusal.message)), status=409)


@require_safe
def calendar_file(request, appointment_id):
    """The visit as a file for the reader's own calendar; it names the practice, never why somebody comes."""
    see(request, Permission.APPOINTMENT_SEE)
    visit = own_visit(request, appointment_id)
    answer = HttpResponse(ics.visit_file(visit, request.actor.now), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return answer
