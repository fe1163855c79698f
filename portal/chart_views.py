"""The Patient File: its tabs, and the forms behind them. Opening it is an act, so each tab goes through a door."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import chart_contents, chart_tabs, charts, history
from portal.forms import ContactForm, EditPatientForm
from practice.access import Permission
from practice.http import invalid_status, see, through
from practice.selectors import patients as selectors
from practice.services import patients as doors


@require_safe
def personal(request, pk):
    """Details and the people around the patient."""
    return tab(request, pk, "personal", charts.personal_context)


@require_safe
def cases(request, pk):
    """What the patient comes for."""
    return tab(request, pk, "cases", chart_tabs.cases)


@require_safe
def medications(request, pk):
    """Allergies and alerts, and the medication list."""
    see(request, Permission.CHART_SEE)
    return tab(request, pk, "medications", chart_contents.medications)


@require_safe
def insurance(request, pk):
    """The current policy and those before it."""
    see(request, Permission.CHART_SEE)
    return tab(request, pk, "insurance", chart_contents.insurance)


@require_safe
def referrals(request, pk):
    """To whom the patient was sent on."""
    see(request, Permission.CHART_SEE)
    return tab(request, pk, "referrals", chart_contents.referrals)


@require_safe
def appointments(request, pk):
    """Visits to come and visits that are over."""
    see(request, Permission.APPOINTMENT_SEE)
    return tab(request, pk, "appointments", chart_tabs.appointments)


@require_safe
def thread_list(request, pk):
    """Threads about the patient; they open in the Message Center."""
    see(request, Permission.THREAD_READ)
    return tab(request, pk, "messages", chart_tabs.messages)


@require_safe
def history_of(request, pk):
    """Who did or read what about the patient; this reading too."""
    see(request, Permission.CHART_SEE)
    place = {"show": request.GET.get("show", ""), "after": request.GET.get("after", "")}
    return tab(request, pk, "history", lambda actor, patient: history.context(actor, patient, **place))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """The patient's details."""
    see(request, Permission.PATIENT_EDIT)
    patient, actor = found(request, pk), request.actor
    form = EditPatientForm(
        request.POST or None,
        locations=selectors.home_locations(actor),
        providers=selectors.primary_providers(actor, patient.primary_provider),
        initial=charts.details(patient),
    )
    if form.submit(lambda: doors.edit_patient(by=actor, patient=patient, **form.facts())):
        messages.success(request, _("Saved."))
        return redirect(file_url(request, patient))
    return form_page(request, form, patient, _("Edit details"), _("Save"), two=True)


@require_http_methods(["GET", "HEAD", "POST"])
def add_contact(request, pk):
    """A further guardian or relative."""
    see(request, Permission.PATIENT_EDIT)
    patient, actor = found(request, pk), request.actor
    form = ContactForm(request.POST or None)
    if form.submit(lambda: doors.add_contact(by=actor, patient=patient, **form.facts(), request_key=form.key)):
        return redirect(file_url(request, patient))
    return form_page(request, form, patient, _("Add guardian or relative"), _("Add"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_contact(request, pk, contact):
    """What is known of a guardian or relative."""
    see(request, Permission.PATIENT_EDIT)
    patient, actor = found(request, pk), request.actor
    row = through(lambda: selectors.contact(actor, patient, contact))
    form = ContactForm(request.POST or None, initial=charts.contact_details(row))
    if form.submit(lambda: doors.edit_contact(by=actor, contact=row, **form.facts())):
        messages.success(request, _("Saved."))
        return redirect(file_url(request, patient))
    return form_page(request, form, patient, row.name, _("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def remove_contact(request, pk, contact):
    """Ask, then take a guardian or relative off the file."""
    see(request, Permission.PATIENT_EDIT)
    patient = found(request, pk)
    row = through(lambda: selectors.contact(request.actor, patient, contact))
    if request.method == "POST":
        through(lambda: doors.remove_contact(by=request.actor, contact=row))
        messages.success(request, _("%(name)s is off the file.") % {"name": row.name})
        return redirect(file_url(request, patient))
    context = {"contact": row, "patient": patient, "file_url": file_url(request, patient)}
    return render(request, "portal/staff/remove_contact.html", context)


def found(request, pk):
    """The patient, for a form about them: no reading of the chart, so no audit row of its own. Or 404."""
    return through(lambda: selectors.patient(request.actor, pk))


def opened(request, pk):
    """The patient whose file is being read, through the door that says so in the audit. Or 404."""
    patient = found(request, pk)
    return through(lambda: doors.open_file(by=request.actor, patient=patient))


def file_url(request, patient) -> str:
    return reverse("staff:portal:file", args=[request.actor.practice.slug, patient.pk])


def tab(request, pk, name, context):
    """A tab of the file, read through the door that says so in the audit."""
    see(request, Permission.PATIENT_SEE)
    patient = opened(request, pk)
    shown = charts.file_context(request.actor, patient, name) | context(request.actor, patient)
    return render(request, f"portal/staff/{name}.html", shown)


def form_page(request, form, patient, title, submit, *, two=False, tab="file", lead=""):
    """A form about the patient that leads back to one tab of their file."""
    back = reverse(f"staff:portal:{tab}", args=[request.actor.practice.slug, patient.pk])
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "two": two,
        "lead": lead,
        "patient": patient,
        "file_url": back,
        "crumbs": [*charts.crumbs(request.actor, patient), {"label": title}],
    }
    return render(request, "portal/staff/file_form.html", context, status=invalid_status(form))
