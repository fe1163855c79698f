"""How a state of a visit or a request looks on the schedule: its word, its kind of tag and its icon."""

from django.utils.translation import gettext as _

from scheduling.states import APPOINTMENT_STATUSES, REQUEST_STATUSES

KINDS = {
    "held": "wait",
    "booked": "act",
    "confirmed": "act",
    "checked_in": "good",
    "completed": "good",
    "no_show": "bad",
    "cancelled": "",
    "approved": "good",
    "declined": "bad",
    "withdrawn": "",
    "expired": "",
    "requested": "wait",
    "proposed": "wait",
}
ICONS = {
    "held": "hourglass",
    "booked": "calendar-check",
    "confirmed": "circle-check",
    "checked_in": "user-check",
    "completed": "check-check",
    "no_show": "user-x",
    "cancelled": "x",
    "approved": "calendar-check",
    "declined": "x",
    "withdrawn": "undo-2",
    "expired": "clock",
    "requested": "clock",
    "proposed": "clock",
}


def status_word(state: str) -> str:
    """How the schedule calls a state: an open request is `Requested`."""
    words = {**REQUEST_STATUSES, **APPOINTMENT_STATUSES, "requested": _("Requested")}
    return str(words[state])
