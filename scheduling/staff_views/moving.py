"""Moving or resizing a visit: the page behind `Move` and behind every drag. Nothing changes before its button."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice import clock
from practice.access import Permission
from practice.http import back_to, invalid_status, page, posted, see, through
from practice.tenancy import find
from scheduling import calendar, moments, selectors, services
from scheduling.models import Appointment
from scheduling.schedule_forms import MoveForm
from scheduling.selectors import booking
from scheduling.staff_views import told
from scheduling.states import APPOINTMENT_STATUSES, MOVABLE

TEMPLATE = "scheduling/staff/move.html"
CHOICES = ("date", "time", "provider", "location", "minutes")


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, appointment_id):
    """Ask where to, naming who will be told; then move it."""
    visit = through(lambda: find(Appointment, request.actor, appointment_id))
    see(request, Permission.APPOINTMENT_BOOK)
    form, before = _form(request, visit, posted(request)), _facts(visit)
    moved = form.submit(lambda: services.move(by=request.actor, appointment=visit, **form.facts()))
    if moved:
        _say_so(request, before, moved)
        return redirect(back_to(request, _card_url(request, visit)))
    return page(request, TEMPLATE, _page(request, visit, form), status=409 if form.refusal else invalid_status(form))


def _page(request, visit: Appointment, form: MoveForm) -> dict:
    wanted = form if form.is_bound else _form(request, visit, form.initial)
    before, after = _in_words(_facts(visit), wanted.goal if wanted.is_valid() else _facts(visit))
    said = _("This visit cannot be moved any more: %(status)s.")
    frozen = visit.status not in MOVABLE
    return {
        "visit": visit,
        "frozen": said % {"status": APPOINTMENT_STATUSES[visit.status]} if frozen else "",
        "form": form,
        "before": before,
        "after": after if after != before else "",
        "free_times": _free_times(request, visit, wanted),
        "told": told.sentence(request.actor, visit.patient),
        "others": _others(request, visit, form),
        "back": back_to(request, ""),
        "cancel_url": back_to(request, _card_url(request, visit)),
    }


def _form(request, visit: Appointment, data) -> MoveForm:
    actor = request.actor
    return MoveForm(
        data,
        initial={**_as_it_is(visit), **_wanted(request, visit)},
        providers=booking.providers(actor, visit),
        locations=booking.locations(actor),
        may_override=actor.may(Permission.APPOINTMENT_OVERRIDE),
    )


def _as_it_is(visit: Appointment) -> dict:
    return {
        **_on_the_clock(visit.starts_at, visit.location.zone),
        "provider": visit.provider_id,
        "location": visit.location_id,
        "minutes": calendar.length(visit),
    }


def _wanted(request, visit: Appointment) -> dict:
    """What the address fills in: single fields, or `at`, the moment to which the visit was dragged."""
    given = {name: request.GET[name] for name in CHOICES if request.GET.get(name)}
    at = moments.read(request.GET.get("at"))
    return given | _on_the_clock(at, visit.location.zone) if at else given


def _on_the_clock(at, zone) -> dict:
    return {"date": clock.local(at, zone).date(), "time": clock.time(at, zone)}


def _facts(visit: Appointment) -> tuple:
    """When, with whom, where and how long."""
    return visit.starts_at, visit.provider, visit.location, calendar.length(visit)


def _in_words(before: tuple, after: tuple) -> tuple[str, str]:
    """Both in words; where a visit takes place is said only when that changes."""
    said = _("%(when)s with %(name)s, %(n)s minutes")
    if before[2] != after[2]:
        said = _("%(when)s with %(name)s at %(place)s, %(n)s minutes")
    return tuple(
        said % {"when": clock.moment(at, place.zone), "name": who.name, "place": place.name, "n": minutes}
        for at, who, place, minutes in (before, after)
    )


def _free_times(request, visit: Appointment, wanted: MoveForm) -> list[str]:
    """The times of the wanted day that are free for such a visit, to pick from."""
    if not wanted.is_valid():
        return []
    day, place, who = wanted.cleaned_data["date"], wanted.place, wanted.cleaned_data["provider"]
    asked = {"visit_type": visit.visit_type, "location": place, "provider": who, "without": visit}
    found = selectors.open_slots(request.actor, **asked, first_day=day, last_day=day)
    return [clock.time(slot.starts_at, place.zone) for slot in found]


def _others(request, visit: Appointment, form: MoveForm) -> list[dict]:
    """The nearest free times after a refusal, as links to this page with one of them filled in."""
    found = form.refusal.extra.get("alternatives", []) if form.refusal else []
    return [{"label": one["label"], "url": _other_url(request, visit, form, one)} for one in found]


def _other_url(request, visit: Appointment, form: MoveForm, other: dict) -> str:
    place, minutes = form.place, form.cleaned_data["minutes"]
    query = {"provider": other["provider"], "location": place.pk, "minutes": minutes}
    query |= _on_the_clock(moments.read(other["starts_at"]), place.zone)
    if back := back_to(request, ""):
        query["next"] = back
    path = reverse("staff:scheduling:move", args=[request.actor.practice.slug, visit.pk])
    return f"{path}?{urlencode(query)}"


def _say_so(request, before: tuple, visit: Appointment) -> None:
    if _facts(visit) == before:
        messages.info(request, _("Nothing was changed."))
        return
    old, new = _in_words(before, _facts(visit))
    said = _("Moved from %(before)s to %(after)s.") % {"before": old, "after": new}
    messages.success(request, said + " " + told.sentence(request.actor, visit.patient))


def _card_url(request, visit: Appointment) -> str:
    return reverse("staff:scheduling:appointment", args=[request.actor.practice.slug, visit.pk])
