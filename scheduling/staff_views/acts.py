"""What may be done with a visit as it is now: the buttons of its card."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from practice import clock
from practice.access import Permission
from scheduling.models import Appointment
from scheduling.staff_views import head
from scheduling.states import APPOINTMENT_MOVES, MOVABLE, STEP_BACK


@dataclass(frozen=True)
class Act:
    """A button, where it leads, and which of the moves in states.py it makes."""

    label: str
    route: str
    icon: str
    verb: str


STEPS = (
    Act(gettext_lazy("Check in"), "check_in", "user-check", "check_in"),
    Act(gettext_lazy("Complete"), "completion", "check-check", "complete"),
    Act(gettext_lazy("Confirm"), "confirmation", "circle-check", "confirm"),
    Act(gettext_lazy("No show"), "absence", "user-x", "no_show"),
)


def here(request, row: Appointment) -> str:
    """The address of the visit's card in the view that is open."""
    path = reverse("staff:scheduling:appointment", args=[request.actor.practice.slug, row.pk])
    return f"{path}?view=week" if request.GET.get("view") == head.WEEK else path


def of(request, row: Appointment) -> list[dict]:
    """The acts that the visit's state and this person's duties allow; the likeliest first."""
    acts = []
    if request.actor.may(Permission.APPOINTMENT_BOOK):
        acts = [*_steps(request, row), *_changes(request, row), *_back(request, row)]
    return acts + _message(request, row)


def _steps(request, row: Appointment) -> list[dict]:
    steps = [act for act in STEPS if row.status in APPOINTMENT_MOVES[act.verb][0] and _in_time(request, row, act.verb)]
    return [
        {
            "label": act.label,
            "icon": act.icon,
            "url": _url(request, act.route, row),
            "method": "post",
            "kind": "primary" if act == steps[0] and act.verb != "no_show" else "",
        }
        for act in steps
    ]


def _in_time(request, row: Appointment, verb: str) -> bool:
    """Checking in is for the day of the visit, and nobody is missed before it begins."""
    zone = row.location.zone
    if verb == "check_in":
        return clock.local(row.starts_at, zone).date() == request.actor.today(zone)
    return verb != "no_show" or row.starts_at <= request.actor.now


def _changes(request, row: Appointment) -> list[dict]:
    query = urlencode({"next": here(request, row)})
    changes = []
    if row.status in MOVABLE:
        url = f"{_url(request, 'move', row)}?{query}"
        changes.append({"label": _("Move"), "icon": "move", "url": url, "method": "get", "kind": ""})
    if row.status in APPOINTMENT_MOVES["cancel"][0]:
        url = f"{_url(request, 'cancellation', row)}?{query}"
        changes.append({"label": _("Cancel"), "icon": "calendar-x", "url": url, "method": "get", "kind": "danger"})
    return changes


def _back(request, row: Appointment) -> list[dict]:
    """A slip is noticed later too, when the message with its `Undo` is gone."""
    if row.status not in STEP_BACK:
        return []
    hidden = [{"name": "status", "value": row.status}]
    url = _url(request, "step_back", row)
    return [{"label": _("Take back"), "icon": "undo-2", "url": url, "method": "post", "kind": "", "hidden": hidden}]


def _message(request, row: Appointment) -> list[dict]:
    if not request.actor.may(Permission.THREAD_ANSWER):
        return []
    path = reverse("staff:messaging:write", args=[request.actor.practice.slug])
    url = f"{path}?{urlencode({'patient': row.patient_id, 'next': here(request, row)})}"
    return [{"label": _("Message patient"), "icon": "message-square", "url": url, "method": "get", "kind": ""}]


def _url(request, route: str, row: Appointment) -> str:
    return reverse(f"staff:scheduling:{route}", args=[request.actor.practice.slug, row.pk])
