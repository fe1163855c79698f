"""Booking a visit: into a gap of the schedule, or at a time that is said first."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice import clock
from practice.access import Permission
from practice.http import invalid_status, page, posted, read_id, see, through
from practice.models import Location, Patient, Provider
from practice.selectors import patients
from practice.tenancy import find
from scheduling import moments, services
from scheduling.schedule_forms import BookForm, SearchForm, WhenForm
from scheduling.selectors import booking
from scheduling.staff_views import head, told

MOST_FOUND = 8
BOOK = "scheduling/staff/book.html"


@dataclass(frozen=True)
class Gap:
    """The time and place a booking is for, as its address names them."""

    provider: Provider
    location: Location
    starts_at: datetime

    @property
    def pairs(self) -> dict:
        return {"provider": self.provider.pk, "location": self.location.pk, "at": moments.write(self.starts_at)}


@require_safe
def new_visit(request):
    """Which time, with whom and where: for whoever has no gap in sight. Leads on to `book`."""
    see(request, Permission.APPOINTMENT_BOOK)
    actor = request.actor
    choices = {"providers": booking.providers(actor), "locations": booking.locations(actor)}
    form = WhenForm(request.GET if "time" in request.GET else None, initial=request.GET.dict(), **choices)
    if form.is_valid():
        gap = Gap(form.cleaned_data["provider"], form.place, form.starts_at)
        return redirect(_url(request, gap))
    context = {"form": form, "back_url": reverse("staff:scheduling:day", args=[actor.practice.slug])}
    return page(request, "scheduling/staff/new_visit.html", context, status=invalid_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def book(request):
    """Book the time named in the address: first who, then what for."""
    see(request, Permission.APPOINTMENT_BOOK)
    gap, patient = through(lambda: _gap(request)), through(lambda: _row(request, Patient, "patient", optional=True))
    types = booking.visit_types(request.actor, gap.provider)
    fitting = booking.fitting(request.actor, types, gap.provider, gap.location, gap.starts_at)
    if patient is None:
        return page(request, BOOK, {**_about(request, gap, types, fitting), **_found(request, gap)})
    cases = booking.cases(request.actor, patient)
    form = _form(request, types, fitting, cases)
    made = form.submit(lambda: services.book(**_arguments(request, gap, patient, form)))
    if made:
        messages.success(request, _("The visit is booked.") + " " + told.sentence(request.actor, patient))
        return redirect("staff:scheduling:appointment", request.actor.practice.slug, made.pk)
    context = {**_about(request, gap, types, fitting, patient, form.refusal), "patient": patient, "form": form}
    context |= {"told": told.sentence(request.actor, patient), "no_case": not cases}
    return page(request, BOOK, context, status=409 if form.refusal else invalid_status(form))


def _form(request, types, fitting, cases) -> BookForm:
    may_override = request.actor.may(Permission.APPOINTMENT_OVERRIDE)
    rows = {"visit_types": types, "fitting": fitting or types, "cases": cases}
    return BookForm(posted(request), may_override=may_override, **rows)


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


def _url(request, gap: Gap, **more) -> str:
    path = reverse("staff:scheduling:book", args=[request.actor.practice.slug])
    return f"{path}?{urlencode({**gap.pairs, **more})}"


def _about(request, gap: Gap, types, fitting, patient=None, refusal=None) -> dict:
    zone = gap.location.zone
    return {
        "gap": gap,
        "time": clock.time(gap.starts_at, zone),
        "when": clock.moment(gap.starts_at, zone),
        "zone": clock.zone_label(zone, gap.starts_at),
        "day_url": head.day_url(request, gap.location, clock.local(gap.starts_at, zone).date()),
        "other_url": _url(request, gap),
        "problem": "" if fitting or refusal else _problem(request, gap),
        "others": _others(request, gap, types, fitting, patient, refusal),
    }


def _problem(request, gap: Gap) -> str:
    if gap.starts_at <= request.actor.now:
        return _("This time has passed.")
    return _("%(name)s has no time for a visit then.") % {"name": gap.provider.name}


def _others(request, gap: Gap, types, fitting, patient, refusal) -> list[dict]:
    """Free times near one that is not free, as links that keep the patient."""
    found = refusal.extra.get("alternatives", []) if refusal else []
    if not refusal and not fitting:
        found = booking.nearest(request.actor, types, gap.provider, gap.location, gap.starts_at)
    kept = {"patient": patient.pk} if patient else {}
    return [
        {
            "label": one["label"],
            "url": _url(request, Gap(gap.provider, gap.location, moments.read(one["starts_at"])), **kept),
        }
        for one in found
    ]


def _found(request, gap: Gap) -> dict:
    search = SearchForm(request.GET if "q" in request.GET else None)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    found = patients.search(request.actor, words, size=MOST_FOUND) if words else None
    return {"words": words, "found": found, "pairs": gap.pairs, "add_url": _add_url(request, gap)}


def _add_url(request, gap: Gap) -> str:
    """Where somebody new is added first; from there the way leads back here."""
    if not request.actor.may(Permission.PATIENT_ADD):
        return ""
    path = reverse("staff:portal:add_patient", args=[request.actor.practice.slug])
    return f"{path}?{urlencode({'next': _url(request, gap)})}"


def _arguments(request, gap: Gap, patient, form: BookForm) -> dict:
    return {
        "by": request.actor,
        "patient": patient,
        "provider": gap.provider,
        "location": gap.location,
        "starts_at": gap.starts_at,
        "visit_type": form.chosen("visit_type"),
        "case": form.chosen("case"),
        "override": form.cleaned_data.get("override", ""),
        "request_key": form.cleaned_data["request_key"],
    }
