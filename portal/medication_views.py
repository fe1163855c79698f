"""The forms behind the tab `Medications` of a Patient File: the medication list, allergies and alerts."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.chart_forms import DiscontinueForm, FlagForm, MedicationForm
from portal.chart_views import form_page, found
from practice.access import Permission
from practice.errors import Refused
from practice.http import invalid_status, posted, see, through
from practice.selectors import chart
from practice.services import flags, medications

FACTS = ("name", "dose", "pharmacy", "prescriber", "last_filled_on", "days_supply", "controlled")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """A further medication on the list."""
    see(request, Permission.CHART_EDIT)
    patient, actor = found(request, pk), request.actor
    form = _form(request)
    if form.submit(lambda: medications.add_medication(by=actor, patient=patient, **form.new())):
        return _done(request, patient, _("%(name)s is on the list.") % {"name": form.cleaned_data["name"]})
    return _page(request, form, patient, _("Add medication"), _("Add medication"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, medication):
    """A medication of the list."""
    see(request, Permission.CHART_EDIT)
    patient, row = _row(request, pk, medication)
    form = _form(request, row)
    if form.submit(lambda: medications.edit_medication(by=request.actor, medication=row, **form.facts())):
        return _done(request, patient, _("Saved."))
    return _page(request, form, patient, row.name, _("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def discontinue(request, pk, medication):
    """Ask why, then take the medication off the list."""
    see(request, Permission.CHART_EDIT)
    patient, row = _row(request, pk, medication)
    form = DiscontinueForm(posted(request))
    if form.submit(
        lambda: medications.discontinue_medication(by=request.actor, medication=row, reason=form.cleaned_data["reason"])
    ):
        undo = _url(request, "restore_medication", patient, row)
        return _done(request, patient, _("%(name)s is discontinued.") % {"name": row.name}, undo)
    context = {"form": form, "medication": row, "patient": patient, "cancel_url": _tab(request, patient)}
    return render(request, "portal/staff/discontinue.html", context, status=invalid_status(form))


@require_POST
def restore(request, pk, medication):
    """A discontinued medication back on the list."""
    patient, row = _row(request, pk, medication)
    return _try(
        request,
        patient,
        lambda: medications.restore_medication(by=request.actor, medication=row),
        _("%(name)s is on the list again.") % {"name": row.name},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_flag(request, pk):
    """A further allergy or alert."""
    see(request, Permission.CHART_EDIT)
    patient, form = found(request, pk), FlagForm(posted(request))
    if form.submit(lambda: flags.record_flag(by=request.actor, patient=patient, **form.new())):
        return _done(request, patient, _("Recorded: everybody sees it at the head of the file."))
    return _page(request, form, patient, _("Add allergy or alert"), _("Record"))


@require_POST
def end_flag(request, pk, flag):
    """It holds no more."""
    patient, row = _flag(request, pk, flag)
    undo, said = _url(request, "restore_flag", patient, row), _("%(text)s is ended.") % {"text": row.text}
    return _try(request, patient, lambda: flags.end_flag(by=request.actor, flag=row), said, undo)


@require_POST
def restore_flag(request, pk, flag):
    """It holds again."""
    patient, row = _flag(request, pk, flag)
    said = _("%(text)s holds again.") % {"text": row.text}
    return _try(request, patient, lambda: flags.restore_flag(by=request.actor, flag=row), said)


def _form(request, row=None) -> MedicationForm:
    actor = request.actor
    return MedicationForm(
        posted(request),
        pharmacies=chart.pharmacies(actor, row and row.pharmacy),
        prescribers=chart.prescribers(actor, row and row.prescriber),
        initial={name: getattr(row, name) for name in FACTS} if row else None,
    )


def _row(request, pk, medication):
    patient = found(request, pk)
    return patient, through(lambda: chart.medication(request.actor, patient, medication))


def _flag(request, pk, flag):
    patient = found(request, pk)
    return patient, through(lambda: chart.flag(request.actor, patient, flag))


def _page(request, form, patient, title, submit):
    return form_page(request, form, patient, title, submit, two=isinstance(form, MedicationForm), tab="medications")


def _try(request, patient, call, said: str, undo: str = ""):
    try:
        through(call)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(_tab(request, patient))
    return _done(request, patient, said, undo)


def _done(request, patient, said: str, undo: str = ""):
    messages.success(request, said, extra_tags=undo)
    return redirect(_tab(request, patient))


def _tab(request, patient) -> str:
    return reverse("staff:portal:medications", args=[request.actor.practice.slug, patient.pk])


def _url(request, name: str, patient, row) -> str:
    return reverse(f"staff:portal:{name}", args=[request.actor.practice.slug, patient.pk, row.pk])
