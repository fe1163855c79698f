"""Visit types, cases, when providers see patients, appointments, and the requests for them."""

from scheduling.models.offers import LONGEST, MOST_BUFFER, SHORTEST, AvailabilityRule, Case, TimeOff, VisitType
from scheduling.models.requests import (
    MAX_SLOTS,
    PARTS,
    REASON_LENGTH,
    REQUEST_EVENTS,
    REQUEST_KINDS,
    AppointmentRequest,
    ProposedSlot,
    RequestedSlot,
    RequestEvent,
    answerable_threads,
)
from scheduling.models.routes import RequestRoute
from scheduling.models.spans import TimeSpan
from scheduling.models.visits import EVENT_KINDS, Appointment, AppointmentEvent
from scheduling.models.zone_changes import ZoneChange

__all__ = [
    "EVENT_KINDS",
    "LONGEST",
    "MAX_SLOTS",
    "MOST_BUFFER",
    "PARTS",
    "REASON_LENGTH",
    "REQUEST_EVENTS",
    "REQUEST_KINDS",
    "SHORTEST",
    "Appointment",
    "AppointmentEvent",
    "AppointmentRequest",
    "AvailabilityRule",
    "Case",
    "ProposedSlot",
    "RequestEvent",
    "RequestRoute",
    "RequestedSlot",
    "TimeOff",
    "TimeSpan",
    "VisitType",
    "ZoneChange",
    "answerable_threads",
]
