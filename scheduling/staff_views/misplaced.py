"""Visits to move: what stands in closed time, with somebody who is away, or outside the hours; and those kept (X18)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practice.access import Permission
from practice.errors import Refused
from practice.http import page, see, through
from practice.tenancy import find
from scheduling import services
from scheduling.models import Appointment
from scheduling.selectors import misplaced as selectors


@require_safe
def misplaced(request):
    """The visits to move, soonest first; with their first page those that are kept, which have pages of their own."""
    see(request, Permission.APPOINTMENT_SEE)
    after, after_kept = request.GET.get("after", ""), request.GET.get("kept", "")
    found = selectors.misplaced(request.actor, after)
    context = {
        "rows": found.rows,
        "pager": _pager(request, "after", after, found.after),
        "count": selectors.misplaced_count(request.actor),
        "may_move": request.actor.may(Permission.APPOINTMENT_BOOK),
    }
    if not after:
        kept = selectors.kept(request.actor, after_kept)
        context |= {"kept": kept.rows, "kept_pager": _pager(request, "kept", after_kept, kept.after, "#kept")}
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


def _pager(request, name: str, here: str, further: str, anchor: str = "") -> dict:
    def address(**query) -> str:
        return reverse("staff:scheduling:misplaced", args=[request.actor.practice.slug], query=query) + anchor

    return {
        "newer_url": address() if here else "",
        "newer": _("Beginning"),
        "older_url": address(**{name: further}) if further else "",
        "older": _("Next"),
    }


def _act(request, appointment_id, door, said: str, undo: str = ""):
    visit = through(lambda: find(Appointment, request.actor, appointment_id))
    try:
        through(lambda: door(by=request.actor, appointment=visit))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said % {"name": visit.patient.name}, extra_tags=undo)
    return redirect("staff:scheduling:misplaced", request.actor.practice.slug)
