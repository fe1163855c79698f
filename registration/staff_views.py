"""The staff's pages of registration."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from practice.access import Permission
from practice.http import invalid_status, page, see, through
from practice.selectors import patients
from registration import selectors, services
from registration.forms import InviteForm


def invite(request, pk):
    """Send Invite to patient portal: to the patient, or to whoever acts for them."""
    see(request, Permission.ACCESS_MANAGE)
    patient = through(lambda: patients.patient(request.actor, pk))
    suggested = selectors.suggestion(request.actor, patient, _contact(request))
    form = InviteForm(request.POST or None, initial=suggested)
    back = reverse("staff:portal:file", args=[request.actor.practice.slug, patient.pk])
    if form.is_bound and form.submit(lambda: _send(request, patient, suggested, form.cleaned_data)):
        said = _("An invitation is on its way to %(address)s.") % {"address": form.cleaned_data["email"]}
        messages.success(request, said)
        return redirect(back)
    sent = selectors.invitations(request.actor, patient)
    crumbs = [{"label": patient.name, "url": back}, {"label": _("Invitation")}]
    context = {"form": form, "patient": patient, "invitations": sent, "back": back, "crumbs": crumbs}
    return page(request, "registration/staff/invite.html", context, status=invalid_status(form))


def _contact(request) -> UUID | None:
    try:
        return UUID(request.GET.get("contact", ""))
    except ValueError:
        return None


def _send(request, patient, suggested: dict, data: dict):
    contact = suggested.get("contact")
    same = contact is not None and contact.email == data["email"]  # both canonical
    return services.invite(by=request.actor, patient=patient, contact=contact if same else None, **data)
