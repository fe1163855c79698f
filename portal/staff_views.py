"""Staff pages that gather several apps: where a day starts, and the list of patients."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import charts, navigation
from portal.forms import AddPatientForm
from practice import readiness
from practice.access import Permission
from practice.http import back_to, invalid_status, page, read_id, see
from practice.selectors import patients as selectors
from practice.services import patients as doors


@require_safe
def start(request):
    """The first page of the rail that this person may open; or what set-up still lacks, for who does it."""
    if _sets_up(request.actor):
        return redirect("staff:practice:portal", request.actor.practice.slug)
    pages = navigation.staff_pages(request)
    if not pages:
        raise Http404
    return redirect(pages[0].url)


@require_safe
def patients(request):
    """Patients by name, narrowed by what was typed."""
    see(request, Permission.PATIENT_SEE)
    words = request.GET.get("q", "").strip()
    found = selectors.search(request.actor, words, after=_id(request, "after"), before=_id(request, "before"))
    context = charts.list_context(request.actor, found, words)
    return page(request, "portal/staff/patients.html", context, fragment="portal/staff/_patients.html")


@require_http_methods(["GET", "HEAD", "POST"])
def add_patient(request):
    """A new patient, and a first guardian where there is one. A booking that led here goes on with them."""
    see(request, Permission.PATIENT_ADD)
    actor, home = request.actor, charts.only_location(request.actor)
    booking = charts.booking_begun(actor, back_to(request, ""))
    form = AddPatientForm(
        request.POST or None,
        locations=selectors.home_locations(actor),
        providers=selectors.primary_providers(actor),
        initial={"home_location": home},
    )
    if added := form.submit(lambda: doors.add_patient(by=actor, **form.facts())):
        messages.success(request, _("%(name)s is added.") % {"name": added.name})
        return redirect(charts.after_adding(actor, added, booking))
    return _add_page(request, form, booking)


def _add_page(request, form, booking: str):
    actor = request.actor
    way = [{"label": _("Book a visit"), "url": booking}] if booking else charts.crumbs(actor)
    context = {
        "form": form,
        "same": charts.same_people(actor, form.refusal, booking),
        "booking": booking,
        "crumbs": [*way, {"label": _("Add patient")}],
        **charts.list_links(actor),
    }
    return render(request, "portal/staff/add_patient.html", context, status=invalid_status(form))


def _sets_up(actor) -> bool:
    return actor.may(Permission.SETTINGS_EDIT) and any(not need.met for need in readiness.needs(actor))


def _id(request, name: str):
    """An id from the query, or None; a spoiled one is as good as none."""
    return read_id(request.GET.get(name, ""))
