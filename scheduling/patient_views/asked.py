"""What `Appointments` says about requests: what is asked, how it stands, and the other times that are offered."""

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from practice import clock
from practice.access import Permission
from scheduling import selectors
from scheduling.patient_views import written
from scheduling.states import OPEN_REQUEST, REQUEST_STATUSES
from scheduling.words import request_title

KINDS = {"pending": "wait", "proposed": "act", "approved": "good", "declined": "bad"}
ICONS = {
    "proposed": "calendar-clock",
    "approved": "calendar-check",
    "declined": "x",
    "withdrawn": "undo-2",
    "expired": "clock",
}
ENDINGS = {
    "approved": gettext_lazy("Approved"),
    "declined": gettext_lazy("Declined"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "expired": gettext_lazy("Expired"),
}


def cards(request, refused: tuple | None = None) -> list[dict]:
    """The requests about this person but those replaced, newest first; `refused` puts a sentence beside one of them."""
    rows = list(selectors.requests_of(request.actor, request.patient).filter(replaced_by=None))
    offered = selectors.offered_of(request.actor, [row for row in rows if row.status == "proposed"])
    shown = [_card(request, row, offered.get(row.pk, [])) for row in rows]
    for row, card in zip(rows, shown, strict=True):
        if refused and refused[0] == row.pk:
            card["error"] = refused[1]
    return shown


def about(request, row) -> str:
    """What the card of a visit says while a request about it is open."""
    mine = row.made_by_id == request.actor.user.pk
    if row.kind == "cancel":
        said = _("You have asked to cancel this visit") if mine else _("Somebody has asked to cancel this visit")
    else:
        said = _("You have asked to move this visit") if mine else _("Somebody has asked to move this visit")
    if row.status == "proposed" and mine:
        return _("%(said)s. The practice offers other times, see below; until you take one, it stays as it is.") % {
            "said": said
        }
    return _("%(said)s; it stays as it is until the practice answers.") % {"said": said}


def _card(request, row, offers) -> dict:
    zone = row.location.zone
    # Another guardian's request shows how it stands; what was said about it stays theirs (settled 23).
    mine = row.made_by_id == request.actor.user.pk
    reads = mine and request.actor.may(Permission.THREAD_READ, request.patient.pk)
    starts = [written.moment(slot.starts_at, zone) for slot in row.slots.all()]
    return {
        "id": row.pk,
        "title": request_title(row),
        "times": starts,
        "when": written.when(row) if not starts and row.kind != "cancel" else "",
        "visit": _visit_time(row),
        "line": _line(row, zone, offers, mine),
        "status": {
            "word": REQUEST_STATUSES[row.status],
            "kind": KINDS.get(row.status, ""),
            "icon": ICONS.get(row.status, ""),
        },
        "text": _text(row, mine, offers),
        "reason": row.decline_reason if mine else "",
        "url": reverse("my:messaging:thread", args=_args(request, row.thread_id)) if reads else "",
        "change_url": _change_url(request, row),
        "withdraw_url": _withdraw_url(request, row),
        **(_offer(request, row, offers) if mine and offers else {}),
    }


def _visit_time(row) -> dict | None:
    """When the visit is that an open request would change; later it says nothing about the request any more."""
    if row.kind == "schedule" or row.status not in OPEN_REQUEST:
        return None
    return written.moment(row.appointment.starts_at, row.appointment.location.zone)


def _text(row, mine: bool, offers) -> str:
    """One sentence where the status alone does not say what to do."""
    if row.status == "proposed" and not mine:
        return _("The practice offers other times to whoever asked.")
    if row.status == "expired" or (row.status == "proposed" and not offers):
        return _("The times that were offered are not kept any more. Ask again, or write to the practice.")
    return ""


def _offer(request, row, offers) -> dict:
    """The times that are kept, each to be taken in one press, and until when."""
    zone = row.location.zone
    until = max(one.appointment.held_until for one in offers)
    return {
        "proposals": [
            {
                "time": written.moment(one.appointment.starts_at, zone),
                "provider": one.appointment.provider.name,
                "accept_url": reverse("my:scheduling:acceptance", args=_args(request, row.pk, one.pk)),
            }
            for one in offers
        ],
        "until": written.moment(until, zone),
        "zone": clock.zone_label(zone, until),
        "decline_url": reverse("my:scheduling:offer_refusal", args=_args(request, row.pk)),
    }


def _change_url(request, row) -> str:
    if not selectors.may_replace(request.actor, row):
        return ""
    return reverse("my:scheduling:request_change", args=_args(request, row.pk))


def _withdraw_url(request, row) -> str:
    if row.status not in OPEN_REQUEST or not selectors.may_withdraw(request.actor, row):
        return ""
    return reverse("my:scheduling:withdrawal", args=_args(request, row.pk))


def _line(row, zone, offers, mine: bool) -> list[dict]:
    """Sent → seen → offered, where it is → answered."""
    closed = row.status not in OPEN_REQUEST
    stops = [{"word": _("Sent"), "time": written.moment(row.made_at, zone), "done": True}]
    if row.status != "withdrawn":
        seen = row.seen or closed or row.status == "proposed"
        stops.append({"word": _("Seen by the practice"), "done": seen})
    if row.status == "proposed":
        at = written.moment(offers[0].appointment.booked_at, zone) if offers else None
        yours = {"word": _("Your answer") if mine else _("Answered"), "done": False}
        return [*stops, {"word": _("Other times offered"), "time": at, "done": True}, yours]
    answer = {"word": ENDINGS.get(row.status, _("Answered")), "done": closed}
    if closed:
        answer["time"] = written.moment(row.decided_at, zone)
    return [*stops, answer]


def _args(request, *more) -> list:
    return [request.actor.practice.slug, request.patient.pk, *more]
