"""What a decision asks of the database: as much for three times as for one, whoever else waits."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduling import panel

pytestmark = pytest.mark.django_db

SAVEPOINTS = 2  # around each door, where a transaction of the test is under way already


@pytest.fixture
def pressed(cast, sign_in, staff):
    """`pressed("approval", request, **fields)`: how many statements that press asks of a scheduler for all patients."""
    cast.sam.patient_scope = "all"
    cast.sam.save(update_fields=["patient_scope"])
    client = sign_in(cast.sam)
    client.get(staff("requests"))  # what only a session's first page asks

    def count(act, asked, **fields) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.post(staff(act, asked.pk), fields).status_code == 302
        return len(seen) - SAVEPOINTS

    return count


@pytest.mark.parametrize("named", [0, 1, 3])
def test_approving_takes_fourteen_statements_however_many_times_are_named(cast, ask, starts, pressed, named):
    for n, child in enumerate([cast.leo, cast.mia]):
        ask(who=cast.gina, patient=child, starts=starts(3, visit_type=cast.sick)[n:], visit_type=cast.sick)
    asked = ask(starts=starts(named))
    (start,) = starts(1)
    assert pressed("approval", asked, time=panel.time_value(start, cast.dr_ada)) == 14


def test_declining_takes_ten_statements(ask, pressed):
    assert pressed("declination", ask(starts=[]), reason="Dr Ada is away.") == 10


@pytest.mark.parametrize(("offered", "statements"), [(1, 16), (3, 22)])
def test_offering_takes_three_statements_for_each_time(cast, ask, starts, pressed, offered, statements):
    found = starts(12)[::4][:offered]
    times = [panel.time_value(start, cast.dr_ada) for start in found]
    assert pressed("proposal", ask(starts=[]), times=times) == statements
