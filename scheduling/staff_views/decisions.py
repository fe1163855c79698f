"""Approve or decline a request, from its message or from the schedule; `next` leads back there.

Nobody needs the schedule for it: who holds the request as named provider or last resort decides here too (D6).
"""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practice.http import back_to, page, through
from practice.tenancy import find
from scheduling import panel, services
from scheduling.forms import ApproveForm, DeclineForm
from scheduling.models import AppointmentRequest
from scheduling.staff_views import cards


@require_POST
def approval(request, request_id):
    """Book the request at the chosen time."""
    asked = through(lambda: find(AppointmentRequest, request.actor, request_id))
    form = ApproveForm(request.POST)
    made = form.submit(lambda: services.approve(by=request.actor, request=asked, **_time(request.actor, form)))
    if made:
        return _done(request, asked, _("Approved: the visit is booked and the patient is told."))
    return _refused(request, asked, form, error=form.first_error)


@require_POST
def declination(request, request_id):
    """Decline the request; the patient reads the reason."""
    asked = through(lambda: find(AppointmentRequest, request.actor, request_id))
    form = DeclineForm(request.POST)
    done = form.submit(lambda: services.decline(by=request.actor, request=asked, reason=form.cleaned_data["reason"]))
    if done:
        return _done(request, asked, _("Declined: the patient has your answer."))
    beside = form.errors.get("reason")
    said = {"reason_error": beside[0]} if beside else {"error": form.first_error}
    return _refused(request, asked, form, reason=request.POST.get("reason", ""), **said)


def _time(actor, form) -> dict:
    starts_at, provider = panel.read_time(actor, form.cleaned_data["time"])
    return {"starts_at": starts_at, "provider": provider}


def _done(request, asked, said: str):
    messages.success(request, said)
    own = reverse("staff:scheduling:request", args=[request.actor.practice.slug, asked.pk])
    return redirect(back_to(request, own))


def _refused(request, asked, form, **shown):
    """The panel again, as it is now: what stands in the way, the nearest free times, and what was typed."""
    asked.refresh_from_db()
    context = cards.decision_page(request, asked, **shown)
    return page(request, "scheduling/staff/decision.html", context, status=409 if form.refusal else 422)
