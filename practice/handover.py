"""When somebody leaves, the apps above move their own rows: the only way an act below reaches rows above.

Each event's moves are called in the transaction of the act, as `move(by=…, member=…)` or `move(by=…, provider=…)`,
and return one plain sentence about what they did, or '' for nothing. So does each function here, as a list.
Pages below that must say what stands above ask it here too, as numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

_on_staff_leaving: list[Callable] = []
_on_messages_taken: list[Callable] = []
_on_provider_ending: list[Callable] = []
_on_department_closing: list[Callable] = []
_zone_previews: list[Callable] = []
_on_zone_changing: list[Callable] = []
_zone_news: list[Callable] = []
_in_closures: list[Callable] = []
_to_move: list[Callable] = []


def announce_staff_leaving(move: Callable) -> None:
    """Register `move(*, by, member)`, called when a staff member is deactivated."""
    _on_staff_leaving.append(move)


def announce_messages_taken(move: Callable) -> None:
    """Register `move(*, by, member)`, called when a staff member loses the Messages duty."""
    _on_messages_taken.append(move)


def announce_provider_ending(move: Callable) -> None:
    """Register `move(*, by, provider)`, called when a provider ends."""
    _on_provider_ending.append(move)


def announce_department_closing(move: Callable) -> None:
    """Register `move(*, by, department, heir)`, called when a department closes; `heir` is None where none is named,
    and a Refused of its stops the closing."""
    _on_department_closing.append(move)


def staff_leaving(*, by, member) -> list[str]:
    """Hand the leaver's open work on."""
    return _said(_on_staff_leaving, by=by, member=member)


def messages_taken(*, by, member) -> list[str]:
    """Hand on what waits in the inbox of somebody who no longer answers messages."""
    return _said(_on_messages_taken, by=by, member=member)


def provider_ending(*, by, provider) -> list[str]:
    """Say, and where needed settle, what was planned with the provider."""
    return _said(_on_provider_ending, by=by, provider=provider)


def department_closing(*, by, department, heir) -> list[str]:
    """Let those above pass on what names the department."""
    return _said(_on_department_closing, by=by, department=department, heir=heir)


@dataclass(frozen=True)
class Shift:
    """Something planned that keeps its `reading` of a location's clock while its instant goes from `before` to `after`.

    `what` says in words what it is.
    """

    what: str
    reading: str
    before: datetime
    after: datetime


@dataclass(frozen=True)
class ZoneEffect:
    """What a new time zone would do: `shifts`, the first that this person may see of `number` planned things.

    `visits` are those that go to another moment; `people` are told of that by e-mail.
    """

    shifts: list[Shift]
    number: int
    visits: int
    people: int


def announce_zone_changing(preview: Callable, move: Callable, news: Callable) -> None:
    """Register what a location's new time zone touches.

    `preview(*, by, location, time_zone, most)` returns the ZoneEffect with at most so many shifts.
    `move(*, by, location, time_zone)` is called while the location still has its old zone; a Refused of its stops the
    change. `news(*, by, location)` says afterwards how far people have been told, or ''.
    """
    _zone_previews.append(preview)
    _on_zone_changing.append(move)
    _zone_news.append(news)


def zone_effect(*, by, location, time_zone, most: int) -> ZoneEffect:
    """What is planned at the location and would keep its reading of the clock, and what follows of that."""
    found = [preview(by=by, location=location, time_zone=time_zone, most=most) for preview in _zone_previews]
    return ZoneEffect(
        [shift for one in found for shift in one.shifts],
        sum(one.number for one in found),
        sum(one.visits for one in found),
        sum(one.people for one in found),
    )


def zone_changing(*, by, location, time_zone) -> None:
    """Move what is planned at the location to the same reading of its new clock."""
    for move in _on_zone_changing:
        move(by=by, location=location, time_zone=time_zone)


def zone_news(*, by, location) -> list[str]:
    """What is to be said about the last change of the location's time zone."""
    return _said(_zone_news, by=by, location=location)


def announce_standing(in_closures: Callable, to_move: Callable) -> None:
    """Register `in_closures(*, by, closures)`, the number of visits that stand in each closure by its id, and
    `to_move(*, by)`, the number of visits that fit nowhere any more."""
    _in_closures.append(in_closures)
    _to_move.append(to_move)


def visits_in(*, by, closures) -> dict:
    """How many visits stand in each of these closures, by id; those without any are left out."""
    return {pk: n for count in _in_closures for pk, n in count(by=by, closures=closures).items() if n}


def visits_to_move(*, by) -> int:
    """How many visits to come do not fit any more."""
    return sum(count(by=by) for count in _to_move)


def _said(moves: list[Callable], **facts) -> list[str]:
    return [said for move in moves if (said := move(**facts))]
