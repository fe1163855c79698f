"""Hours as people write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from practice import hours

MINUTES = st.integers(0, 24 * 60 - 1)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("8-12, 1-5", "8:00 am – 12:00 pm, 1:00 pm – 5:00 pm"),
        ("9-5", "9:00 am – 5:00 pm"),
        ("8-12pm", "8:00 am – 12:00 pm"),
        ("1-5pm", "1:00 pm – 5:00 pm"),
        ("09:00-12:00; 13:00-17:30", "9:00 am – 12:00 pm, 1:00 pm – 5:30 pm"),
        ("0800-1700", "8:00 am – 5:00 pm"),
        ("7:30 to noon and 12:15 until 6", "7:30 am – 12:00 pm, 12:15 pm – 6:00 pm"),
        ("6am-2", "6:00 am – 2:00 pm"),
        ("10 P.M. - midnight", "10:00 pm – 12:00 am"),
        ("Closed", ""),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_mean_them(typed, understood):
    assert hours.spell(hours.parse(typed)) == understood


@pytest.mark.parametrize("typed", ["9", "sometimes", "25-26", "5pm-9am", "9-12, 11-3", "9-12-3", "8:75-9", "0am-3pm"])
def test_hours_that_cannot_be_meant_are_refused(typed):
    with pytest.raises(hours.NotHoursError):
        hours.parse(typed)


@given(st.lists(MINUTES, min_size=2, max_size=8, unique=True).map(sorted))
def test_what_is_written_is_read_back_the_same(ends):
    stretches = list(zip(ends[::2], ends[1::2], strict=False))
    assert hours.parse(hours.spell(stretches)) == stretches


@given(st.lists(st.tuples(MINUTES, MINUTES)), st.lists(st.tuples(MINUTES, MINUTES)))
def test_what_lies_outside_is_what_no_opening_covers(worked, opened):
    worked = [pair for pair in worked if pair[0] < pair[1]]
    opened = [pair for pair in opened if pair[0] < pair[1]]
    left = {m for start, end in hours.outside(worked, opened) for m in range(start, end)}
    open_minutes = {m for start, end in opened for m in range(start, end)}
    assert left == {m for start, end in worked for m in range(start, end)} - open_minutes


def test_whole_days_are_written_without_times():
    def utc(day, hour):
        return datetime(2026, 12, day, hour, tzinfo=UTC)

    zone = "America/New_York"
    assert hours.spell_span(utc(24, 5), utc(28, 5), zone) == "Thu, Dec 24 – Sun, Dec 27"
    assert hours.spell_span(utc(24, 5), utc(25, 5), zone) == "Thu, Dec 24"
    assert hours.spell_span(utc(24, 17), utc(24, 22), zone) == "Thu, Dec 24, 12:00 pm – 5:00 pm"
