"""Booking a visit into a gap of the schedule, and cancelling one."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice import clock
from practice.access import Permission
from practice.http import invalid_status, page, see, through
from practice.models import Location, Patient, Provider
from practice.selectors import patients
from practice.tenancy import find
from scheduling import moments, services
from scheduling.forms import BookForm, CancelForm, SearchForm, read_id
from scheduling.models import Appointment
from scheduling.selectors import booking

MOST_FOUND = 8


@dataclass(frozen=True)
class Gap:
    """The time and place a booking is for, as its address names them."""

    provider: Provider
    location: Location
    starts_at: datetime

    @property
    def pairs(self) -> dict:
        return {"provider": self.provider.pk, "location": self.location.pk, "at": moments.write(self.starts_at)}


@require_http_methods(["GET", "POST"])
def book(request):
    """Book the time named in the address: first who, then what for."""
    see(request, Permission.APPOINTMENT_BOOK)
    gap, patient = through(lambda: _gap(request)), through(lambda: _row(request, Patient, "patient", optional=True))
    if patient is None:
        return page(request, "scheduling/staff/book.html", {**_about(request, gap), **_found(request, gap)})
    form = _form(request, patient)
    made = form.submit(lambda: services.book(**_arguments(request, gap, patient, form)))
    if made:
        messages.success(request, _("The visit is booked."))
        return redirect("staff:scheduling:appointment", request.actor.practice.slug, made.pk)
    context = {**_about(request, gap), "patient": patient, "form": form}
    return page(request, "scheduling/staff/book.html", context, status=invalid_status(form))


@require_http_methods(["GET", "POST"])
def cancel(request, appointment_id):
    """Cancel a visit, with a reason; asks first."""
    visit = through(lambda: find(Appointment, request.actor, appointment_id))
    see(request, Permission.APPOINTMENT_BOOK)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.submit(lambda: services.cancel(by=request.actor, appointment=visit, reason=form.cleaned_data["reason"])):
        messages.success(request, _("The visit is cancelled."))
        return redirect("staff:scheduling:appointment", request.actor.practice.slug, visit.pk)
    return page(request, "scheduling/staff/cancel.html", _question(request, visit, form), status=invalid_status(form))


def _gap(request) -> Gap:
    starts_at = moments.read(request.GET.get("at"))
    if starts_at is None:
        raise Http404
    return Gap(_row(request, Provider, "provider"), _row(request, Location, "location"), starts_at)


def _row(request, model, name: str, *, optional=False):
    value = request.POST.get(name) or request.GET.get(name)
    if optional and not value:
        return None
    return find(model, request.actor, read_id(value))


def _about(request, gap: Gap) -> dict:
    slug, zone = request.actor.practice.slug, gap.location.zone
    day = clock.local(gap.starts_at, zone).date()
    day_url = reverse("staff:scheduling:day_of", args=[slug, day])
    return {
        "gap": gap,
        "time": clock.time(gap.starts_at, zone),
        "when": clock.moment(gap.starts_at, zone),
        "zone": clock.zone_label(zone, gap.starts_at),
        "day_url": f"{day_url}?location={gap.location.pk}",
        "other_url": f"{reverse('staff:scheduling:book', args=[slug])}?{urlencode(gap.pairs)}",
    }


def _found(request, gap: Gap) -> dict:
    search = SearchForm(request.GET if "q" in request.GET else None)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    found = patients.search(request.actor, words, size=MOST_FOUND) if words else None
    return {"search": search, "words": words, "found": found, "pairs": gap.pairs}


def _form(request, patient) -> BookForm:
    return BookForm(
        request.POST if request.method == "POST" else None,
        visit_types=booking.visit_types(request.actor),
        cases=booking.cases(request.actor, patient),
    )


def _arguments(request, gap: Gap, patient, form: BookForm) -> dict:
    return {
        "by": request.actor,
        "patient": patient,
        "provider": gap.provider,
        "location": gap.location,
        "starts_at": gap.starts_at,
        "visit_type": form.chosen("visit_type"),
        "case": form.chosen("case"),
        "request_key": form.cleaned_data["request_key"],
    }


def _question(request, visit: Appointment, form: CancelForm) -> dict:
    return {
        "title": _("Cancel the visit of %(name)s?") % {"name": visit.patient.name},
        "text": _("%(when)s becomes free again, and the patient's people are told by e-mail.")
        % {"when": clock.moment(visit.starts_at, visit.location.zone)},
        "submit": _("Cancel the visit"),
        "danger": True,
        "cancel_url": reverse("staff:scheduling:appointment", args=[request.actor.practice.slug, visit.pk]),
        "form": form,
    }
