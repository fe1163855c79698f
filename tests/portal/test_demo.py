"""The demo's world: it loads on any day, and shows requests in every state a scheduler meets."""

from datetime import UTC, datetime

import pytest

from messaging.models import Phrase, RefillRequest
from portal.demo.load import load
from scheduling.models import AppointmentRequest, RequestRoute

pytestmark = pytest.mark.django_db

DAYS = {
    "a morning": datetime(2026, 11, 25, 14, tzinfo=UTC),
    "a Friday evening": datetime(2026, 11, 27, 22, 40, tzinfo=UTC),
    "a Saturday": datetime(2026, 11, 28, 16, tzinfo=UTC),
    "the eve of summer time": datetime(2027, 3, 13, 16, tzinfo=UTC),
    "New Year's Eve": datetime(2026, 12, 31, 23, tzinfo=UTC),
}


@pytest.mark.parametrize("at", DAYS.values(), ids=DAYS)
def test_the_demo_loads_with_requests_in_every_state(at):
    load(at)
    found = set(AppointmentRequest.objects.values_list("kind", "status"))
    assert found == {
        ("schedule", "pending"),
        ("schedule", "approved"),
        ("schedule", "declined"),
        ("schedule", "proposed"),
        ("reschedule", "pending"),
        ("cancel", "pending"),
    }


def test_the_demo_has_refills_that_wait_are_flagged_and_are_given():
    load(DAYS["a morning"])
    asked = RefillRequest.objects.all()
    assert {one.status for one in asked} == {"asked", "refilled"}
    assert any("early" in one.flags for one in asked)


def test_the_demo_has_phrases_of_the_practice_and_of_a_nurse_and_a_routing_rule():
    load(DAYS["a morning"])
    notebooks = list(Phrase.objects.order_by("notebook__name").values_list("notebook__name", flat=True))
    assert notebooks == ["Front office"] * 3 + ["Nurse line"] * 2
    assert [str(rule) for rule in RequestRoute.objects.all()] == ["South"]
