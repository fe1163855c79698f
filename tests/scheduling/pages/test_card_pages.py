"""`Schedule`: the card of a visit, who may open it, and cancelling."""

import pytest

from portal.demo import build
from practice import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(cast):
    """The day of Leo's visit at nine."""
    return clock.local(cast.leo_visit.starts_at, cast.north.zone).date()


def test_the_card_says_what_it_is_and_offers_cancel(cast, sign_in, staff, words):
    client, address = sign_in(cast.sam), staff("appointment", cast.leo_visit.pk)
    page = words(client.get(address))
    for fact in ("Leo Garcia", "Well visit", "Dr Ada", "North", "Primary care"):
        assert fact in page
    assert staff("cancellation", cast.leo_visit.pk) in page
    card = words(client.get(address, headers={"hx-request": "true"}))
    assert card.startswith("<article") or "<html" not in card
    fay = words(sign_in(cast.fay).get(address))
    assert staff("cancellation", cast.leo_visit.pk) not in fay


def test_a_patient_out_of_scope_is_not_found(cast, sign_in, staff, day, now):
    away = build.patient(cast.maple, "Sol", "South", 5, now, home_location=cast.south)
    case = build.case(away, "Primary care", allows_requests=True, visit_types=[cast.well])
    facts = {"location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": now}
    visit = build.visit(away, case=case, day=day, hour=15, **facts)
    assert sign_in(cast.sam).get(staff("appointment", visit.pk)).status_code == 404
    page = sign_in(cast.sam).get(staff("day_of", day, location=cast.north.pk)).content.decode()
    assert "Sol South" not in page
    assert "Busy" in page


def test_cancelling_asks_for_a_reason_and_shows_it_after(cast, sign_in, staff, words):
    client, address = sign_in(cast.sam), staff("cancellation", cast.leo_visit.pk)
    assert "Cancel the visit of Leo Garcia?" in words(client.get(address))
    assert client.post(address, {"reason": " "}).status_code == 422
    page = words(client.post(address, {"reason": "Dr Ada is ill"}, follow=True))
    assert "The visit is cancelled." in page
    assert "Dr Ada is ill" in page
    again = client.post(address, {"reason": "Again"})
    assert again.status_code == 409
    assert "cannot be cancelled any more" in words(again)
    assert sign_in(cast.fay).post(address, {"reason": "x"}).status_code == 403
