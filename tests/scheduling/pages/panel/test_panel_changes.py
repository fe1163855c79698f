"""What is asked about a visit that stands, on the panel (X15)."""

from datetime import timedelta

import pytest

from messaging import kinds
from practice import clock
from scheduling import panel, selectors
from scheduling.models import Appointment

pytestmark = pytest.mark.django_db


def test_cancelling_needs_no_time_and_says_what_it_does(cast, sign_in, staff, change, own_page):
    made = change("cancel")
    page = own_page(cast.sam, made)
    assert "Cancellation wanted" in page
    assert "Approving cancels the visit" in page
    assert 'name="time"' not in page
    assert 'name="times"' not in page
    assert sign_in(cast.sam).post(staff("approval", made.pk)).status_code == 302
    cast.mia_visit.refresh_from_db()
    assert cast.mia_visit.status == "cancelled"


def test_moving_names_the_visit_as_it_stands(cast, sign_in, staff, change, starts, own_page):
    new = starts(60)[59]
    made = change("reschedule", [new])
    when = clock.moment(cast.mia_visit.starts_at, cast.north.zone)
    assert f"Booked now: {when} with Dr Ada" in own_page(cast.sam, made)
    sent = {"time": panel.time_value(new, cast.dr_ada)}
    assert sign_in(cast.sam).post(staff("approval", made.pk), sent).status_code == 302
    cast.mia_visit.refresh_from_db()
    assert cast.mia_visit.starts_at == new


@pytest.mark.parametrize("kind", ["cancel", "reschedule"])
def test_x15_a_visit_that_is_over_is_changed_no_more(cast, sign_in, staff, change, starts, own_page, words, kind):
    new = starts(60)[59]
    made = change(kind, [new] if kind == "reschedule" else [])
    over = cast.now - timedelta(days=1)
    busy = (over, over + timedelta(minutes=30))
    Appointment.objects.filter(pk=cast.mia_visit.pk).update(starts_at=busy[0], ends_at=busy[1], busy=busy)
    assert "has already begun or is over" in own_page(cast.sam, made)
    response = sign_in(cast.sam).post(staff("approval", made.pk), {"time": panel.time_value(new, cast.dr_ada)})
    assert response.status_code == 409
    assert "has already begun or is over" in words(response)


def test_handled_from_the_inbox_a_change_is_done_on_the_schedule(cast, change, acting):
    made = change("cancel")
    ways = dict(kinds.ways_to_settle(made.thread))
    assert ways["booked_elsewhere"] == "Done on the schedule"
    kinds.get("appointment").settle(acting(cast.sam), made.thread, "booked_elsewhere")
    shown = panel.decision(acting(cast.sam), selectors.request_of_thread(made.thread))
    assert shown["decided"]["text"].startswith("Done on the schedule by Sam Whitlock")
