"""What an act leaves behind is written at its end, in one statement; nothing of an act that fails."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practice import journal
from practice.errors import Refused
from practice.models import AuditEvent, OutboundMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def traces(now):
    """`traces("a")`: a row for the audit, and a notice with that key."""

    def rows(key: str) -> list:
        notice = OutboundMessage(notice="test.said", key=key, subject_ref=uuid.uuid4(), created_at=now, due_at=now)
        return [AuditEvent(action="test.done", at=now), notice]

    return rows


def written() -> tuple[int, int]:
    return AuditEvent.objects.count(), OutboundMessage.objects.count()


def test_all_of_an_act_is_written_at_its_end_in_one_statement(traces):
    with CaptureQueriesContext(connection) as seen, journal.together():
        for row in [*traces("a"), *traces("b")]:
            journal.leave(row)
        assert not len(seen)
    assert len(seen) == 1
    assert written() == (2, 2)


def test_nothing_is_left_of_an_act_that_is_refused(traces):
    @journal.together()
    def act():
        for row in traces("a"):
            journal.leave(row)
        raise Refused("no", "No.")

    with pytest.raises(Refused):
        act()
    assert written() == (0, 0)


def test_where_no_act_is_under_way_a_row_is_written_at_once(traces):
    for row in traces("a"):
        journal.leave(row)
    assert written() == (1, 1)


def test_a_notice_whose_key_is_there_is_left_out_and_the_rest_is_written(traces):
    for _time in range(2):
        with journal.together():
            for row in traces("a"):
                journal.leave(row)
    assert written() == (2, 1)


def test_an_act_that_leaves_nothing_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0), journal.together():
        pass
