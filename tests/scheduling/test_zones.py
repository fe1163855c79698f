"""A zone's clock in whole minutes says what `practice.clock` says, and every day has the minutes it has."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from practice import clock
from scheduling import slots, zones

NAMES = (
    "America/New_York",
    "America/Chicago",
    "America/Phoenix",
    "America/Sao_Paulo",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Europe/London",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Pacific/Auckland",
)
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
A_DAY = 24 * 60


@pytest.fixture(params=NAMES)
def zone(request):
    return ZoneInfo(request.param)


def test_every_reading_of_three_years_is_the_instant_it_is(zone):
    known = zones.Clock(zone, FIRST, LAST)
    for day in DAYS:
        for reading in (0, 1, 90, 120, 150, 9 * 60, 23 * 60 + 30, A_DAY):
            assert known.minute(day, reading) == slots.minute_of(clock.instant(day, reading, zone)), (day, reading)


def test_every_minute_falls_on_the_day_that_the_clock_shows(zone):
    start = slots.minute_of(clock.midnight(date(2025, 12, 30), zone))
    minutes = range(start, start + 400 * A_DAY, 97)
    shown = Counter(clock.local(slots.moment_of(minute), zone).date() for minute in minutes)
    assert zones.count_by_day(zone, minutes) == shown


def test_a_day_of_another_clock_is_refused():
    with pytest.raises(ValueError, match="not one of the days"):
        zones.Clock(ZoneInfo("Asia/Kolkata"), FIRST, FIRST).minute(FIRST + timedelta(days=5), 0)


@pytest.mark.parametrize(
    ("name", "day", "hours"),
    [
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("America/New_York", date(2026, 3, 9), 24),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("Asia/Kathmandu", date(2026, 3, 29), 24),
    ],
)
def test_x1_x2_a_day_is_as_long_as_it_is(name, day, hours):
    start, end = slots.wall_span(day, 0, A_DAY, ZoneInfo(name))
    assert end - start == hours * 60
