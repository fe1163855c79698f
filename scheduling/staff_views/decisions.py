"""Approve, decline or re-open a request, from wherever its panel stands; `next` leads back there.

Nobody needs the schedule for it: who holds the request as named provider or last resort decides here too (D6).
"""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from practice.errors import Refused
from practice.http import back_to, through
from practice.tenancy import find
from scheduling import panel, services
from scheduling.forms import ApproveForm, DecisionForm, DeclineForm
from scheduling.models import AppointmentRequest
from scheduling.staff_views import request_card

APPROVED = {
    "schedule": gettext_lazy("Approved: the visit is booked and the patient is told."),
    "reschedule": gettext_lazy("Approved: the visit is moved and the family is told."),
    "cancel": gettext_lazy("Approved: the visit is cancelled and the family is told."),
}

OVERRULED = ("outside_hours", "slot_requested")  # what a reason to book all the same can overrule


@require_POST
def approval(request, request_id):
    """Book the request at the chosen time; move or cancel the visit where that is what it asks for."""
    row = find_request(request, request_id)
    form = ApproveForm(request.POST, timeless=row.kind == "cancel")
    if form.submit(lambda: _approve(request.actor, row, form.cleaned_data)):
        return done(request, row, APPROVED[row.kind])
    return request_card.refused(request, row, form)


@require_POST
def declination(request, request_id):
    """Decline the request; the patient reads the reason."""
    row = find_request(request, request_id)
    form = DeclineForm(request.POST)
    if form.submit(lambda: services.decline(by=request.actor, request=row, reason=form.cleaned_data["reason"])):
        return done(request, row, _("Declined: the patient has your answer."))
    return request_card.refused(request, row, form)


@require_POST
def reopening(request, request_id):
    """Take a declined or expired request up again."""
    row = find_request(request, request_id)
    form = DecisionForm(request.POST)
    if form.submit(lambda: services.reopen(by=request.actor, request=row)):
        return done(request, row, _("Open again: it is pending, and its message is in the inboxes."))
    return request_card.refused(request, row, form)


def find_request(request, request_id) -> AppointmentRequest:
    """The request of this id, or the answer that there is none."""
    return through(lambda: find(AppointmentRequest, request.actor, request_id))


def done(request, row, said: str):
    """Back to where it was decided, with a word that it is done."""
    messages.success(request, said)
    return redirect(back_to(request, request_card.own_url(request, row)))


def _approve(actor, row, said: dict):
    approve = partial(services.approve, by=actor, request=row, note=said["approve_note"])
    if row.kind == "cancel":
        return approve()
    starts_at, provider = panel.read_time(actor, said["time"])
    try:
        return approve(starts_at=starts_at, provider=provider)
    except Refused as refusal:
        override = panel.override_for(actor, row, starts_at, said["override"]) if refusal.code in OVERRULED else ""
        if not override:
            raise
        return approve(starts_at=starts_at, provider=provider, override=override)
