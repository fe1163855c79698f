"""`Schedule`, the week: its links, its names, and what scope and duties leave of it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.demo import build
from practice import clock
from practice.models import Closure
from scheduling import moments
from scheduling.models import Appointment, AvailabilityRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(cast):
    """The day of Leo's visit at nine."""
    return clock.local(cast.leo_visit.starts_at, cast.north.zone).date()


@pytest.fixture
def week(cast, staff, day):
    """`week()`: the address of the week of Leo's visit at North."""
    return lambda on=day, at=cast.north: staff("week_of", on, location=at.pk)


def test_the_way_in_leads_to_this_week_or_to_that_of_a_date(cast, sign_in, staff, acting, day):
    client, today = sign_in(cast.sam), acting(cast.sam).today(cast.north.zone)
    assert client.get(staff("week"))["Location"] == staff("week_of", today, location=cast.north.pk)
    asked = client.get(staff("week", date=day.isoformat(), location=cast.south.pk))
    assert asked["Location"] == staff("week_of", day, location=cast.south.pk)


def test_both_views_lead_to_each_other_and_to_what_is_before_and_after(cast, sign_in, staff, week, day, words):
    client = sign_in(cast.sam)
    page = words(client.get(week()))
    assert f'href="{week(day - timedelta(days=7))}" aria-label="Previous"' in page
    assert f'href="{week(day + timedelta(days=7))}" aria-label="Next"' in page
    day_url = staff("day_of", day, location=cast.north.pk)
    assert f'<a href="{day_url}">Day</a><a href="{week()}" aria-current="page">Week</a>' in page
    page = words(client.get(day_url))
    assert f'<a href="{day_url}" aria-current="page">Day</a><a href="{week()}">Week</a>' in page


def test_an_event_is_a_link_named_time_patient_visit_type_status(cast, sign_in, staff, week, words):
    page = words(sign_in(cast.sam).get(week()))
    address = staff("appointment", cast.leo_visit.pk, view="week")
    assert f'<a href="{address}" aria-label="9:00 am Leo Garcia, Well visit, Booked">' in page


def test_its_card_stands_in_the_week_and_closes_to_it(cast, sign_in, staff, week, words):
    page = words(sign_in(cast.sam).get(staff("appointment", cast.leo_visit.pk, view="week")))
    assert "<table" in page
    assert f'href="{week()}" aria-label="Close"' in page
    assert 'aria-current="true" aria-label="9:00 am Leo Garcia' in page


def test_a_free_stretch_is_one_link_that_books_its_beginning(cast, sign_in, staff, week, day, words):
    page = words(sign_in(cast.sam).get(week()))
    at = moments.write(clock.instant(day, 9 * 60 + 30, cast.north.zone))
    link = staff("book", location=cast.north.pk, provider=cast.dr_ada.pk, at=at)
    link = link.replace("&", "&amp;").replace("%3A", ":")
    assert f'<a href="{link}" aria-label="Book 9:30 am with Dr Ada">9:30 – 12:00 pm free</a>' in page
    assert "Book 10:00 am with Dr Ada" not in page


def test_a_request_is_striped_says_so_and_shows_its_note(cast, sign_in, week, ask, starts, words):
    start = starts(1)[0]
    ask(starts=[start], reason="Cough.")
    page = words(sign_in(cast.sam).get(week(clock.local(start, cast.north.zone).date())))
    named = f'aria-label="{clock.time(start, cast.north.zone)} Paul Novak, Well visit, Requested"'
    assert re.search(r'<li class="ev requested"><a [^>]*' + re.escape(named) + r'.*?class="note"', page)


def test_closures_and_time_off_say_why(cast, sign_in, week, day, words):
    noon = clock.instant(day, 14 * 60, cast.north.zone)
    facts = {"starts_at": noon, "ends_at": noon + timedelta(hours=1), "reason": "Fire <drill>"}
    Closure.objects.create(practice=cast.maple, location=cast.north, **facts)
    page = words(sign_in(cast.sam).get(week()))
    assert '<li class="off"><i>2:00 – 3:00 pm</i> Fire &lt;drill&gt;</li>' in page


def test_days_left_out_are_named(cast, sign_in, week, words):
    assert re.search(r"Without hours or visits: Sat, \w+ \d+; Sun, \w+ \d+\.", words(sign_in(cast.sam).get(week())))


def test_an_empty_week_leads_to_the_next_with_somebody(cast, sign_in, week, day, words):
    monday = day - timedelta(days=day.weekday())
    closed = {"starts_at": clock.midnight(monday, cast.north.zone), "reason": "Moving house"}
    ends_at = clock.midnight(monday + timedelta(days=7), cast.north.zone)
    Closure.objects.create(practice=cast.maple, location=cast.north, ends_at=ends_at, **closed)
    client = sign_in(cast.sam)
    assert "Moving house" in words(client.get(week()))
    AvailabilityRule.objects.of(cast.maple).filter(location=cast.north).delete()
    Appointment.objects.of(cast.maple).update(location=cast.south)
    page = words(client.get(week()))
    assert "Nobody works here in this week" in page
    assert "No provider has hours here in the two months after it." in page


def test_what_people_wrote_is_text_and_no_markup(cast, sign_in, week, words):
    cast.leo.given_name, cast.leo.family_name = 'Leo"><script>', "O'Brien & Sons"
    cast.leo.save(update_fields=["given_name", "family_name"])
    cast.dr_ada.name = "Dr <b>Ada</b>"
    cast.dr_ada.save(update_fields=["name"])
    page = words(sign_in(cast.sam).get(week()))
    assert "<script>" not in page.replace('<script type="module"', "").replace("<script src", "")
    assert "Leo&quot;&gt;&lt;script&gt; O&#x27;Brien &amp; Sons, Well visit, Booked" in page
    assert "Book 9:30 am with Dr &lt;b&gt;Ada&lt;/b&gt;" in page


def test_r4_a_patient_out_of_scope_is_busy_and_nothing_more(cast, sign_in, staff, week, day, now, words):
    away = build.patient(cast.maple, "Sol", "South", 5, now, home_location=cast.south)
    facts = {"location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": now}
    visit = build.visit(away, case=None, day=day, hour=15, **facts)
    page = words(sign_in(cast.sam).get(week()))
    assert "Sol South" not in page
    assert str(visit.pk) not in page
    assert '<li class="off"><i>3:00 – 3:30 pm</i> Busy</li>' in page
    assert "Sol South" in words(sign_in(cast.ad).get(week()))


def test_without_scheduling_nothing_is_offered(cast, sign_in, week, words):
    page = words(sign_in(cast.fay).get(week()))
    assert "9:00 am Leo Garcia, Well visit, Booked" in page
    assert "Book 9:30 am" not in page
    assert "data-move" not in page
    assert "New appointment" not in page


def test_who_may_not_see_appointments_has_no_week(cast, sign_in, staff, week):
    client = sign_in(cast.nia)
    assert client.get(week()).status_code == 403
    assert client.get(staff("week")).status_code == 403


def test_only_what_may_still_be_moved_can_be_dragged(cast, sign_in, week, words):
    client = sign_in(cast.sam)
    assert re.search(r'<li class="ev booked" data-move><a [^>]*Leo Garcia', words(client.get(week())))
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(status="completed")
    assert re.search(r'<li class="ev completed"><a [^>]*Leo Garcia', words(client.get(week())))


def test_the_weeks_queries_do_not_grow_with_its_events(cast, sign_in, week, day, now):
    client = sign_in(cast.sam)

    def asked() -> int:
        client.get(week())
        with CaptureQueriesContext(connection) as seen:
            assert client.get(week()).status_code == 200
        return len(seen)

    few = asked()
    for n in range(20):
        who = build.patient(cast.maple, f"Child {n}", "Long", 4, now, home_location=cast.north)
        provider = build.provider(cast.maple, f"Dr {n:02}")
        build.provider_hours(provider, cast.north, [day.weekday()], (9, 17))
        facts = {"location": cast.north, "provider": provider, "visit_type": cast.sick, "day": day, "now": now}
        build.visit(who, case=None, hour=10, **facts)
    assert asked() == few
