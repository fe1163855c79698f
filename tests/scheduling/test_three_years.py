"""Every day of three years in thirteen zones: what the engine offers, against nothing but the zones' own clocks.

The judge shares no code with the engine. That it can tell right from wrong is shown by an engine that is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduling import slots
from scheduling.slots import Shape
from tests.scheduling.test_zones import DAYS, NAMES

Hours = tuple[tuple[int, int], ...]
EPOCH_DAY = date(1970, 1, 1)
OPEN_ALL_DAY = ((0, 24 * 60),)


@dataclass(frozen=True)
class Pattern:
    """When the location is open, when the provider works there, and the visit looked for."""

    opening: Hours
    hours: Hours
    shape: Shape


PATTERNS = {
    "office": Pattern(((8 * 60 + 30, 16 * 60),), ((540, 720), (780, 1020)), Shape(30, increment=15)),
    "rounded": Pattern(((550, 1020),), OPEN_ALL_DAY, Shape(20, before=5, after=10, increment=20, rounding=60)),
    "night": Pattern(OPEN_ALL_DAY, ((0, 360),), Shape(45, before=10, rounding=30)),
    "small steps": Pattern(OPEN_ALL_DAY, ((45, 245),), Shape(20, after=5, increment=20)),
    "to midnight": Pattern(OPEN_ALL_DAY, ((1320, 1440),), Shape(15, rounding=15)),
}


def engine(zone: ZoneInfo, day: date, pattern: Pattern, busy=()) -> list[int]:
    """What the product does."""
    windows = [slots.weekly([day], [(day.weekday(), *span) for span in spans], zone) for spans in hours_of(pattern)]
    return slots.starts(slots.intersect(*windows), [], busy, pattern.shape, zone)


def naive(zone: ZoneInfo, day: date, pattern: Pattern, busy=()) -> list[int]:
    """What must be found out: all the year the offset of its first day, and rounding in UTC."""
    ahead = int(datetime(day.year, 1, 1, 12, tzinfo=zone).utcoffset().total_seconds()) // 60
    midnight = (day - EPOCH_DAY).days * 24 * 60 - ahead
    windows = [[(midnight + begins, midnight + ends) for begins, ends in spans] for spans in hours_of(pattern)]
    return slots.starts(slots.intersect(*windows), [], busy, pattern.shape, ZoneInfo("UTC"))


def hours_of(pattern: Pattern) -> tuple[Hours, Hours]:
    return pattern.opening, pattern.hours


def faults(offer, zone: ZoneInfo, days, pattern: Pattern) -> Iterator[str]:
    """What is wrong with what an engine offers on these days."""
    for day in days:
        found = offer(zone, day, pattern)
        if found != sorted(set(found)):
            yield f"{day}: not in order, or one instant twice"
        for start in found:
            yield from _wrong_start(zone, day, pattern, start)
        yield from _wrong_beside_visits(offer, zone, day, pattern, found)


def _wrong_start(zone, day, pattern, start) -> Iterator[str]:
    shape = pattern.shape
    began, ends = (datetime.fromtimestamp(minute * 60, zone) for minute in (start, start + shape.minutes - 1))
    for shown in (began, ends):
        reading = shown.hour * 60 + shown.minute
        inside = [any(begin <= reading < end for begin, end in spans) for spans in hours_of(pattern)]
        if shown.date() != day or not all(inside):
            yield f"{day}: {began:%H:%M} is outside the hours"
    if shape.rounding and (began.hour * 60 + began.minute) % shape.rounding:
        yield f"{day}: {began:%H:%M} is not round"


def _wrong_beside_visits(offer, zone, day, pattern, found) -> Iterator[str]:
    """The same day with a visit at every third start."""
    shape = pattern.shape
    busy = [(start - shape.before, start + shape.minutes + shape.after) for start in found[::3]]
    for start in offer(zone, day, pattern, busy):
        begins, ends = start - shape.before, start + shape.minutes + shape.after
        if any(begins < until and since < ends for since, until in busy):
            yield f"{day}: minute {start} meets a visit or its buffers"
        if start not in found:
            yield f"{day}: minute {start} is only there once others are taken"


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
@pytest.mark.parametrize("name", NAMES)
def test_every_start_of_three_years_is_right(name, pattern):
    assert next(faults(engine, ZoneInfo(name), DAYS, pattern), None) is None


@pytest.mark.parametrize("name", NAMES)
def test_an_engine_with_a_fixed_offset_is_found_out_where_clocks_move(name):
    zone = ZoneInfo(name)
    moves = len({datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in range(1, 13)}) > 1
    found_out = next(faults(naive, zone, DAYS, PATTERNS["office"]), None) is not None
    assert found_out == moves


@pytest.mark.parametrize("name", ["Asia/Kolkata", "Asia/Kathmandu", "Australia/Adelaide"])
def test_an_engine_that_rounds_in_utc_is_found_out_in_half_hour_zones(name):
    assert next(faults(naive, ZoneInfo(name), DAYS, PATTERNS["rounded"]), None) is not None


def days_the_clocks_move(zone: ZoneInfo) -> list[date]:
    """With the days around them."""
    offsets = [datetime(day.year, day.month, day.day, tzinfo=zone).utcoffset() for day in DAYS]
    moved = [DAYS[n] for n in range(1, len(DAYS)) if offsets[n] != offsets[n - 1]]
    return [day + timedelta(days=n) for day in moved for n in (-2, -1, 0, 1)]


@pytest.mark.parametrize("pattern", [PATTERNS["night"], PATTERNS["rounded"], PATTERNS["to midnight"]])
@pytest.mark.parametrize("name", NAMES)
def test_when_clocks_move_no_start_is_missed(name, pattern):
    zone, shape = ZoneInfo(name), pattern.shape
    for day in [*days_the_clocks_move(zone), date(2026, 7, 1)]:
        begin = (day - EPOCH_DAY).days * 24 * 60 - 15 * 60
        readings = {minute: datetime.fromtimestamp(minute * 60, zone) for minute in range(begin, begin + 60 * 60)}
        at_work = {
            minute
            for minute, shown in readings.items()
            if shown.date() == day
            and all(any(a <= shown.hour * 60 + shown.minute < b for a, b in spans) for spans in hours_of(pattern))
        }
        every = [
            start
            for start in sorted(at_work)
            if (readings[start].hour * 60 + readings[start].minute) % shape.rounding == 0
            and at_work.issuperset(range(start, start + shape.minutes))
        ]
        assert engine(zone, day, pattern) == every, day
