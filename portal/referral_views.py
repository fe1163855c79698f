"""The forms behind the tab `Referrals` of a Patient File."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.chart_forms import ReferralForm
from portal.chart_views import form_page, found
from practice.access import Permission
from practice.http import posted, see, through
from practice.selectors import chart
from practice.services import referrals as doors

FACTS = ("specialty", "referred_to", "reason")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """A referral that nobody asked for from the portal."""
    see(request, Permission.CHART_EDIT)
    patient, form = found(request, pk), ReferralForm(posted(request))
    if form.submit(lambda: doors.make_referral(by=request.actor, patient=patient, **form.new())):
        return _done(request, patient, _("The referral is in the chart."))
    return form_page(request, form, patient, _("Create referral"), _("Create referral"), tab="referrals")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, referral):
    """Correct a referral."""
    see(request, Permission.CHART_EDIT)
    patient = found(request, pk)
    row = through(lambda: chart.referral(request.actor, patient, referral))
    form = ReferralForm(posted(request), initial={name: getattr(row, name) for name in FACTS})
    if form.submit(lambda: doors.edit_referral(by=request.actor, referral=row, **form.facts())):
        return _done(request, patient, _("Saved."))
    return form_page(request, form, patient, row.specialty, _("Save"), tab="referrals")


def _done(request, patient, said: str):
    messages.success(request, said)
    return redirect("staff:portal:referrals", request.actor.practice.slug, patient.pk)
