"""`Schedule`: a day (R20-R22, R80-R82)."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.demo import build
from practice import clock
from practice.models import Closure
from scheduling.models import AvailabilityRule, TimeOff

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(cast):
    """The day of Leo's visit at nine."""
    return clock.local(cast.leo_visit.starts_at, cast.north.zone).date()


@pytest.fixture
def north(cast, staff):
    """`north(day)`: the address of a day at North."""
    return lambda on: staff("day_of", on, location=cast.north.pk)


def test_the_schedule_opens_on_today_at_ones_own_location(cast, sign_in, staff, acting):
    response = sign_in(cast.sam).get(staff("day"))
    assert response["Location"] == staff("day_of", acting(cast.sam).today(cast.north.zone), location=cast.north.pk)


def test_a_date_and_a_location_lead_to_that_day(cast, sign_in, staff, day):
    response = sign_in(cast.ada).get(staff("day", date=day.isoformat(), location=cast.south.pk))
    assert response["Location"] == staff("day_of", day, location=cast.south.pk)


def test_an_event_is_a_link_named_time_patient_visit_type_status(cast, sign_in, north, day, staff, words):
    page = words(sign_in(cast.sam).get(north(day)))
    assert "9:00 am Leo Garcia, Well visit, Booked" in page
    assert staff("appointment", cast.leo_visit.pk) in page
    assert "1 booked" in page


def test_a_request_is_drawn_striped_and_says_so(cast, sign_in, north, ask, starts, words):
    start = starts(1)[0]
    made = ask(starts=[start], reason="Cough.")
    page = words(sign_in(cast.sam).get(north(clock.local(start, cast.north.zone).date())))
    assert f"{clock.time(start, cast.north.zone)} Paul Novak, Well visit, Requested" in page
    assert 'class="ev requested' in page
    assert str(made.pk) in page


def test_without_scheduling_requests_are_not_drawn_and_gaps_not_offered(cast, sign_in, north, ask, starts, day, words):
    start = starts(1)[0]
    made = ask(starts=[start])
    client = sign_in(cast.fay)
    page = words(client.get(north(clock.local(start, cast.north.zone).date())))
    assert str(made.pk) not in page
    assert "Requested" not in page
    assert 'class="gap' not in page
    assert "9:00 am Leo Garcia, Well visit, Booked" in words(client.get(north(day)))


def test_who_may_not_see_appointments_has_no_schedule(cast, sign_in, staff, north, day):
    client = sign_in(cast.nia)
    assert client.get(north(day)).status_code == 403
    assert client.get(staff("day")).status_code == 403
    assert client.get(staff("appointment", cast.leo_visit.pk)).status_code == 403


def test_a_gap_is_a_link_that_books_it(cast, sign_in, north, day, words):
    page = words(sign_in(cast.sam).get(north(day)))
    assert re.search(r"Book \d+:\d\d am with Dr Ada", page)


def test_gaps_of_minutes_stand_upon_the_visit_they_share_a_quarter_with(cast, sign_in, north, day, now, words):
    facts = {"location": cast.north, "provider": cast.dr_ada, "day": day, "now": now}
    build.visit(cast.paul, case=None, hour=14, minute=5, visit_type=cast.sick, **facts)
    build.visit(cast.paul, case=None, hour=15, minute=5, visit_type=build.visit_type(cast.maple, "Shot", 5), **facts)
    build.visit(cast.paul, case=None, hour=15, minute=15, visit_type=cast.sick, **facts)
    page = words(sign_in(cast.sam).get(north(day)))
    gaps = dict(re.findall(r'<li class="gap ([^"]*)"><a [^>]*><span class="sr">Book (\d+:\d\d pm) with Dr Ada', page))
    assert {"r21 n1 part": "2:00 pm", "r22 n1 part": "2:20 pm"}.items() <= gaps.items()
    assert {"r25 n1 part early": "3:00 pm", "r25 n1 part": "3:10 pm"}.items() <= gaps.items()


def test_closures_and_time_off_are_shaded_and_say_why(cast, sign_in, north, day, words):
    noon = clock.instant(day, 14 * 60, cast.north.zone)
    Closure.objects.create(
        practice=cast.maple, location=cast.north, starts_at=noon, ends_at=noon + timedelta(hours=1), reason="Training"
    )
    TimeOff.objects.create(
        practice=cast.maple,
        provider=cast.dr_ada,
        starts_at=noon + timedelta(hours=1),
        ends_at=noon + timedelta(hours=2),
    )
    page = words(sign_in(cast.sam).get(north(day)))
    assert re.search(r'class="off [^"]+"><span><span class="print-only">2:00 pm </span>Training', page)
    assert re.search(r'class="off [^"]+"><span><span class="print-only">3:00 pm </span>Time off', page)


def test_x18_visits_that_stand_in_closed_time_are_counted_in_the_head(cast, sign_in, staff, north, day, words):
    client = sign_in(cast.sam)
    assert "Visits to move" not in words(client.get(north(day)))
    nine = cast.leo_visit.starts_at
    facts = {"starts_at": nine, "ends_at": nine + timedelta(hours=1), "reason": "Training"}
    Closure.objects.create(practice=cast.maple, location=cast.north, **facts)
    page = words(client.get(north(day)))
    assert f'href="{staff("misplaced")}"' in page
    assert "Visits to move (1)" in page


def test_a_day_without_anybody_leads_to_the_next_with_somebody(cast, sign_in, north, day, words):
    sunday = day + timedelta(days=6 - day.weekday())
    page = words(sign_in(cast.sam).get(north(sunday)))
    assert "Nobody works here on this day" in page
    assert f'href="{north(sunday + timedelta(days=1))}"' in page


def test_where_nobody_has_hours_whoever_sets_up_is_led_to_the_providers(cast, sign_in, north, day, words):
    AvailabilityRule.objects.of(cast.maple).delete()
    sunday = day + timedelta(days=6 - day.weekday())
    assert "/staff/maple/places/providers/" in words(sign_in(cast.ad).get(north(sunday)))
    assert "/staff/maple/places/providers/" not in words(sign_in(cast.sam).get(north(sunday)))


@pytest.mark.parametrize("wrong", ["2026-02-31", "tomorrow", "0000-00-00"])
def test_no_date_is_no_page(cast, sign_in, wrong):
    assert sign_in(cast.sam).get(f"/staff/maple/schedule/day/{wrong}/").status_code == 404


def test_the_days_queries_do_not_grow_with_its_events(cast, sign_in, north, day, now):
    client = sign_in(cast.sam)

    def asked() -> int:
        client.get(north(day))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(north(day)).status_code == 200
        return len(seen)

    few = asked()
    for n in range(30):
        who = build.patient(cast.maple, f"Child {n}", "Long", 4, now, home_location=cast.north)
        case = build.case(who, "Primary care", allows_requests=True, visit_types=[cast.sick])
        provider = build.provider(cast.maple, f"Dr {n:02}")
        build.provider_hours(provider, cast.north, [day.weekday()], (9, 17))
        facts = {"location": cast.north, "provider": provider, "visit_type": cast.sick, "day": day, "now": now}
        build.visit(who, case=case, hour=10, **facts)
    assert asked() == few
