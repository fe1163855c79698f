"""Asking and deciding, as the tests of this folder do it again and again."""

from datetime import datetime

import pytest

from practice.errors import Refused
from practice.models import Location
from practice.services import places
from scheduling import services

WEEK = {day: [(9 * 60, 17 * 60)] for day in range(5)}


@pytest.fixture
def at(cast):
    """`at("2026-10-21 09:00")`: that reading of North's clock."""

    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=cast.north.zone)

    return moment


@pytest.fixture
def ask(cast, acting, at):
    """Paul asks for a well visit with Dr Ada at North on Wed 21 Oct at 9:00; anything may be changed."""

    def send(who=None, **changes):
        patient = changes.pop("patient", cast.paul)
        facts = {
            "patient": patient,
            "case": patient.cases.get(name="Primary care"),
            "visit_type": cast.well,
            "location": cast.north,
            "provider": cast.dr_ada,
            "starts": [at("2026-10-21 09:00")],
            "reason": "",
            "insurance": None,
            "request_key": None,
        }
        actor = acting(who or cast.paul_user, at=changes.pop("now", None))
        return services.request(by=actor, **{**facts, **changes})

    return send


@pytest.fixture
def refusal():
    """`refusal(call)`: the refusal the call ends in."""

    def of(call) -> Refused:
        with pytest.raises(Refused) as caught:
            call()
        return caught.value

    return of


@pytest.fixture
def set_zone(cast, acting):
    """`set_zone("America/Chicago")`: North in that zone, agreed to."""

    def send(time_zone, who=None, *, agreed=True, at=None):
        north = Location.objects.get(pk=cast.north.pk)
        facts = {name: getattr(north, name) for name in places.FACTS} | {"time_zone": time_zone, "week": WEEK}
        return places.edit_location(by=acting(who or cast.ad, at=at), location=north, **facts, zone_agreed=agreed)

    return send


@pytest.fixture
def book(cast, acting, at):
    """`book(cast.paul, "2026-10-21 09:00")`: a well visit with Dr Ada at North; anything may be changed."""

    def make(patient, text, **changes):
        facts = {"provider": cast.dr_ada, "location": cast.north, "visit_type": cast.well, "case": None}
        facts |= {"starts_at": at(text)} | changes
        return services.book(by=acting(cast.sam), patient=patient, **facts)

    return make
