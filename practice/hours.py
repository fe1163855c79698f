"""Hours as people write them (`8-12, 1pm-5:30`), read into minutes of a day and written back in one form."""

import re
from datetime import datetime, time, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from practice import clock
from practice.models.places import MINUTES_A_DAY

Stretch = tuple[int, int]
NOON = 12 * 60

_CLOSED = {"", "-", "–", "closed", "none", "off"}
_BETWEEN = re.compile(r"\s*(?:[,;&\n]|\band\b)\s*", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[:.]?([0-5]\d))?\s*(?:([ap])\.?\s*m?\.?)?", re.IGNORECASE)


class NotHoursError(ValueError):
    """What was typed cannot be read as hours; the message says what to type instead."""


def parse(text: str) -> list[Stretch]:
    """Read one day's stretches, sorted. Without am or pm: 7 to 12 begin in the morning, 1 to 6 in the afternoon.

    Raises NotHoursError for what cannot be read, ends before it begins, or overlaps.
    """
    text = text.strip().lower()
    if text in _CLOSED:
        return []
    stretches = sorted(_stretch(part) for part in _BETWEEN.split(text) if part)
    if any(later[0] < earlier[1] for earlier, later in pairwise(stretches)):
        raise NotHoursError(_("These hours overlap each other."))
    return join(stretches)


def join(stretches: list[Stretch]) -> list[Stretch]:
    """The same minutes with stretches that touch made one, so that whatever fits lies within a single one.

    Those that overlap stay as they are: that they are refused is said elsewhere.
    """
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def read_time(text: str) -> int:
    """One time of day in minutes from midnight; without am or pm 1 to 6 are in the afternoon. Raises NotHoursError."""
    minute, sure = _time(text.lower())
    if minute == MINUTES_A_DAY:
        raise NotHoursError(_("“%(text)s” is not a time. Write it like 8:15 am.") % {"text": text.strip()})
    return minute if sure else _begin(minute, None)


def spell(stretches: list[Stretch]) -> str:
    """`8:00 am – 12:00 pm, 1:00 pm – 5:00 pm`: what `parse` reads back as the same."""
    return ", ".join(f"{_clock(start)} – {_clock(end)}" for start, end in sorted(stretches))


def spell_span(starts_at: datetime, ends_at: datetime, zone: clock.ZoneLike) -> str:
    """`Thu, Dec 24 – Thu, Dec 31` for whole days, else with the times on the zone's clock."""
    first, last = clock.local(starts_at, zone), clock.local(ends_at, zone)
    if first.time() == last.time() == time.min:
        until = last.date() - timedelta(days=1)
        return clock.day(first) if until == first.date() else f"{clock.day(first)} – {clock.day(until)}"
    end = clock.time(ends_at, zone) if first.date() == last.date() else clock.moment(ends_at, zone)
    return f"{clock.moment(starts_at, zone)} – {end}"


def outside(inner: list[Stretch], outer: list[Stretch]) -> list[Stretch]:
    """The parts of `inner` that no stretch of `outer` covers."""
    left = sorted(inner)
    for start, end in outer:
        left = [piece for had in left for piece in _minus(had, start, end)]
    return left


def _minus(had: Stretch, start: int, end: int) -> list[Stretch]:
    before, behind = (had[0], min(had[1], start)), (max(had[0], end), had[1])
    return [piece for piece in (before, behind) if piece[0] < piece[1]]


def _stretch(part: str) -> Stretch:
    ends = _UNTIL.split(part)
    if len(ends) != 2:
        raise NotHoursError(_("Write hours like 8:00 am – 5:00 pm; several with a comma between them."))
    (first, first_sure), (last, last_sure) = _time(ends[0]), _time(ends[1])
    if not first_sure:
        first = _begin(first, last if last_sure else None)
    if last <= first and not last_sure and last + NOON <= MINUTES_A_DAY:
        last += NOON
    if last == 0:
        last = MINUTES_A_DAY
    if last <= first:
        raise NotHoursError(_("%(part)s ends before it begins.") % {"part": part})
    return first, last


def _begin(minute: int, last: int | None) -> int:
    """Settle a beginning without am or pm by a certain end, else by habit."""
    afternoon = minute + NOON
    fits = last is None or afternoon < last
    return afternoon if minute < 7 * 60 and fits else minute


def _time(text: str) -> tuple[int, bool]:
    """Minutes from midnight, and whether that is certain (am, pm, 24-hour or a word)."""
    text = text.strip()
    if text in {"noon", "midnight"}:
        return (NOON if text == "noon" else 0), True
    match = _TIME.fullmatch(text)
    if match is None:
        raise NotHoursError(_("“%(text)s” is not a time. Write it like 8:15 am.") % {"text": text})
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if hour > (12 if half else 24) or (half and hour == 0) or (hour == 24 and minute):
        raise NotHoursError(_("“%(text)s” is not a time. Write it like 8:15 am.") % {"text": text})
    if half:
        return (hour % 12 + (12 if half == "p" else 0)) * 60 + minute, True
    return hour * 60 + minute, hour > 12 or hour == 0 or match[1].startswith("0")


def _clock(minute: int) -> str:
    hour, rest = divmod(minute % MINUTES_A_DAY, 60)
    return f"{hour % 12 or 12}:{rest:02d} {'am' if hour < 12 else 'pm'}"
