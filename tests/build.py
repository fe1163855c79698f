"""Builders for tests. The demo's are the same rows, so they are the same functions."""

from datetime import timedelta

from portal.demo import build
from portal.demo.build import *  # noqa: F403
from scheduling.models import Appointment

HOURS = (9, 10, 11, 12, 13, 14, 15, 16)


def many_visits(cast, n: int) -> list[Appointment]:
    """`n` visits at North from three days on, each of a child of its own who has one parent with a login."""
    found = []
    for i in range(n):
        if i % (5 * len(HOURS)) == 0:
            doctor = build.provider(cast.maple, f"Dr {i}")
        child = build.patient(cast.maple, f"Kid{i:03}", "Many", 5, cast.now, home_location=cast.north)
        build.grant(build.user(f"parent{i}@mail.example", f"Parent {i:03}", cast.now), child, "mother", cast.now)
        day = (cast.now + timedelta(days=3 + i // len(HOURS) % 5)).date()
        facts = {"case": None, "location": cast.north, "visit_type": cast.sick, "now": cast.now}
        found.append(build.visit(child, provider=doctor, day=day, hour=HOURS[i % len(HOURS)], **facts))
    return found
