"""Visits to move: what stands in closed time, with somebody who is away, or outside the hours; and those kept (X18)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practice.access import Permission
from practice.errors import Refused
from practice.http import page, read_id, see, through
from practice.tenancy import find
from scheduling import services
from scheduling.models import Appointment
from scheduling.selectors import misplaced as selectors


@require_safe
def misplaced(request):
    """The visits to move, soonest first; on the first page those that are kept, too."""
    see(request, Permission.APPOINTMENT_SEE)
    wanted = read_id(request.GET.get("after", ""))
    after = through(lambda: selectors.visit(request.actor, wanted)) if wanted else None
    rows, more = selectors.misplaced(request.actor, after)
    context = {
        "rows": rows,
        "after": after,
        "last": rows[-1].visit if more else None,
        "count": selectors.misplaced_count(request.actor),
        "kept": [] if after else selectors.kept(request.actor),
        "may_move": request.actor.may(Permission.APPOINTMENT_BOOK),
    }
    return page(request, "scheduling/staff/misplaced.html", context)


@require_POST
def keeping(request, appointment_id):
    """`Keep`: the visit stays where it is; the strip that says so can take it back."""
    undo = reverse("staff:scheduling:keeping_end", args=[request.actor.practice.slug, appointment_id])
    return _act(request, appointment_id, services.keep, _("Kept where it is: %(name)s."), undo)


@require_POST
def keeping_end(request, appointment_id):
    """`To be moved after all`."""
    return _act(request, appointment_id, services.stop_keeping, _("To be moved after all: %(name)s."))


def _act(request, appointment_id, door, said: str, undo: str = ""):
    visit = through(lambda: find(Appointment, request.actor, appointment_id))
    try:
        through(lambda: door(by=request.actor, appointment=visit))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said % {"name": visit.patient.name}, extra_tags=undo)
    return redirect("staff:scheduling:misplaced", request.actor.practice.slug)
