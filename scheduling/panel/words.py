"""What a request is about and what has become of it, in words."""

from django.utils.translation import gettext as _

from practice import clock
from practice.access import Actor
from scheduling import preferences
from scheduling.models import REQUEST_EVENTS, Appointment, AppointmentRequest, ProposedSlot
from scheduling.selectors.requests import events_of
from scheduling.states import APPOINTMENT_STATUSES, MOVABLE, REQUEST_STATUSES

DECIDED_LOOKS = {"approved": ("good", "calendar-check"), "declined": ("bad", "x"), "expired": ("", "clock")}


def title(request: AppointmentRequest) -> str:
    """The heading of the panel: what is wanted."""
    if request.kind == "cancel":
        return _("Cancellation wanted")
    titles = {
        "slots": _("Requested Appointment Slots"),
        "preferences": _("Times that suit"),
        "next_available": _("Next available appointment wanted"),
    }
    return titles[request.wish]


def wish(request: AppointmentRequest) -> str:
    """For a request without times: when it suits, or the sentence that says the next available is wanted (R38)."""
    if request.wish == "slots" or request.kind == "cancel":
        return ""
    if request.wish == "preferences":
        return preferences.of(request).in_words()
    if request.provider:
        return _("The next available appointment with %(name)s.") % {"name": request.provider.name}
    return _("The next available appointment, with anyone.")


def stands(request: AppointmentRequest) -> str:
    """The visit that a change is about, as it is now."""
    if request.kind == "schedule":
        return ""
    visit = request.appointment
    said = {"visit": with_whom(visit), "status": APPOINTMENT_STATUSES[visit.status]}
    return (_("Booked now: %(visit)s") if visit.status in MOVABLE else _("%(status)s: %(visit)s")) % said


def with_whom(visit: Appointment) -> str:
    """`Fri, Oct 23, 10:00 am with Dr Ada`."""
    said = {"time": clock.moment(visit.starts_at, visit.location.zone), "name": visit.provider.name}
    return _("%(time)s with %(name)s") % said


def too_late(actor: Actor, request: AppointmentRequest) -> str:
    """Why the visit that a change is about cannot be changed any more (X15), or nothing."""
    visit = request.appointment
    if visit.status not in MOVABLE:
        said = _("The visit cannot be changed any more: %(status)s.")
        return said % {"status": APPOINTMENT_STATUSES[visit.status].lower()}
    return _("The visit it is about has already begun or is over.") if visit.starts_at <= actor.now else ""


def facts(actor: Actor, request: AppointmentRequest) -> list[dict]:
    """Case, where the practice has cases, visit type, location and provider, as label and value."""
    has_cases = actor.practice.settings.use_cases
    place = request.location.name
    if not request.location.allows_requests:
        place = _("%(place)s (location closed to requests)") % {"place": place}
    known = [
        (_("Case"), request.case.name if request.case and has_cases else ""),
        (_("Visit type"), request.visit_type.name),
        (_("Location"), place),
        (_("Provider"), request.provider.name if request.provider else _("Any available provider")),
    ]
    return [{"label": label, "value": value} for label, value in known if value]


def zone(actor: Actor, request: AppointmentRequest) -> str:
    """`Chicago time`, where the location's clock is not the practice's."""
    place = request.location
    return "" if place.time_zone == actor.practice.time_zone else clock.zone_label(place.zone, actor.now)


def decided(request: AppointmentRequest) -> dict:
    """What became of it, by whom and when."""
    kind, icon = DECIDED_LOOKS.get(request.status, ("", "undo-2"))
    word = _ending(request, REQUEST_STATUSES[request.status])
    said = {
        "status": word,
        "name": request.decided_by and request.decided_by.name,
        "time": clock.moment(request.decided_at, request.location.zone),
    }
    text = _("%(status)s by %(name)s, %(time)s") if request.decided_by else _("%(status)s, %(time)s")
    by = _("by %(name)s, %(time)s") if request.decided_by else "%(time)s"
    looks = {"word": word, "kind": kind, "icon": icon}
    return looks | {"text": text % said, "by": by % said, "reason": request.decline_reason}


def _ending(request: AppointmentRequest, word: str) -> str:
    if request.handled_elsewhere:
        return elsewhere(request)
    return _("Replaced") if request.status == "withdrawn" and hasattr(request, "replaced_by") else word


def elsewhere(request: AppointmentRequest) -> str:
    """How it is called that a request was done without approving it here."""
    return _("Booked elsewhere") if request.kind == "schedule" else _("Done on the schedule")


def offer(kept: list[ProposedSlot]) -> dict:
    """The times that are offered to the patient, and until when they are kept."""
    if not kept:
        return {"text": _("The times offered are not kept any more."), "times": []}
    last = max((slot.appointment for slot in kept), key=lambda visit: visit.held_until)
    until = clock.moment(last.held_until, last.location.zone)
    return {
        "text": _("Offered to the patient, kept until %(time)s:") % {"time": until},
        "times": [with_whom(slot.appointment) for slot in kept],
    }


def history(actor: Actor, request: AppointmentRequest) -> list[dict]:
    """What happened to it, newest first."""
    zone = request.location.zone
    return [
        {"text": _what(event), "note": event.note, "at": clock.moment(event.at, zone)}
        for event in events_of(actor, request)
    ]


def _what(event) -> str:
    what = str(REQUEST_EVENTS[event.what])
    return _("%(what)s by %(who)s") % {"what": what, "who": event.by.name} if event.by else what
