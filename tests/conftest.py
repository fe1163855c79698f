"""The cast: everybody the journeys speak of, at Mon 19 Oct 2026, 10:00 in New York unless a test says otherwise."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings

from portal.demo.cast import maple
from practice.access import PATIENT, STAFF, Actor
from practice.standing import live_grants

# A busy machine is slow, not wrong. CI tries the same examples each time; at home every run tries new ones.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("house")

NOW = datetime(2026, 10, 19, 10, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def now() -> datetime:
    """The moment every actor of the cast lives in."""
    return NOW


@pytest.fixture
def cast(db, now):
    """Maple Pediatrics with its people, and Riverside next door."""
    return maple(now)


@pytest.fixture
def acting(cast):
    """`acting(cast.sam)` or `acting(cast.gina)`: that person as an actor; `at=` another moment or `practice=`."""

    def actor(who, at=None, practice=None):
        at = at or cast.now
        if hasattr(who, "duties"):
            return Actor(practice=who.practice, side=STAFF, now=at, user=who.user, member=who)
        practice = practice or cast.maple
        return Actor(practice=practice, side=PATIENT, now=at, user=who, grants=live_grants(who, practice, at))

    return actor
