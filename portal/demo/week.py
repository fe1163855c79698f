"""A week of appointments, behind and ahead of the day of loading, at about two thirds of what fits."""

import random
from datetime import date, timedelta

from portal.demo import build
from portal.demo.families import Family
from scheduling.models import AvailabilityRule

DAYS_BACK, DAYS_AHEAD = 4, 7
UNREGISTERED = 2  # come in a day, in the place of children
TAKEN = 0.62


def load(cast, families: list[Family], chance: random.Random) -> None:
    """Fill the providers' hours. Dr Ada's first hour stays free, so that a request always finds an early time."""
    children = [child for family in families for child in family.children]
    today = cast.now.astimezone(cast.north.zone).date()
    for n in range(-DAYS_BACK, DAYS_AHEAD + 1):
        day = today + timedelta(days=n)
        # Each child comes at most once a day.
        waiting = chance.sample(children, len(children))
        others = [cast.unregistered[(n + i) % len(cast.unregistered)] for i in range(UNREGISTERED)]
        rules = AvailabilityRule.objects.of(cast.maple).filter(weekday=day.weekday())
        for rule in rules.select_related("provider", "location").order_by("provider__name", "from_minute"):
            _fill(cast, rule, day, waiting, others, chance)


def _fill(cast, rule: AvailabilityRule, day: date, children: list, others: list, chance: random.Random) -> None:
    minute = rule.from_minute
    if rule.provider == cast.dr_ada:
        minute = max(minute, 10 * 60 + 30)
    while minute + 30 <= rule.until_minute and children:
        kind = chance.choice([cast.well, cast.sick, cast.sick])
        if chance.random() < TAKEN:
            child = children.pop()
            _visit(cast, rule, day, minute, others.pop() if others else child, kind, chance)
        minute += kind.minutes + chance.choice([0, 0, 15])


def _visit(cast, rule, day: date, minute: int, child, kind, chance: random.Random) -> None:
    made = build.visit(
        child,
        case=child.cases.first(),
        location=rule.location,
        provider=rule.provider,
        visit_type=kind,
        day=day,
        hour=minute // 60,
        minute=minute % 60,
        now=cast.now - timedelta(days=DAYS_BACK + 10),
    )
    made.status = _status(made, cast.now, chance)
    made.save(update_fields=["status"])


def _status(visit, now, chance: random.Random) -> str:
    if visit.ends_at <= now:
        return chance.choice(["completed"] * 9 + ["no_show"])
    if visit.starts_at <= now:
        return "checked_in"
    return chance.choice(["booked", "booked", "confirmed"])
