"""Interval arithmetic for free times. Pure: spans are half-open pairs of whole minutes since 1970 in UTC."""

import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from scheduling import zones
from scheduling.zones import EPOCH

Span = tuple[int, int]


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


def moment_of(minute: int) -> datetime:
    return EPOCH + timedelta(minutes=minute)


def wall_span(day: date, from_minute: int, until_minute: int, zone: zoneinfo.ZoneInfo) -> Span:
    """The span between two readings of the zone's clock on that date; empty where the clock skips it."""
    clock = zones.Clock(zone, day, day)
    return clock.minute(day, from_minute), clock.minute(day, until_minute)


def weekly(days: Sequence[date], hours: Iterable[tuple[int, int, int]], zone: zoneinfo.ZoneInfo) -> list[Span]:
    """Weekly hours (weekday, from minute, until minute) as spans of these days, which are in order."""
    if not days:
        return []
    clock = zones.Clock(zone, days[0], days[-1])
    by_weekday: dict[int, list[Span]] = defaultdict(list)
    for weekday, begins, ends in hours:
        by_weekday[weekday].append((begins, ends))
    found = ((day, *span) for day in days for span in by_weekday[day.weekday()])
    return union((clock.minute(day, begins), clock.minute(day, ends)) for day, begins, ends in found)


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
    holes, left, at = union(others), [], 0
    for start, end in union(some):
        while at < len(holes) and holes[at][1] <= start:
            at += 1
        hole = at  # this one may reach into the next span too
        while hole < len(holes) and holes[hole][0] < end:
            if start < holes[hole][0]:
                left.append((start, holes[hole][0]))
            start = holes[hole][1]  # noqa: PLW2901  what remains begins after the hole
            hole += 1
        if start < end:
            left.append((start, end))
    return left


def starts(windows: Iterable[Span], closed: Iterable[Span], busy: Iterable[Span], shape: Shape, zone) -> list[int]:
    """The minutes at which such a visit may start: those of `runs`, one by one."""
    return list(chain.from_iterable(runs(windows, closed, busy, shape, zone)))


def runs(
    windows: Iterable[Span],
    closed: Iterable[Span],
    busy: Iterable[Span],
    shape: Shape,
    zone: zoneinfo.ZoneInfo,
    within: Span | None = None,
) -> list[range]:
    """The minutes at which such a visit may start, `within` a span if one is given, as runs of equal steps.

    The visit lies within a window and outside what is closed; with its buffers it meets nothing busy. Steps are
    counted from the window's own beginning, so that a visit or a closure does not shift the later ones.
    """
    windows = union(windows)
    if not windows:
        return []
    last = shape.minutes - 1  # how much earlier than a minute the latest visit begins that lasts until after it
    barred = [(start - last, end) for start, end in union(closed)]
    barred += [(start - last - shape.after, end + shape.before) for start, end in union(busy)]
    if within:
        barred += [(windows[0][0], within[0]), (within[1], windows[-1][1])]
    possible = subtract([(start, end - last) for start, end in windows], barred)
    if shape.rounding:
        return _on_the_clock(possible, shape.rounding, zone)
    return _from_the_beginning(possible, windows, shape.increment)


def without(found: Iterable[range], start: int) -> list[range]:
    """The same runs without this start."""
    left = []
    for run in found:
        if start in run:
            left += [run[: run.index(start)], run[run.index(start) + 1 :]]
        else:
            left.append(run)
    return left


def _on_the_clock(possible: list[Span], step: int, zone: zoneinfo.ZoneInfo) -> list[range]:
    """Where the zone's clock shows a full quarter, half or whole hour; half-hour zones and shifts included."""
    return [
        range(begins - (begins + ahead) % -step, ends, step)
        for start, end in possible
        for begins, ends, ahead in zones.stretches(zone, start, end)
    ]


def _from_the_beginning(possible: list[Span], windows: list[Span], step: int) -> list[range]:
    found, at = [], 0
    for start, end in possible:
        while windows[at][1] <= start:
            at += 1
        found.append(range(start - (start - windows[at][0]) % -step, end, step))
    return found


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
