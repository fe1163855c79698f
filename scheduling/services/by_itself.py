"""Doors that nobody opens: what happens because time passes. Their actor is a named process."""

from practice.access import SYSTEM, Actor
from practice.service import door
from scheduling import deciding, holds, offering, zone_telling
from scheduling.models import AppointmentRequest, ZoneChange


def _nobody(by: Actor, **_arguments) -> bool:
    """None of this is done at anybody's word."""
    return by.side == SYSTEM


@door(None, "request.offer_ended", allow=_nobody)
def end_offer(*, by: Actor, request: AppointmentRequest) -> AppointmentRequest:
    """End a request whose offered times are not kept any more. One that was settled meanwhile stays as it is."""
    request = deciding.lock(request)
    if request.status == "proposed" and not any(row.held_until > by.now for row in holds.of(request)):
        offering.run_out(by=by, request=request)
    return request


@door(None, "zone_change.told", allow=_nobody)
def tell_zone_change(*, by: Actor, change: ZoneChange) -> bool:
    """Tell people of the next few visits that a new time zone moved; says whether there are more."""
    return zone_telling.tell_next(by, change)
