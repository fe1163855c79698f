"""Interval arithmetic: the rules of free times, and the days on which the clocks move."""

from datetime import date
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from practice import clock
from scheduling import slots
from scheduling.slots import Shape

NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE, ADELAIDE, KOLKATA = (
    ZoneInfo(name) for name in ("Australia/Lord_Howe", "Australia/Adelaide", "Asia/Kolkata")
)
ZONES = st.sampled_from([NEW_YORK, LORD_HOWE, ADELAIDE, KOLKATA])
# Around the days on which one of these zones moves its clocks.
DAYS = st.one_of(
    st.dates(date(2026, 3, 6), date(2026, 3, 10)),
    st.dates(date(2026, 4, 3), date(2026, 4, 7)),
    st.dates(date(2026, 10, 2), date(2026, 10, 6)),
    st.dates(date(2026, 10, 30), date(2026, 11, 3)),
)
SPANS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 300)).map(lambda pair: (min(pair), max(pair))), max_size=8
)
SHAPES = st.builds(
    Shape,
    minutes=st.integers(5, 90),
    before=st.integers(0, 30),
    after=st.integers(0, 30),
    increment=st.sampled_from([5, 10, 15, 20, 30, 60]),
    rounding=st.sampled_from([0, 15, 30, 60]),
)


def minutes(spans):
    return {minute for start, end in spans for minute in range(start, end)}


def shown(found, zone):
    return [clock.local(slots.moment_of(minute), zone).strftime("%H:%M") for minute in found]


@given(SPANS, SPANS)
def test_spans_behave_like_sets_of_minutes(some, others):
    assert minutes(slots.union(some)) == minutes(some)
    assert minutes(slots.intersect(some, others)) == minutes(some) & minutes(others)
    assert minutes(slots.subtract(some, others)) == minutes(some) - minutes(others)


@given(SPANS, st.tuples(st.integers(0, 300), st.integers(1, 60)))
def test_meeting_is_sharing_a_minute(some, at):
    span = (at[0], at[0] + at[1])
    assert slots.meets(slots.union(some), span) == bool(minutes(some) & minutes([span]))


@given(ZONES, DAYS, SPANS, SPANS, SHAPES)
def test_r13_every_start_lies_in_a_window_and_meets_nothing(zone, day, closed, busy, shape):
    window = slots.wall_span(day, 0, 6 * 60, zone)
    closed = [(window[0] + a, window[0] + b) for a, b in closed]
    busy = [(window[0] + a, window[0] + b) for a, b in busy]
    found = slots.starts([window], closed, busy, shape, zone)
    assert found == sorted(set(found))
    for start in found:
        assert window[0] <= start <= start + shape.minutes <= window[1]
        assert not minutes(closed) & set(range(start, start + shape.minutes))
        padded = range(start - shape.before, start + shape.minutes + shape.after)
        assert not minutes(busy) & set(padded)


@given(ZONES, DAYS, SHAPES.filter(lambda shape: shape.rounding))
def test_r98_rounded_starts_are_round_on_the_local_clock_and_none_is_missed(zone, day, shape):
    window = slots.wall_span(day, 0, 8 * 60, zone)
    found = slots.starts([window], [], [], shape, zone)
    every = [
        minute
        for minute in range(window[0], window[1] - shape.minutes + 1)
        if (there := clock.local(slots.moment_of(minute), zone))
        and (there.hour * 60 + there.minute) % shape.rounding == 0
    ]
    assert found == every


def test_x1_no_start_is_offered_in_the_gap_and_a_visit_across_it_ends_an_hour_later():
    window = slots.wall_span(date(2026, 3, 8), 0, 5 * 60, NEW_YORK)
    found = slots.starts([window], [], [], Shape(60, increment=30), NEW_YORK)
    assert shown(found, NEW_YORK) == ["00:00", "00:30", "01:00", "01:30", "03:00", "03:30", "04:00"]
    assert shown([found[3] + 60], NEW_YORK) == ["03:30"]


def test_x1_hours_that_lie_in_the_gap_are_no_hours():
    assert slots.weekly([date(2026, 3, 8)], [(6, 120, 180)], NEW_YORK) == []


def test_x2_a_repeated_hour_is_offered_twice_and_never_one_instant_twice():
    window = slots.wall_span(date(2026, 11, 1), 0, 3 * 60, NEW_YORK)
    found = slots.starts([window], [], [], Shape(30, increment=30), NEW_YORK)
    assert shown(found, NEW_YORK) == ["00:00", "00:30", "01:00", "01:30", "01:00", "01:30", "02:00", "02:30"]
    assert len(set(found)) == len(found)


def test_x2_hours_that_begin_in_the_repeated_hour_begin_with_its_first_showing_and_last():
    start, end = slots.wall_span(date(2026, 11, 1), 90, 4 * 60, NEW_YORK)
    assert shown([start, end], NEW_YORK) == ["01:30", "04:00"]
    assert end - start == 3.5 * 60


def test_without_a_start_the_others_stay():
    morning, afternoon = range(0, 60, 15), range(90, 120, 15)
    assert slots.without([morning, afternoon], 30) == [range(0, 30, 15), range(45, 60, 15), afternoon]
    assert slots.without([morning], 20) == [morning]


def test_x6_rounding_is_on_the_local_clock_in_half_hour_zones():
    for zone in (KOLKATA, ADELAIDE):
        window = slots.wall_span(date(2026, 10, 20), 9 * 60 + 10, 12 * 60, zone)
        found = slots.starts([window], [], [], Shape(30, rounding=60), zone)
        assert shown(found, zone) == ["10:00", "11:00"]


def test_x6_lord_howe_moves_its_clocks_by_half_an_hour():
    window = slots.wall_span(date(2026, 10, 4), 0, 4 * 60, LORD_HOWE)
    found = slots.starts([window], [], [], Shape(30, rounding=60), LORD_HOWE)
    assert shown(found, LORD_HOWE) == ["00:00", "01:00", "03:00"]


def test_x16_rounding_60_overrides_steps_of_20_from_ten_past_nine():
    window = slots.wall_span(date(2026, 10, 20), 9 * 60 + 10, 12 * 60, NEW_YORK)
    rounded = slots.starts([window], [], [], Shape(20, increment=20, rounding=60), NEW_YORK)
    assert shown(rounded, NEW_YORK) == ["10:00", "11:00"]
    plain = slots.starts([window], [], [], Shape(20, increment=20), NEW_YORK)
    assert shown(plain, NEW_YORK)[:3] == ["09:10", "09:30", "09:50"]


def test_a_visit_does_not_shift_the_starts_after_it():
    window = slots.wall_span(date(2026, 10, 20), 9 * 60, 11 * 60, NEW_YORK)
    busy = [(window[0] + 30, window[0] + 40)]
    found = slots.starts([window], [], busy, Shape(30, increment=30), NEW_YORK)
    assert shown(found, NEW_YORK) == ["09:00", "10:00", "10:30"]


def test_buffers_keep_distance_from_visits_and_may_reach_past_closing_time():
    window = slots.wall_span(date(2026, 10, 20), 9 * 60, 11 * 60, NEW_YORK)
    busy = [(window[0] + 60, window[0] + 70)]
    found = slots.starts([window], [], busy, Shape(30, before=10, after=20, increment=10), NEW_YORK)
    assert shown(found, NEW_YORK) == ["09:00", "09:10", "10:20", "10:30"]
