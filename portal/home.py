"""What a patient's home page says: the next visit, what waits, what can be asked."""

from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from messaging import selectors as messaging
from practice import clock
from practice.access import Actor, Permission
from practice.models import Patient
from scheduling import selectors as scheduling
from scheduling.states import APPOINTMENT_STATUSES, OPEN_REQUEST, REQUEST_STATUSES

MOST_WAITING = 5
_DIRECTIONS = "https://www.google.com/maps/dir/?api=1&destination="
_VISIT_ICONS = {"booked": "calendar-check", "confirmed": "circle-check", "checked_in": "log-in"}


def context(actor: Actor, patient: Patient) -> dict:
    """The context of templates/portal/patient/home.html."""
    return {
        "person": {"name": patient.name, "own": actor.user.name == patient.name},
        "visit": _next_visit(actor, patient),
        "waiting": _answers(actor, patient),
        "requests": _requests(actor, patient),
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
    elsewhere = place.time_zone != actor.practice.time_zone
    return {
        "day": day,
        "time": clock.time(visit.starts_at, zone),
        "iso": visit.starts_at.isoformat(),
        "visit_type": visit.visit_type.name,
        "provider": visit.provider.name,
        "place": place.name,
        "address": place.address,
        "zone": clock.zone_label(zone, visit.starts_at) if elsewhere else "",
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


def _requests(actor: Actor, patient: Patient) -> list[dict]:
    """Requests the practice has not decided."""
    if not actor.may(Permission.REQUEST_MAKE, patient.pk):
        return []
    url = reverse("my:scheduling:appointments", args=[actor.practice.slug, patient.pk])
    return [
        {
            "title": _request_title(request),
            "text": _request_line(actor, request),
            "url": url,
            "status": {"word": REQUEST_STATUSES[request.status], "kind": "wait", "icon": ""},
        }
        for request in scheduling.requests_of(actor, patient).filter(status__in=OPEN_REQUEST)[:MOST_WAITING]
    ]


def _request_title(request) -> str:
    if request.provider is None:
        return request.visit_type.name
    return _("%(visit)s with %(provider)s") % {"visit": request.visit_type.name, "provider": request.provider.name}


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
    if actor.may(Permission.THREAD_WRITE, patient.pk):
        url = reverse("my:messaging:new", args=args)
        acts.append({"label": _("Send a Message"), "url": url, "icon": "message-square-plus"})
    return acts
