"""`Schedule`: one day at one location, and the card of what was chosen on it."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from practice import clock
from practice.access import Permission
from practice.http import page, see, through
from practice.tenancy import find
from scheduling import moments
from scheduling.forms import read_id
from scheduling.models import Appointment, AppointmentRequest
from scheduling.staff_views import cards, sheet

DAY = "scheduling/staff/day.html"
NOWHERE = "scheduling/staff/day_nowhere.html"
CARD = "scheduling/staff/_event_card.html"


@require_safe
def day(request):
    """The way in: the date and location asked for, else today at the first location of this staff member."""
    see(request, Permission.APPOINTMENT_SEE)
    location = _location(request, sheet.locations(request))
    if location is None:
        return page(request, NOWHERE, {"add_url": sheet.add_location_url(request.actor)})
    wanted = moments.read_day(request.GET.get("date")) or request.actor.today(location.zone)
    return redirect(sheet.day_url(request, location, wanted))


@require_safe
def day_of(request, on):
    """One day, one column for each provider."""
    see(request, Permission.APPOINTMENT_SEE)
    places = sheet.locations(request)
    location = _location(request, places)
    if location is None:
        raise Http404
    return page(request, DAY, sheet.day(request, location, on, places=places))


@require_safe
def appointment(request, appointment_id):
    """The day of a visit with its card open; only the card when htmx asks for it."""
    see(request, Permission.APPOINTMENT_SEE)
    visit = through(lambda: find(Appointment, request.actor, appointment_id))
    return _with_card(request, visit, visit.location, visit.starts_at, cards.visit(request, visit))


@require_safe
def asked(request, request_id):
    """The day of a request's first time with its card open; today when it names no time."""
    row = through(lambda: find(AppointmentRequest, request.actor, request_id))
    if not request.actor.may(Permission.APPOINTMENT_SEE):
        return page(request, "scheduling/staff/decision.html", cards.decision_page(request, row))
    first = min(row.slots.all(), key=lambda slot: slot.starts_at, default=None)
    at = row.appointment.starts_at if row.appointment else first.starts_at if first else request.actor.now
    return _with_card(request, row.appointment or row, row.location, at, cards.request(request, row))


def _with_card(request, chosen, location, at, card: dict):
    on = clock.local(at, location.zone).date()
    card["card"]["close_url"] = sheet.day_url(request, location, on)
    if request.htmx and not request.htmx.boosted:
        return page(request, CARD, card)
    return page(request, DAY, {**sheet.day(request, location, on, chosen=chosen), **card})


def _location(request, places):
    wanted = read_id(request.GET.get("location"))
    return next((place for place in places if place.pk == wanted), places[0] if places else None)
