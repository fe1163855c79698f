"""An event of the schedule with its card: on the day or the week it stands in, or the card alone."""

from django.views.decorators.http import require_safe

from practice import clock
from practice.access import Permission
from practice.http import page, see, through
from practice.tenancy import find
from scheduling.models import Appointment, AppointmentRequest
from scheduling.staff_views import cards, day, head, request_card, sheet, week

CARD = "scheduling/staff/_event_card.html"
VIEWS = {head.DAY: (day.TEMPLATE, sheet.day), head.WEEK: (week.TEMPLATE, week.context)}


@require_safe
def appointment(request, appointment_id):
    """The day of a visit with its card open; only the card when htmx asks for it."""
    see(request, Permission.APPOINTMENT_SEE)
    return visit_page(request, through(lambda: find(Appointment, request.actor, appointment_id)))


@require_safe
def asked(request, request_id):
    """The day of a request's first time with its card open; today when it names no time."""
    row = through(lambda: find(AppointmentRequest, request.actor, request_id))
    if not request.actor.may(Permission.APPOINTMENT_SEE):
        return request_card.own_page(request, row)
    first = min(row.slots.all(), key=lambda slot: slot.starts_at, default=None)
    at = row.appointment.starts_at if row.appointment else first.starts_at if first else request.actor.now
    return _with_card(request, row.appointment or row, row.location, at, request_card.card(request, row))


def visit_page(request, visit: Appointment, *, status: int = 200):
    """The calendar with the visit's card open, as it is now."""
    return _with_card(request, visit, visit.location, visit.starts_at, cards.visit(request, visit), status=status)


def _with_card(request, chosen, location, at, card: dict, *, status: int = 200):
    view = head.WEEK if request.GET.get("view") == head.WEEK else head.DAY
    on = clock.local(at, location.zone).date()
    card["card"]["close_url"] = head.url(request, view, location, on)
    if request.htmx and not request.htmx.boosted:
        return page(request, CARD, card)
    template, context = VIEWS[view]
    return page(request, template, {**context(request, location, on, chosen=chosen), **card}, status=status)
