"""The practice's rules for requests, without a database."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from practice.errors import Refused
from scheduling import policy

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 10, 19, 14, 0, tzinfo=UTC)
RULES = SimpleNamespace(notice_hours=24, horizon_days=60, no_preference="existing")


def code_for(starts_at, now=NOW):
    try:
        policy.refuse_start(RULES, now, NEW_YORK, starts_at)
    except Refused as refusal:
        return refusal.code, refusal.field
    return None


def test_x8_a_time_that_has_passed_is_refused():
    assert code_for(NOW) == ("time_passed", "starts")
    assert code_for(NOW - timedelta(days=3)) == ("time_passed", "starts")


def test_x9_exactly_24_hours_from_now_is_offered_and_one_second_less_is_not():
    assert code_for(NOW + timedelta(hours=24)) is None
    assert code_for(NOW + timedelta(hours=24, seconds=-1)) == ("too_soon", "starts")


def test_x3_notice_is_elapsed_hours_across_the_night_the_clocks_go_back():
    visit = datetime(2026, 11, 1, 9, 0, tzinfo=NEW_YORK)  # 9:00 EST
    limit = datetime(2026, 10, 31, 10, 0, tzinfo=NEW_YORK)  # 10:00 EDT
    assert code_for(visit, limit.astimezone(UTC)) is None
    assert code_for(visit, limit.astimezone(UTC) + timedelta(seconds=1)) == ("too_soon", "starts")


def test_x10_day_60_of_the_location_is_offered_and_day_61_is_not():
    last = datetime(2026, 12, 18, 23, 59, tzinfo=NEW_YORK)
    assert code_for(last) is None
    assert code_for(last + timedelta(minutes=1)) == ("too_far", "starts")


def test_x10_the_horizon_counts_from_the_locations_date_around_midnight():
    before_midnight = datetime(2026, 10, 20, 3, 59, tzinfo=UTC)  # 19 Oct, 11:59 pm in New York
    assert policy.window(RULES, before_midnight, NEW_YORK).last_day == date(2026, 12, 18)
    assert policy.window(RULES, before_midnight + timedelta(minutes=1), NEW_YORK).last_day == date(2026, 12, 19)


@pytest.mark.parametrize(
    ("setting", "status", "allowed"),
    [
        ("nobody", "active", False),
        ("existing", "active", True),
        ("existing", "prospect", False),
        ("everyone", "prospect", True),
    ],
)
def test_d11_who_may_leave_the_provider_open(setting, status, allowed):
    rules, patient = SimpleNamespace(no_preference=setting), SimpleNamespace(status=status)
    assert policy.no_preference_allowed(rules, patient) is allowed
