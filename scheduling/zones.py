"""A zone's clock in whole minutes: its offset is looked up once a year and process, not once a time. Pure.

Minutes are counted since 1970, in UTC (`minute`) or as the clock on the wall shows them (`wall`).
"""

import functools
import zoneinfo
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = date(1970, 1, 1).toordinal()
A_DAY = 24 * 60

Stretch = tuple[int, int, int]  # from minute, until minute, and what the clock is ahead of UTC meanwhile


def stretches(zone: zoneinfo.ZoneInfo, start: int, end: int) -> list[Stretch]:
    """The time from `start` until `end` in pieces of one offset; mostly it is one piece."""
    shifts = _shifts(zone, _year(start), _year(end))
    found = []
    index = bisect_right(shifts, start, key=_minute) - 1
    while start < end:
        until = shifts[index + 1][0] if index + 1 < len(shifts) else end
        found.append((start, min(until, end), shifts[index][1]))
        start, index = until, index + 1
    return found


def count_by_day(zone: zoneinfo.ZoneInfo, minutes: Iterable[int]) -> Counter[date]:
    """How many of these minutes each day on the clock has."""
    minutes = sorted(minutes)
    if not minutes:
        return Counter()
    days = Counter()
    for start, end, offset in stretches(zone, minutes[0], minutes[-1] + 1):
        meanwhile = minutes[bisect_left(minutes, start) : bisect_left(minutes, end)]
        days.update((minute + offset) // A_DAY for minute in meanwhile)
    return Counter({date.fromordinal(FIRST_DAY + day): count for day, count in days.items()})


class Clock:
    """The zone's clock over some days, for turning many of its readings into minutes."""

    def __init__(self, zone: zoneinfo.ZoneInfo, first_day: date, last_day: date):
        start, end = ((day.toordinal() - FIRST_DAY) * A_DAY for day in (first_day, last_day))
        self._pieces = stretches(zone, start - A_DAY, end + 2 * A_DAY)

    def minute(self, day: date, reading: int) -> int:
        """When the clock shows so many minutes after midnight of that day, as `practice.clock.instant` has it.

        A reading that the clock skips means the end of the gap; one that it shows twice means its first showing.
        """
        wall = (day.toordinal() - FIRST_DAY) * A_DAY + reading
        for start, end, offset in self._pieces:
            found = max(wall - offset, start)
            if found < end:
                return found
        raise ValueError(f"{day} is not one of the days of this clock")


def _minute(shift: tuple[int, int]) -> int:
    return shift[0]


def _year(minute: int) -> int:
    return (EPOCH + timedelta(minutes=minute)).year


@functools.lru_cache(maxsize=1024)
def _shifts(zone: zoneinfo.ZoneInfo, first: int, last: int) -> list[tuple[int, int]]:
    """From which minute of these years on the clock is how far ahead."""
    start, end = (int((datetime(year, 1, 1, tzinfo=UTC) - EPOCH).total_seconds()) // 60 for year in (first, last + 1))
    found = [(start, _ahead(zone, start))]
    for minute in range(start + A_DAY, end + 1, A_DAY):
        if _ahead(zone, minute) != found[-1][1]:
            found.append(_shift(zone, minute - A_DAY, minute))
    return found


def _shift(zone: zoneinfo.ZoneInfo, before: int, after: int) -> tuple[int, int]:
    """The one minute between these two with which the offset of `after` begins."""
    offset = _ahead(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if _ahead(zone, middle) == offset else (middle, after)
    return after, offset


def _ahead(zone: zoneinfo.ZoneInfo, minute: int) -> int:
    return int((EPOCH + timedelta(minutes=minute)).astimezone(zone).utcoffset().total_seconds() // 60)
