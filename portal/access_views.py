"""The forms behind the tab `Portal access` of a Patient File: changing, ending and giving back somebody's access."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal import access_contents
from portal.access_forms import ChangeAccessForm, EndAccessForm
from portal.chart_views import form_page, found, tab
from practice.access import Permission
from practice.errors import Refused
from practice.http import invalid_status, posted, see, through
from practice.selectors import grants as selectors
from registration.services import access as doors

FACTS = ("relationship", "level", "starts_on", "ends_on")


def access(request, pk):
    """Who has access to the record, and who was invited."""
    return tab(request, pk, "access", access_contents.context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk, grant):
    """What somebody is to the patient, what they may do, and from when until when."""
    see(request, Permission.ACCESS_MANAGE)
    patient, row = _row(request, pk, grant)
    zone = request.actor.practice.time_zone
    initial = {
        "relationship": row.relationship,
        "level": row.level,
        "starts_on": row.first_day(zone),
        "ends_on": row.last_day(zone),
    }
    form = ChangeAccessForm(posted(request), initial=initial)
    if form.submit(lambda: doors.change(by=request.actor, grant=row, **_facts(form))):
        return _done(request, patient, _("Saved."))
    title = _("Access of %(name)s") % {"name": row.user.name}
    return form_page(request, form, patient, title, _("Save"), tab="access")


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk, grant):
    """Ask why, then end somebody's access from the next page they open."""
    see(request, Permission.ACCESS_MANAGE)
    patient, row = _row(request, pk, grant)
    form = EndAccessForm(posted(request))
    if form.submit(lambda: doors.end(by=request.actor, grant=row, reason=form.cleaned_data["reason"])):
        return _done(request, patient, _("The access of %(name)s has ended.") % {"name": row.user.name})
    context = {
        "form": form,
        "grant": row,
        "patient": patient,
        "points": access_contents.ways_left(request.actor, row),
        "cancel_url": _tab_url(request, patient),
    }
    return render(request, "portal/staff/end_access.html", context, status=invalid_status(form))


@require_POST
def restore(request, pk, grant):
    """Undo the ending."""
    see(request, Permission.ACCESS_MANAGE)
    patient, row = _row(request, pk, grant)
    try:
        through(lambda: doors.restore(by=request.actor, grant=row))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(_tab_url(request, patient))
    return _done(request, patient, _("%(name)s has access as before.") % {"name": row.user.name})


def _facts(form: ChangeAccessForm) -> dict:
    return {name: form.cleaned_data[name] for name in FACTS}


def _row(request, pk, grant):
    patient = found(request, pk)
    return patient, through(lambda: selectors.grant(request.actor, patient, grant))


def _tab_url(request, patient) -> str:
    return reverse("staff:portal:access", args=[request.actor.practice.slug, patient.pk])


def _done(request, patient, said: str):
    messages.success(request, said)
    return redirect(_tab_url(request, patient))
