"""Asking and deciding, as the tests of this folder do it again and again."""

from datetime import datetime

import pytest

from practice.errors import Refused
from scheduling import services


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
