"""The forms behind the tab `Insurance` of a Patient File."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.chart_forms import CorrectPolicyForm, EndPolicyForm, PolicyForm
from portal.chart_views import form_page, found
from practice.access import Permission
from practice.http import invalid_status, posted, see, through
from practice.selectors import chart
from practice.services import insurance as doors

FACTS = ("company", "member_number", "group_number", "starts_on", "ended_on")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """A new policy; the one before it ends when it starts."""
    see(request, Permission.INSURANCE_EDIT)
    patient, actor = found(request, pk), request.actor
    form = PolicyForm(posted(request), initial={"starts_on": chart.today(actor)})
    if form.submit(lambda: doors.add_policy(by=actor, patient=patient, **form.new())):
        return _done(request, patient, _("%(name)s is the current insurance.") % {"name": form.cleaned_data["company"]})
    before = chart.insurance(actor, patient)
    lead = _("%(name)s ends on the day this one starts.") % {"name": before.company} if before else ""
    return form_page(request, form, patient, _("Add insurance"), _("Add insurance"), tab="insurance", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, policy):
    """Correct a policy."""
    see(request, Permission.INSURANCE_EDIT)
    patient, row = _row(request, pk, policy)
    form = CorrectPolicyForm(posted(request), initial={name: getattr(row, name) for name in FACTS})
    if form.submit(lambda: doors.edit_policy(by=request.actor, policy=row, **form.facts())):
        return _done(request, patient, _("Saved."))
    return form_page(request, form, patient, row.company, _("Save"), tab="insurance")


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk, policy):
    """Ask from when, then end the policy."""
    see(request, Permission.INSURANCE_EDIT)
    patient, row = _row(request, pk, policy)
    form = EndPolicyForm(posted(request), initial={"ended_on": chart.today(request.actor)})
    if form.submit(lambda: doors.end_policy(by=request.actor, policy=row, ended_on=form.cleaned_data["ended_on"])):
        return _done(request, patient, _("%(name)s is ended.") % {"name": row.company})
    context = {"form": form, "policy": row, "patient": patient, "cancel_url": _tab(request, patient)}
    return render(request, "portal/staff/end_policy.html", context, status=invalid_status(form))


def _row(request, pk, policy):
    patient = found(request, pk)
    return patient, through(lambda: chart.policy(request.actor, patient, policy))


def _done(request, patient, said: str):
    messages.success(request, said)
    return redirect(_tab(request, patient))


def _tab(request, patient) -> str:
    return reverse("staff:portal:insurance", args=[request.actor.practice.slug, patient.pk])
