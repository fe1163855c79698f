"""How moments and days are written, and the one way from wall-clock time to an instant.

The database holds UTC; people read the location's clock, written as the United States write it.
"""

import zoneinfo
from datetime import UTC, date, datetime, timedelta

from django.utils import dateformat
from django.utils.translation import gettext as _

ZoneLike = str | zoneinfo.ZoneInfo


def zone_of(zone: ZoneLike) -> zoneinfo.ZoneInfo:
    """The ZoneInfo of an IANA name (or the ZoneInfo itself)."""
    return zone if isinstance(zone, zoneinfo.ZoneInfo) else zoneinfo.ZoneInfo(zone)


def local(at: datetime, zone: ZoneLike) -> datetime:
    """The instant on the clock of `zone`."""
    return at.astimezone(zone_of(zone))


def moment(at: datetime, zone: ZoneLike) -> str:
    """`Tue, Nov 24, 8:15 am`; the offset's name is added where the clock shows this time twice (X2)."""
    return f"{day(local(at, zone).date())}, {time(at, zone)}"


def time(at: datetime, zone: ZoneLike) -> str:
    """`8:15 am`; `1:30 am EDT` where the clock shows this time twice that day."""
    there = local(at, zone)
    text = f"{there.hour % 12 or 12}:{there.minute:02d} {'am' if there.hour < 12 else 'pm'}"
    return f"{text} {there.tzname()}" if _happens_twice(there) else text


def day(on: date) -> str:
    """`Tue, Nov 24`."""
    return dateformat.format(on, "D, M j")


def brief(at: datetime, zone: ZoneLike, now: datetime) -> str:
    """What a list has room for: `8:15 am` today, `Tue, Nov 24` this year, `Nov 24, 2025` before."""
    there, today = local(at, zone), local(now, zone)
    if there.date() == today.date():
        return time(at, zone)
    return day(there.date()) if there.year == today.year else full_day(there.date())


def long_day(on: date) -> str:
    """`Tuesday, November 24`."""
    return dateformat.format(on, "l, F j")


def full_day(on: date) -> str:
    """`Nov 24, 2025`, where the year matters."""
    return dateformat.format(on, "M j, Y")


def age(born_on: date, on: date) -> str:
    """The age in words as short as a list can show: `8 y`, `4 mo`, `12 d`."""
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
    if months >= 24:
        return _("%(n)s y") % {"n": months // 12}
    if months >= 1:
        return _("%(n)s mo") % {"n": months}
    return _("%(n)s d") % {"n": max((on - born_on).days, 0)}


def zone_label(zone: ZoneLike, at: datetime) -> str:
    """`New York time`; for a zone without a city its abbreviation at that moment, `UTC`."""
    name = zone_of(zone).key
    if "/" not in name:
        return local(at, zone).tzname() or name
    return _("%(city)s time") % {"city": name.rsplit("/", 1)[1].replace("_", " ")}


def midnight(on: date, zone: ZoneLike) -> datetime:
    """The instant at which the date begins in `zone`."""
    return instant(on, 0, zone)


def instant(on: date, minute: int, zone: ZoneLike) -> datetime:
    """The instant at which a clock in `zone` shows `minute` minutes after midnight of `on`: the only such step.

    A time that the clocks skip means the end of the gap; one they show twice means its first showing.
    """
    tz = zone_of(zone)
    wall = datetime(on.year, on.month, on.day) + timedelta(minutes=minute)  # noqa: DTZ001  wall time has no zone yet
    utc = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    if utc.astimezone(tz).replace(tzinfo=None) == wall:
        return utc
    # Skipped: fold 0 reads it with the offset before the gap, fold 1 with the one after; the gap ends between them.
    before, after = wall.replace(tzinfo=tz, fold=0).utcoffset(), wall.replace(tzinfo=tz, fold=1).utcoffset()
    return _gap_end(utc - (after - before), utc, tz)


def same_reading(at: datetime, before: ZoneLike, after: ZoneLike) -> datetime:
    """The instant at which a clock in `after` shows what one in `before` shows at `at`; `at` where both agree then."""
    there = local(at, before)
    if there.utcoffset() == local(at, after).utcoffset():
        return at
    seconds = timedelta(seconds=there.second, microseconds=there.microsecond)
    return instant(there.date(), there.hour * 60 + there.minute, after) + seconds


def _gap_end(low: datetime, high: datetime, tz: zoneinfo.ZoneInfo) -> datetime:
    """The first instant after `low` with the offset of `high`: the moment the clocks jump."""
    offset = high.astimezone(tz).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle.astimezone(tz).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high


def _happens_twice(there: datetime) -> bool:
    first, second = there.replace(fold=0).utcoffset(), there.replace(fold=1).utcoffset()
    return first > second
