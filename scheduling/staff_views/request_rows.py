"""What a row of the queue says: who, what, with whom and where, and what has become of each time."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from messaging import emergency
from practice import clock
from practice.access import Actor
from scheduling import panel
from scheduling.models import AppointmentRequest
from scheduling.staff_views import request_card
from scheduling.staff_views.looks import ICONS, KINDS
from scheduling.states import OPEN_REQUEST, REQUEST_STATUSES


@dataclass(frozen=True)
class Rows:
    """Facts about all requests of a page, gathered once: the times each names, and those offered to the patient."""

    actor: Actor
    times: dict
    offers: dict
    with_status: bool

    def row(self, request: AppointmentRequest) -> dict:
        """One request, as scheduling/staff/_request_rows.html shows it; its address is for the page to add."""
        zone = request.location.zone
        return {
            "patient": request.patient.name,
            "age": request.patient.age_on(self.actor.today(zone)),
            "kind": request_card.kind(request),
            "visit_type": request.visit_type.name,
            "provider": request.provider.name if request.provider else _("Any provider"),
            "location": request.location.name,
            "zone": panel.zone(self.actor, request),
            "location_closed": not request.location.allows_requests,
            "stands": panel.stands(request),
            "times": self._times(request) if request.status in OPEN_REQUEST else [],
            "decided": "" if request.status in OPEN_REQUEST else panel.decided(request)["text"],
            "has_note": bool(request.reason),
            "urgent": bool(emergency.phrases_in(request.reason)),
            "sent": clock.brief(request.made_at, zone, self.actor.now),
            "sent_iso": request.made_at.isoformat(),
            "status": _status(request) if self.with_status and request.status in OPEN_REQUEST else None,
        }

    def _times(self, request: AppointmentRequest) -> list[dict]:
        if request.status == "proposed":
            return [_offered(slot.appointment) for slot in self.offers.get(request.pk, ())]
        if request.wish != "slots" or request.kind == "cancel":
            return [{"label": panel.wish(request)}] if panel.wish(request) else []
        # With any provider a time has a choice for each who is free: what matters here is whether one is.
        best = {}
        for choice in self.times.get(request, ()):
            if choice.starts_at not in best or choice.state == "free":
                best[choice.starts_at] = choice
        return [{"label": choice.label, "state": panel.state(choice)} for choice in best.values()]


def _offered(visit) -> dict:
    return {
        "label": clock.moment(visit.starts_at, visit.location.zone),
        "state": {"word": _("offered"), "kind": "wait"},
    }


def _status(request: AppointmentRequest) -> dict:
    state = {"pending": "requested"}.get(request.status, request.status)
    return {"word": REQUEST_STATUSES[request.status], "kind": KINDS[state], "icon": ICONS[state]}
