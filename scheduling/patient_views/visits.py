"""`Appointments`: what is coming, what was asked for and how it stands, what was; and taking a request back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice.access import Permission
from practice.http import DoorForm, page, see
from scheduling import ics, services
from scheduling.models import Appointment, AppointmentRequest
from scheduling.patient_views import lists
from scheduling.patient_views.own import own


@require_safe
def appointments(request):
    """The three lists of one person."""
    see(request, Permission.APPOINTMENT_SEE)
    return page(request, "scheduling/patient/appointments.html", lists.appointments(request))


@require_http_methods(["GET", "POST"])
def withdrawal(request, request_id):
    """Take back a request that has no answer yet; asks first."""
    asked = own(request, AppointmentRequest, request_id)
    form = DoorForm(request.POST if request.method == "POST" else None)
    if form.submit(lambda: services.withdraw(by=request.actor, request=asked)):
        messages.success(request, _("Your request has been withdrawn."))
        return redirect("my:scheduling:appointments", request.actor.practice.slug, request.patient.pk)
    context = lists.withdrawal(request, asked, form)
    return page(request, "scheduling/patient/withdraw.html", context, status=409 if form.refusal else 200)


@require_safe
def calendar_file(request, appointment_id):
    """The visit as a file for the reader's own calendar; it names the practice, never why somebody comes."""
    visit = own(request, Appointment, appointment_id)
    answer = HttpResponse(ics.visit_file(visit, request.actor.now), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return answer
