"""Times as people read them, and wall-clock readings as instants."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from practice import clock

NEW_YORK, LORD_HOWE, ADELAIDE = "America/New_York", "Australia/Lord_Howe", "Australia/Adelaide"
ZONES = [NEW_YORK, LORD_HOWE, ADELAIDE, "America/Chicago", "Asia/Kolkata", "UTC"]


def test_a_moment_is_written_as_the_united_states_write_it():
    at = datetime(2026, 11, 24, 13, 15, tzinfo=UTC)
    assert clock.moment(at, NEW_YORK) == "Tue, Nov 24, 8:15 am"
    assert clock.time(at.replace(hour=17), NEW_YORK) == "12:15 pm"
    assert clock.time(at.replace(hour=5), NEW_YORK) == "12:15 am"


def test_days_are_written_short_and_long():
    assert clock.day(date(2026, 11, 24)) == "Tue, Nov 24"
    assert clock.long_day(date(2026, 11, 24)) == "Tuesday, November 24"


def test_a_list_says_as_little_of_a_moment_as_it_must():
    now = datetime(2026, 10, 19, 14, 0, tzinfo=UTC)
    written = [clock.brief(now - timedelta(days=days), "America/New_York", now) for days in (0, 1, 400)]
    assert written == ["10:00 am", "Sun, Oct 18", "Sep 14, 2025"]


def test_x5_a_zone_is_named_by_its_city():
    at = datetime(2026, 11, 24, tzinfo=UTC)
    assert clock.zone_label(NEW_YORK, at) == "New York time"
    assert clock.zone_label("UTC", at) == "UTC"


def test_x2_a_time_that_happens_twice_says_which_it_is():
    first = clock.instant(date(2026, 11, 1), 90, NEW_YORK)
    assert clock.time(first, NEW_YORK) == "1:30 am EDT"
    assert clock.time(first + timedelta(hours=1), NEW_YORK) == "1:30 am EST"


@pytest.mark.parametrize(
    ("zone", "day", "minute", "shown"),
    [(NEW_YORK, date(2026, 3, 8), 150, "03:00"), (LORD_HOWE, date(2026, 10, 4), 135, "02:30")],
)
def test_x1_a_time_the_clocks_skip_is_the_end_of_the_gap(zone, day, minute, shown):
    assert clock.local(clock.instant(day, minute, zone), zone).strftime("%H:%M") == shown


def test_x1_the_day_of_the_gap_has_23_hours():
    start, end = clock.midnight(date(2026, 3, 8), NEW_YORK), clock.midnight(date(2026, 3, 9), NEW_YORK)
    assert end - start == timedelta(hours=23)


def test_x3_24_hours_before_a_visit_after_fall_back_is_an_hour_later_on_the_clock():
    visit = clock.instant(date(2026, 11, 1), 9 * 60, NEW_YORK)
    assert clock.moment(visit - timedelta(hours=24), NEW_YORK) == "Sat, Oct 31, 10:00 am"


def test_x4_24_hours_before_a_visit_after_spring_forward_is_an_hour_earlier_on_the_clock():
    visit = clock.instant(date(2026, 3, 8), 9 * 60, NEW_YORK)
    assert clock.moment(visit - timedelta(hours=24), NEW_YORK) == "Sat, Mar 7, 8:00 am"


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    minute=st.integers(0, 24 * 60 - 1),
)
def test_an_instant_shows_the_time_it_was_made_from_unless_the_clocks_skip_it(zone, day, minute):
    shown = clock.local(clock.instant(day, minute, zone), zone)
    wanted = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    skipped = wanted.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if skipped == wanted:
        assert shown.replace(tzinfo=None) == wanted
        assert shown.fold == 0
    else:
        assert wanted < shown.replace(tzinfo=None) <= wanted + timedelta(hours=1)


@given(zone=st.sampled_from(ZONES), day=st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_instants_never_run_backwards_in_a_day(zone, day):
    quarters = [clock.instant(day, minute, zone) for minute in range(0, 24 * 60 + 1, 15)]
    assert quarters == sorted(quarters)
