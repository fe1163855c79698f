"""Pages read the clock of the machine, so their cast lives now; days are counted from the next one with free times."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from scheduling import moments, selectors
from tests.quarters import away_from_a_quarter


@pytest.fixture
def now():
    return away_from_a_quarter(10)


@pytest.fixture
def sign_in(client):
    """`sign_in(cast.fay)`: the client as that person."""

    def as_user(who):
        client.force_login(getattr(who, "user", who))
        return client

    return as_user


@pytest.fixture
def starts(cast, acting):
    """`starts(3)`: the first free times of a well visit with Dr Ada at North, as Paul is offered them."""

    def free(n: int, **changes) -> list:
        asked = {"visit_type": cast.well, "location": cast.north, "provider": cast.dr_ada, **changes}
        actor = acting(cast.paul_user)
        first = actor.today(cast.north.zone)
        found = selectors.open_slots(actor, **asked, first_day=first, last_day=first + timedelta(days=365))
        return [slot.starts_at for slot in found[:n]]

    return free


@pytest.fixture
def my():
    """`my(patient, "request_step", "case", case=…)`: an address of that person's tree."""

    def address(patient, name, *args, **query) -> str:
        return reverse(f"my:scheduling:{name}", args=["maple", patient.pk, *args], query=query)

    return address


@pytest.fixture
def staff():
    """`staff("approval", request.pk)`: an address of the staff tree."""

    def address(name, *args, **query) -> str:
        return reverse(f"staff:scheduling:{name}", args=["maple", *args], query=query)

    return address


@pytest.fixture
def answers(cast, starts):
    """What Paul has chosen by the last page, as its form sends it; anything may be changed, None leaves it out."""

    def given(**changes) -> dict:
        fields = {
            "case": cast.paul_primary.pk,
            "visit_type": cast.well.pk,
            "location": cast.north.pk,
            "provider": cast.dr_ada.pk,
            "slot": [moments.write(start) for start in starts(1)],
            "reason": "He coughs since Friday.",
            "request_key": uuid.uuid4(),
            **changes,
        }
        return {name: value for name, value in fields.items() if value is not None}

    return given


@pytest.fixture
def words():
    """`words(response)`: the page as one line."""

    def of(response) -> str:
        return " ".join(response.content.decode().split())

    return of
