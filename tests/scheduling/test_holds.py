"""Kept times that have run out are found without reading what lies behind a practice."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduling import holds
from scheduling.models import Appointment
from scheduling.selectors.requests import offers_run_out

HOUR = timedelta(hours=1)


def many_past_visits(cast, n: int) -> None:
    starts = [cast.now - hours * HOUR for hours in range(1, n + 1)]
    facts = {"practice": cast.maple, "patient": cast.paul, "provider": cast.dr_ben, "location": cast.south}
    facts |= {"visit_type": cast.well, "status": "completed", "booked_at": cast.now}
    Appointment.objects.bulk_create(
        Appointment(**facts, starts_at=at, ends_at=at + HOUR / 2, busy=(at, at + HOUR / 2)) for at in starts
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE scheduling_appointment")


def plan_of(act) -> str:
    """How PostgreSQL answers everything that this asks."""
    with CaptureQueriesContext(connection) as asked:
        act()
    with connection.cursor() as cursor:
        lines = []
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN {query['sql']}")
            lines += [line for (line,) in cursor.fetchall()]
    return "\n".join(lines)


def test_whoever_books_looks_for_holds_that_ran_out_by_their_end(cast):
    many_past_visits(cast, 3000)
    plan = plan_of(lambda: holds.make_room([cast.dr_ben], [cast.paul], cast.now))
    assert "Index Scan using holds_by_end" in plan
    assert "Seq Scan on scheduling_appointment" not in plan


def test_offers_that_ran_out_are_looked_for_without_reading_the_visits(cast):
    many_past_visits(cast, 3000)
    assert "Seq Scan on scheduling_appointment" not in plan_of(lambda: offers_run_out(cast.now))
