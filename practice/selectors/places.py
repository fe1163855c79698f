"""Locations and providers with what an administrator wants to see of them."""

from dataclasses import dataclass

from practice import hours
from practice.access import Actor
from practice.models import Closure, Location, Provider
from practice.models.places import WEEKDAYS

Week = dict[int, list[tuple[int, int]]]


@dataclass(frozen=True)
class Place:
    """A location, its week in words, and its closures that are not over."""

    location: Location
    lines: list[tuple[str, str]]
    closures: list[Closure]


def places(actor: Actor) -> list[Place]:
    """Every location, by name."""
    rows = Location.objects.visible_to(actor).order_by("name").prefetch_related("opening_hours", "closures")
    return [Place(row, week_lines(week_of(row)), _coming(row, actor.now)) for row in rows]


def place(actor: Actor, pk) -> Location | None:
    """One location."""
    return Location.objects.visible_to(actor).filter(pk=pk).first()


def closures(actor: Actor, location: Location):
    """The location's closures that are not over, soonest first."""
    rows = Closure.objects.visible_to(actor).filter(location=location, ends_at__gt=actor.now)
    return rows.order_by("starts_at")


def closure(actor: Actor, pk) -> Closure | None:
    """One closure."""
    return Closure.objects.visible_to(actor).filter(pk=pk).select_related("location").first()


def providers(actor: Actor):
    """The practice's providers, by name."""
    rows = Provider.objects.visible_to(actor).filter(ended_at=None)
    return rows.select_related("member__user").order_by("name")


def provider(actor: Actor, pk) -> Provider | None:
    """One provider."""
    return Provider.objects.visible_to(actor).filter(pk=pk, ended_at=None).first()


def week_of(location: Location) -> Week:
    """Weekday to stretches, of a location's opening hours."""
    return as_week(location.opening_hours.all())


def as_week(rows) -> Week:
    """Rows with weekday, from_minute and until_minute as a week."""
    week: Week = {}
    for row in rows:
        week.setdefault(row.weekday, []).append((row.from_minute, row.until_minute))
    return {day: sorted(stretches) for day, stretches in sorted(week.items())}


def week_lines(week: Week) -> list[tuple[str, str]]:
    """A week in words, days with the same hours together: `Mon – Fri`, `8:00 am – 5:00 pm`."""
    lines: list[tuple[int, int, list]] = []
    for day, stretches in sorted(week.items()):
        if lines and lines[-1][1] == day - 1 and lines[-1][2] == stretches:
            lines[-1] = (lines[-1][0], day, stretches)
        else:
            lines.append((day, day, stretches))
    return [(_days(first, last), hours.spell(stretches)) for first, last, stretches in lines]


def _days(first: int, last: int) -> str:
    names = [str(name)[:3] for _number, name in WEEKDAYS]
    return names[first] if first == last else f"{names[first]} – {names[last]}"


def _coming(row: Location, now) -> list[Closure]:
    return sorted((shut for shut in row.closures.all() if shut.ends_at > now), key=lambda shut: shut.starts_at)
