"""What a patient's home page says: the next visit, what waits, what can be asked."""

from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from messaging import selectors as messaging, topics
from practice import clock
from practice.access import Actor, Permission
from practice.models import Patient
from scheduling import selectors as scheduling
from scheduling.states import APPOINTMENT_STATUSES, OPEN_REQUEST, REQUEST_STATUSES
from scheduling.words import request_title

MOST_WAITING = 5
_DIRECTIONS = "https://www.google.com/maps/dir/?api=1&destination="
_VISIT_ICONS = {"booked": "calendar-check", "confirmed": "circle-check", "checked_in": "log-in"}


def context(actor: Actor, patient: Patient) -> dict:
    """The context of templates/portal/patient/home.html."""
    asked = _open_requests(actor, patient)
    offered = scheduling.offered_of(actor, [one for one in asked if scheduling.may_withdraw(actor, one)])
    return {
        "person": {"name": patient.name, "own": actor.user.name == patient.name},
        "visit": _next_visit(actor, patient),
        # Times are kept for a while only, so they come before what can be read any day.
        "waiting": [_offer(actor, one) for one in asked if one.pk in offered] + _answers(actor, patient),
        "requests": [_request(actor, one) for one in asked if one.pk not in offered],
        "acts": _acts(actor, patient),
    }


def _next_visit(actor: Actor, patient: Patient) -> dict | None:
    if not actor.may(Permission.APPOINTMENT_SEE, patient.pk):
        return None
    visit = scheduling.next_visit(actor, patient)
    if visit is None:
        return None
    zone, place = visit.location.zone, visit.location
    day = clock.long_day(clock.local(visit.starts_at, zone).date())
    return {
        "day": day,
        "time": clock.time(visit.starts_at, zone),
        "iso": visit.starts_at.isoformat(),
        "zone_key": zone.key,
        "visit_type": visit.visit_type.name,
        "provider": visit.provider.name,
        "place": place.name,
        "address": place.address,
        "zone": clock.zone_label(zone, visit.starts_at),
        "status": {"word": APPOINTMENT_STATUSES[visit.status], "kind": "good", "icon": _VISIT_ICONS[visit.status]},
        "ics_url": reverse("my:scheduling:calendar_file", args=[actor.practice.slug, patient.pk, visit.pk]),
        "map_url": _DIRECTIONS + quote(place.address) if place.address else "",
    }


def _answers(actor: Actor, patient: Patient) -> list[dict]:
    """What the practice said and this reader has not read."""
    if not actor.may(Permission.THREAD_READ, patient.pk):
        return []
    slug = actor.practice.slug
    return [
        {
            "text": thread.subject,
            "url": reverse("my:messaging:thread", args=[slug, patient.pk, thread.pk]),
            "icon": "message-square",
            "tag": _("New answer"),
            "kind": "act",
        }
        for thread in messaging.unread_threads(actor, patient)[:MOST_WAITING]
    ]


def _open_requests(actor: Actor, patient: Patient) -> list:
    """Requests that nobody has settled yet."""
    if not actor.may(Permission.REQUEST_MAKE, patient.pk):
        return []
    return list(scheduling.requests_of(actor, patient).filter(status__in=OPEN_REQUEST)[:MOST_WAITING])


def _offer(actor: Actor, request) -> dict:
    """Times the practice keeps for this reader."""
    return {
        "strong": _("The practice offers you other times"),
        "text": request_title(request),
        "url": _request_url(actor, request),
        "icon": "calendar-clock",
        "tag": _("Choose one"),
        "kind": "act",
    }


def _request(actor: Actor, request) -> dict:
    """One that waits for the practice, or for whoever asked."""
    return {
        "title": request_title(request),
        "text": _request_line(actor, request),
        "url": _request_url(actor, request),
        "status": {"word": REQUEST_STATUSES[request.status], "kind": "wait", "icon": ""},
    }


def _request_url(actor: Actor, request) -> str:
    url = reverse("my:scheduling:appointments", args=[actor.practice.slug, request.patient_id])
    return f"{url}#request-{request.pk}"


def _request_line(actor: Actor, request) -> str:
    sent = {"day": clock.day(clock.local(request.made_at, actor.practice.time_zone).date())}
    return (_("Sent %(day)s, seen by the practice") if request.seen else _("Sent %(day)s")) % sent


def _acts(actor: Actor, patient: Patient) -> list[dict]:
    """What can be asked of the practice: only what works for this person now."""
    args = [actor.practice.slug, patient.pk]
    acts = []
    if actor.may(Permission.REQUEST_MAKE, patient.pk) and scheduling.may_request(actor, patient):
        url = reverse("my:scheduling:request", args=args)
        acts.append({"label": _("Request an Appointment"), "url": url, "icon": "calendar-plus"})
    for topic in topics.open_to(actor, patient):
        if topic.act:
            url = reverse("my:messaging:ask", args=[*args, topic.name])
            acts.append({"label": topic.act, "url": url, "icon": topic.icon})
    return acts
