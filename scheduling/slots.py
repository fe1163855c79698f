"""Interval arithmetic for free times. Pure: spans are half-open pairs of whole minutes since 1970 in UTC."""

import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from practice import clock

Span = tuple[int, int]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Shape:
    """How a visit sits in a day: its minutes, the buffers around it, and where it may start.

    `rounding` (15, 30, 60; 0 = off) is on the location's wall clock and overrides `increment` (R98, R99).
    """

    minutes: int
    before: int = 0
    after: int = 0
    increment: int = 15
    rounding: int = 0


def minute_of(at: datetime) -> int:
    """The last whole minute at or before this instant."""
    return int((at - EPOCH).total_seconds() // 60)


def minute_after(at: datetime) -> int:
    """The first whole minute at or after this instant."""
    return -int(-(at - EPOCH).total_seconds() // 60)


def span_of(starts_at: datetime, ends_at: datetime) -> Span:
    """The whole minutes these moments touch."""
    return minute_of(starts_at), minute_after(ends_at)


def moment_of(minute: int) -> datetime:
    return EPOCH + timedelta(minutes=minute)


def wall_span(day: date, from_minute: int, until_minute: int, zone: zoneinfo.ZoneInfo) -> Span:
    """The span between two readings of the zone's clock on that date; empty where the clock skips it."""
    return (
        minute_of(clock.instant(day, from_minute, zone)),
        minute_of(clock.instant(day, until_minute, zone)),
    )


def weekly(days: Iterable[date], hours: Iterable[tuple[int, int, int]], zone: zoneinfo.ZoneInfo) -> list[Span]:
    """Weekly hours (weekday, from minute, until minute) as spans of these days."""
    hours = list(hours)
    return union(
        wall_span(day, begins, ends, zone)
        for day in days
        for weekday, begins, ends in hours
        if weekday == day.weekday()
    )


def union(spans: Iterable[Span]) -> list[Span]:
    """The same minutes as sorted spans that neither touch nor overlap."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def intersect(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The minutes in both."""
    left, right = union(some), union(others)
    found, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start < end:
            found.append((start, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return found


def subtract(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The minutes in `some` and not in `others`."""
    holes = union(others)
    left = []
    for start, end in union(some):
        for hole_start, hole_end in holes:
            if hole_end <= start or hole_start >= end:
                continue
            if start < hole_start:
                left.append((start, hole_start))
            start = hole_end  # noqa: PLW2901  what remains begins after the hole
            if start >= end:
                break
        if start < end:
            left.append((start, end))
    return left


def starts(windows: Iterable[Span], closed: Iterable[Span], busy: Iterable[Span], shape: Shape, zone) -> list[int]:
    """The minutes at which such a visit may start.

    The visit lies within a window and outside what is closed; with its buffers it meets nothing busy. Steps are
    counted from the window's own beginning, so that a visit or a closure does not shift the later ones.
    """
    shut, taken = union(closed), union(busy)
    return [
        start
        for window in union(windows)
        for start in candidates(window, shape, zone)
        if not meets(shut, (start, start + shape.minutes))
        and not meets(taken, (start - shape.before, start + shape.minutes + shape.after))
    ]


def candidates(window: Span, shape: Shape, zone: zoneinfo.ZoneInfo) -> Iterator[int]:
    """Where a visit of this shape may start within the window by the clock alone."""
    start, end = window
    step = shape.rounding or shape.increment
    start += _until_round(start, shape.rounding, zone)
    while start + shape.minutes <= end:
        yield start
        start += step
        start += _until_round(start, shape.rounding, zone)


def _until_round(minute: int, rounding: int, zone: zoneinfo.ZoneInfo) -> int:
    """Minutes until the zone's clock shows a full quarter, half or whole hour; half-hour zones and shifts included."""
    waited = 0
    while rounding:
        there = clock.local(moment_of(minute + waited), zone)
        missing = -(there.hour * 60 + there.minute) % rounding
        if not missing:
            break
        waited += missing
    return waited


def meets(spans: list[Span], span: Span) -> bool:
    """Whether the span shares a minute with any of the sorted, separate spans."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle][1] <= span[0]:
            low = middle + 1
        else:
            high = middle
    return low < len(spans) and spans[low][0] < span[1]
