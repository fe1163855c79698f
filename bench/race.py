"""The race: twenty approvals at once for overlapping times of one provider, over HTTP. One wins, every time.

And the control: the same with the constraint dropped and the locks left out must double-book, or the race sees nothing.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from django.db import connection

from bench import seeding
from bench.load import Sample, drive, request
from bench.seeding import CSRF, World
from practice import clock
from scheduling.states import OCCUPYING

AT_ONCE = 20
# Minutes after the full hour: visits of half an hour that begin here all overlap, and not all are equal.
JITTER = range(0, 30, 5)
HOURS = (9, 10, 11, 13, 14, 15, 16)
EXCLUSION = "provider_not_double_booked"
WON, LOST = 201, (409, 429)

_OVERLAPS = """
SELECT count(*) FROM scheduling_appointment one JOIN scheduling_appointment other
ON one.provider_id = other.provider_id AND one.id < other.id AND one.busy && other.busy
WHERE one.starts_at >= %(since)s AND other.starts_at >= %(since)s
AND one.status = ANY(%(occupying)s) AND other.status = ANY(%(occupying)s)
"""


@dataclass
class Outcome:
    """What a race came to. `winners` holds how many won each slot."""

    statuses: Counter = field(default_factory=Counter)
    winners: list[int] = field(default_factory=list)
    without_alternatives: int = 0  # losers who were not told other free times
    overlaps: int = 0  # pairs of standing visits of one provider that overlap, by SQL

    @property
    def tries(self) -> int:
        return self.statuses.total()

    @property
    def odd(self) -> int:
        """Answers that neither win, nor lose politely."""
        return sum(n for status, n in self.statuses.items() if not 200 <= status < 400 and status not in LOST)

    @property
    def is_clean(self) -> bool:
        return not (self.overlaps or self.odd or self.without_alternatives) and set(self.winners) == {1}

    @property
    def double_booked(self) -> bool:
        return self.overlaps > 0

    def note(self, sample: Sample) -> list[int]:
        """Count the answers of one slot; who won it."""
        self.statuses.update(sample.statuses)
        answered = list(zip(sample.numbers, sample.statuses, sample.bodies, strict=True))
        won = [number for number, status, _body in answered if status == WON]
        self.winners.append(len(won))
        self.without_alternatives += sum(
            status == 409 and not json.loads(body).get("alternatives") for _number, status, body in answered
        )
        return won


def overlaps(since: datetime) -> int:
    """Pairs of visits that both stand and take the same time of one provider."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERLAPS, {"since": since, "occupying": list(OCCUPYING)})
        return cursor.fetchone()[0]


def unprotect() -> None:
    """Take away what makes a double booking impossible, in the database that is used now."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE scheduling_appointment DROP CONSTRAINT {EXCLUSION}")


def run(world: World, port: int, rounds: int) -> Outcome:
    """So many slots, one after the other; whoever wins is replaced, so that every slot has twenty who want it."""
    outcome, chance, patients = Outcome(), random.Random(4), count()
    waiting = [seeding.ask(world, next(patients)).pk for _ in range(AT_ONCE)]
    for starts_at, provider in _slots(world, rounds):
        presses = [_press(world, pk, starts_at + timedelta(minutes=chance.choice(JITTER)), provider) for pk in waiting]
        sample = drive(port, iter(presses), lines=AT_ONCE, keep_bodies=True)
        for number in outcome.note(sample):
            waiting[number] = seeding.ask(world, next(patients)).pk
    outcome.overlaps = overlaps(clock.midnight(_first_day(world), world.location.zone))
    return outcome


def _first_day(world: World) -> date:
    return next(world.free_days())


def _slots(world: World, n: int) -> Iterator[tuple[datetime, object]]:
    """Full hours after all that stands on the calendar, with each provider in turn."""
    numbers = range(n)
    everything = (
        (clock.instant(day, hour * 60, world.location.zone), provider)
        for day in world.free_days()
        for hour in HOURS
        for provider in world.providers
    )
    return (slot for _n, slot in zip(numbers, everything, strict=False))


def _press(world: World, request_id, starts_at: datetime, provider) -> bytes:
    said = json.dumps({"starts_at": starts_at.isoformat(), "provider": str(provider.pk)}).encode()
    path = f"/api/v1/{world.practice.slug}/staff/requests/{request_id}/approval/"
    facts = {"cookies": world.clerk_cookies, "body": said, "kind": "application/json"}
    return request("POST", path, **facts, X_CSRFToken=CSRF)
