"""What `Appointments` shows."""

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from practice import clock
from practice.access import Permission
from scheduling import selectors
from scheduling.forms import read_id
from scheduling.patient_views.steps import visit_words
from scheduling.states import APPOINTMENT_STATUSES, OPEN_REQUEST, REQUEST_STATUSES

PAST_SHOWN = 20
VISIT_KINDS = {"cancelled": "", "no_show": "bad", "completed": "good"}
REQUEST_KINDS = {"pending": "wait", "proposed": "wait", "approved": "good", "declined": "bad"}
REQUEST_ICONS = {"approved": "calendar-check", "declined": "x", "withdrawn": "undo-2", "expired": "clock"}
ENDINGS = {
    "approved": gettext_lazy("Approved"),
    "declined": gettext_lazy("Declined"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "expired": gettext_lazy("Expired"),
}


def appointments(request) -> dict:
    """Upcoming, Requests and Past of one person."""
    actor, patient = request.actor, request.patient
    may_request = selectors.may_request(actor, patient)
    return {
        "person": {"name": patient.name},
        "new_url": reverse("my:scheduling:request", args=_args(request)) if may_request else "",
        "upcoming": [_coming(request, row) for row in selectors.upcoming(actor, patient)],
        "requests": [_asked(request, row) for row in selectors.requests_of(actor, patient)],
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
    return {"past": [_visit(request, row) for row in shown], "past_pager": pager}


def _args(request, *more) -> list:
    return [request.actor.practice.slug, request.patient.pk, *more]


def _visit(request, row) -> dict:
    status = row.status
    return {
        "when": clock.moment(row.starts_at, row.location.zone),
        "iso": row.starts_at.isoformat(),
        "visit_type": row.visit_type.name,
        "provider": row.provider.name,
        "place": row.location.name,
        "zone": clock.zone_label(row.location.zone, row.starts_at),
        "status": {"word": APPOINTMENT_STATUSES[status], "kind": VISIT_KINDS.get(status, ""), "icon": ""}
        if status in VISIT_KINDS
        else None,
    }


def _coming(request, row) -> dict:
    status = {"word": APPOINTMENT_STATUSES[row.status], "kind": "good", "icon": "calendar-check"}
    ics_url = reverse("my:scheduling:calendar_file", args=_args(request, row.pk))
    return {**_visit(request, row), "status": status, "ics_url": ics_url}


def _asked(request, row) -> dict:
    zone = row.location.zone
    starts = [clock.moment(slot.starts_at, zone) for slot in row.slots.all()]
    # Another guardian's request shows how it stands; what was said about it stays theirs (settled 23).
    mine = row.made_by_id == request.actor.user.pk
    reads = mine and request.actor.may(Permission.THREAD_READ, request.patient.pk)
    return {
        "title": visit_words(row),
        "asked": starts or [_("Next available")],
        "line": _line(row, zone),
        "status": {
            "word": REQUEST_STATUSES[row.status],
            "kind": REQUEST_KINDS.get(row.status, ""),
            "icon": REQUEST_ICONS.get(row.status, ""),
        },
        "reason": row.decline_reason if mine else "",
        "url": reverse("my:messaging:thread", args=_args(request, row.thread_id)) if reads else "",
        "withdraw_url": _withdraw_url(request, row),
    }


def _withdraw_url(request, row) -> str:
    if row.status not in OPEN_REQUEST or not selectors.may_withdraw(request.actor, row):
        return ""
    return reverse("my:scheduling:withdrawal", args=_args(request, row.pk))


def _line(row, zone) -> list[dict]:
    """Sent → seen → answered."""
    closed = row.status not in OPEN_REQUEST
    stops = [{"word": _("Sent"), "at": clock.moment(row.made_at, zone), "done": True}]
    if row.status != "withdrawn":
        stops.append({"word": _("Seen by the practice"), "at": "", "done": row.seen or closed})
    answer = {"word": ENDINGS.get(row.status, _("Answered")), "at": "", "done": closed}
    if closed:
        answer["at"] = clock.moment(row.decided_at, zone)
    return [*stops, answer]


def withdrawal(request, asked, form) -> dict:
    """The question before a request is taken back."""
    starts = [clock.moment(slot.starts_at, asked.location.zone) for slot in asked.slots.all()]
    facts = {"visit": asked.visit_type.name, "name": request.patient.name}
    return {
        "title": _("Withdraw the request?"),
        "text": _("The practice will no longer look for a time: %(visit)s for %(name)s.") % facts,
        "points": starts,
        "submit": _("Withdraw"),
        "danger": True,
        "cancel_url": reverse("my:scheduling:appointments", args=_args(request)),
        "cancel": _("Keep it"),
        "form": form,
    }
