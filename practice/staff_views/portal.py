"""The portal's settings, and the texts patients agree to."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice import readiness
from practice.access import Permission
from practice.errors import Refused
from practice.forms.portal import SettingsForm, TermsForm
from practice.http import invalid_status, page, posted, see, through
from practice.models.settings import TERMS_KINDS
from practice.selectors import directory, portal as selectors
from practice.services import settings as doors


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request):
    """All settings on one page, with what is missing before patients can ask."""
    see(request, Permission.SETTINGS_EDIT)
    row = selectors.settings(request.actor)
    initial = {name: SettingsForm.saved(row, name) for name in (*doors.EDITABLE, "version")}
    form = SettingsForm(posted(request), initial=initial, colleagues=directory.answering(request.actor))
    if request.method == "POST":
        saved = form.submit(lambda: doors.edit_settings(by=request.actor, settings=row, **form.wanted()))
        if saved:
            messages.success(request, _said(row, saved))
            return redirect("staff:practice:portal", request.actor.practice.slug)
        if form.refusal and form.refusal.code == "settings_changed":
            form = form.on_top_of(row)
    return _settings_page(request, row, form)


@require_POST
def turning_on(request):
    """Requests that were saved as not live go live."""
    see(request, Permission.SETTINGS_EDIT)
    try:
        through(lambda: doors.turn_requests_on(by=request.actor, settings=selectors.settings(request.actor)))
        messages.success(request, _("Appointment Requests are on: patients see them now."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("staff:practice:portal", request.actor.practice.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request, kind):
    """Write, preview and publish one of the texts. A preview saves nothing."""
    see(request, Permission.SETTINGS_EDIT)
    if kind not in TERMS_KINDS:
        raise Http404
    in_force = selectors.text_in_force(request.actor, kind)
    form = TermsForm(posted(request), initial={"body": in_force.body if in_force else ""})
    context = {"form": form, "kind": kind, "title": TERMS_KINDS[kind], "in_force": in_force}
    if "preview" in request.POST:
        context["preview"] = form.is_valid() and form.cleaned_data["body"]
    elif form.submit(lambda: doors.publish_terms(by=request.actor, kind=kind, body=form.cleaned_data["body"])):
        messages.success(request, _("The new version is in force."))
        return redirect("staff:practice:portal", request.actor.practice.slug)
    return page(request, "practice/staff/terms.html", context, status=invalid_status(form))


def _said(before, saved) -> str:
    if saved.requests_planned:
        return _("The settings were saved. Appointment Requests are not live: patients see nothing of them yet.")
    if saved.requests_on and not before.requests_on:
        return _("The settings were saved. Appointment Requests are on: patients see them now.")
    if before.requests_on and not saved.requests_on:
        return _("The settings were saved. Patients cannot ask any more; visits and open requests stay as they are.")
    return _("The settings were saved.")


def _shared(request, form) -> dict | None:
    """The logins that keep the practice from being strict, where that was why the door said no."""
    if not form.refusal or form.refusal.code != "logins-shared":
        return None
    return selectors.shared_logins(request.actor)


def _settings_page(request, row, form):
    needs = readiness.needs(request.actor)
    context = {
        "settings": row,
        "form": form,
        "needs": needs,
        "ready": all(need.met for need in needs),
        "may_plan": bool(form.refusal and form.refusal.code == "not_ready"),
        "shared": _shared(request, form),
        "texts": selectors.texts(request.actor),
    }
    return page(request, "practice/staff/portal.html", context, status=invalid_status(form))
