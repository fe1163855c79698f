"""Hours as people write them (`8-12, 1pm-5:30`), read into minutes of a day and written back in one form."""

import re
from itertools import pairwise

from django.utils.translation import gettext as _

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
    stretches: list[Stretch] = []
    for part in filter(None, _BETWEEN.split(text)):
        stretches.append(_stretch(part, after=stretches[-1][1] if stretches else 0))
    stretches.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(stretches)):
        raise NotHoursError(_("These hours overlap each other."))
    return stretches


def spell(stretches: list[Stretch]) -> str:
    """`8:00 am – 12:00 pm, 1:00 pm – 5:00 pm`: what `parse` reads back as the same."""
    return ", ".join(f"{_clock(start)} – {_clock(end)}" for start, end in sorted(stretches))


def outside(inner: list[Stretch], outer: list[Stretch]) -> list[Stretch]:
    """The parts of `inner` that no stretch of `outer` covers."""
    left = sorted(inner)
    for start, end in outer:
        left = [piece for had in left for piece in _minus(had, start, end)]
    return left


def _minus(had: Stretch, start: int, end: int) -> list[Stretch]:
    before, behind = (had[0], min(had[1], start)), (max(had[0], end), had[1])
    return [piece for piece in (before, behind) if piece[0] < piece[1]]


def _stretch(part: str, after: int) -> Stretch:
    ends = _UNTIL.split(part)
    if len(ends) != 2:
        raise NotHoursError(_("Write hours like 8:00 am – 5:00 pm; several with a comma between them."))
    (first, first_sure), (last, last_sure) = _time(ends[0]), _time(ends[1])
    if not first_sure:
        first = _begin(first, last if last_sure else None, after)
    if last <= first and not last_sure and last + NOON <= MINUTES_A_DAY:
        last += NOON
    if last == 0:
        last = MINUTES_A_DAY
    if last <= first:
        raise NotHoursError(_("%(part)s ends before it begins.") % {"part": part})
    return first, last


def _begin(minute: int, last: int | None, after: int) -> int:
    """Settle a beginning without am or pm by what follows it, by what went before, then by habit."""
    afternoon = minute + NOON
    if last is not None:
        return afternoon if minute < 7 * 60 and afternoon < last else minute
    return afternoon if minute < 7 * 60 or minute < after <= afternoon else minute


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
