"""What a message asks for, taken into the chart; each comes back to the message it stands beside (R68-R70)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from messaging import charting, inbox, referrals, rights
from messaging.forms.charting import AcceptInsuranceForm, CreateReferralForm
from messaging.services import charting as doors, reading
from messaging.staff_views import center
from practice.errors import Refused
from practice.http import back_to, invalid_status, page, posted, through


@require_http_methods(["GET", "HEAD", "POST"])
def insurance(request, thread):
    """The insurance that was reported, beside the chart's; sent, it is accepted into the chart."""
    found = center.find(request, thread)
    _refuse(request, found, rights.may_keep_insurance)
    form = AcceptInsuranceForm(posted(request))
    if form.submit(lambda: doors.accept_insurance(by=request.actor, thread=found, **form.cleaned_data)):
        messages.success(request, _("It is in the chart now."))
        return redirect(_back(request, found))
    said = {"error": form.complaint, "starts_on": form.data.get("starts_on", "")} if form.is_bound else {}
    panel = charting.insurance_panel(request.actor, found, **said)
    return _panel_page(request, found, panel, invalid_status(form))


@require_POST
def insurance_back(request, thread):
    """Accepting taken back."""
    found = center.find(request, thread)
    try:
        through(lambda: doors.take_back_insurance(by=request.actor, thread=found))
        messages.success(request, _("It is out of the chart again."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(_back(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def referral(request, thread):
    """The referral that is asked for, to be completed and created."""
    found = center.find(request, thread)
    _refuse(request, found, rights.may_refer)
    panel = charting.referral_panel(request.actor, found)
    if panel is None:
        raise Http404
    asked = found.referral_request
    initial = {"specialty": asked.specialty, "referred_to": asked.wanted, "reason": referrals.reason_of(found)}
    form = CreateReferralForm(posted(request), initial=initial)
    if form.submit(lambda: doors.create_referral(by=request.actor, thread=found, **form.cleaned_data)):
        messages.success(request, _("The referral is in the chart."))
        return redirect(_back(request, found))
    through(lambda: reading.preview(by=request.actor, thread=found))
    context = {"form": form, "thread": found, "back": _back(request, found)}
    return page(request, "messaging/staff/referral.html", context, status=invalid_status(form))


def _panel_page(request, found, panel, status: int):
    if panel is None:
        raise Http404
    through(lambda: reading.preview(by=request.actor, thread=found))
    context = {"panel": panel, "thread": found, "back": _back(request, found), **panel.context}
    return page(request, "messaging/staff/chart_panel.html", context, status=status)


def _refuse(request, found, rule) -> None:
    if not rule(request.actor, thread=found):
        raise PermissionDenied


def _back(request, found) -> str:
    return back_to(request, inbox.address(request.actor, "all", selected=str(found.pk)))
