"""What `Appointments` shows: the visits to come and those that were; its requests are in `asked.py`."""

from django.urls import reverse
from django.utils.translation import gettext as _

from practice import clock
from practice.access import Permission
from practice.http import read_id
from scheduling import selectors
from scheduling.patient_views import asked, written
from scheduling.states import APPOINTMENT_STATUSES

PAST_SHOWN = 20
VISIT_KINDS = {"cancelled": "", "no_show": "bad", "completed": "good"}
COMING_ICONS = {"booked": "calendar-check", "confirmed": "circle-check", "checked_in": "log-in"}


def appointments(request, refused: tuple | None = None) -> dict:
    """Upcoming, Requests and Past of one person. `refused`: the id of a request and what was refused about it."""
    actor, patient = request.actor, request.patient
    may_request = selectors.may_request(actor, patient)
    coming = list(selectors.upcoming(actor, patient))
    changes = selectors.changes(actor, coming)
    return {
        "person": {"name": patient.name},
        "new_url": reverse("my:scheduling:request", args=_args(request)) if may_request else "",
        "upcoming": [_coming(request, row, changes.get(row.pk)) for row in coming],
        "requests": asked.cards(request, refused),
        **_past(request),
    }


def _past(request) -> dict:
    """One page of what was, and the way to what was before."""
    after = read_id(request.GET.get("after"))
    rows = list(selectors.past(request.actor, request.patient, after)[: PAST_SHOWN + 1])
    shown, pager, here = rows[:PAST_SHOWN], {}, reverse("my:scheduling:appointments", args=_args(request))
    if len(rows) > PAST_SHOWN:
        pager["older_url"] = f"{here}?after={shown[-1].pk}#past"
    if after:
        pager["newer_url"], pager["newer"] = f"{here}#past", _("Newest")
    return {"past": [_visit(row) for row in shown], "past_pager": pager}


def _args(request, *more) -> list:
    return [request.actor.practice.slug, request.patient.pk, *more]


def _visit(row) -> dict:
    status = row.status
    return {
        "time": written.moment(row.starts_at, row.location.zone),
        "visit_type": row.visit_type.name,
        "provider": row.provider.name,
        "place": row.location.name,
        "zone": clock.zone_label(row.location.zone, row.starts_at),
        "status": {"word": APPOINTMENT_STATUSES[status], "kind": VISIT_KINDS.get(status, ""), "icon": ""}
        if status in VISIT_KINDS
        else None,
    }


def _coming(request, row, change) -> dict:
    ics_url = reverse("my:scheduling:calendar_file", args=_args(request, row.pk))
    status = {"word": APPOINTMENT_STATUSES[row.status], "kind": "good", "icon": COMING_ICONS[row.status]}
    return {**_visit(row), "status": status, "ics_url": ics_url, **(_ways(request, row, change) if change else {})}


def _ways(request, row, change) -> dict:
    """What can be done about a visit to come: ask to move or cancel it, or why not and who to turn to."""
    if change.request:
        return {"asked_text": asked.about(request, change.request)}
    if change.no_cancelling and change.no_cancelling.code == "visit_not_standing":
        return {}
    ways = {}
    if not change.no_moving:
        ways["reschedule_url"] = reverse("my:scheduling:rescheduling", args=_args(request, row.pk))
    if not change.no_cancelling:
        ways["cancel_url"] = reverse("my:scheduling:cancellation", args=_args(request, row.pk))
    if change.no_moving:
        ways["ask_text"] = _call(request, bool(change.no_cancelling))
        if request.actor.may(Permission.THREAD_WRITE, request.patient.pk):
            ways["ask_url"] = reverse("my:messaging:new", args=_args(request))
    return ways


def _call(request, at_all: bool) -> str:
    phone = request.actor.practice.phone
    phone = phone.as_national if phone else _("the practice")
    said = _("To move or cancel this visit, please call %(phone)s.") if at_all else _("To move it, call %(phone)s.")
    return said % {"phone": phone}
