"""What a refill is flagged for (J5): pure rules, to the day."""

from datetime import date, timedelta

import pytest

from messaging.guardrails import SENTENCES, Facts, flags
from messaging.models import REFILL_FLAGS

TODAY = date(2026, 10, 19)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def raised(**facts) -> list[str]:
    return flags(Facts(**{"active": True} | facts), TODAY, repeat_days=7)


def test_an_ordinary_refill_raises_nothing():
    assert raised(last_filled_on=ago(30), days_supply=30, last_asked_on=ago(31)) == []


@pytest.mark.parametrize(("days", "flagged"), [(0, True), (6, True), (7, False), (8, False)])
def test_asked_for_again_within_n_days_is_a_duplicate(days, flagged):
    assert raised(last_asked_on=ago(days)) == (["duplicate"] if flagged else [])


def test_a_request_that_still_waits_makes_the_next_a_duplicate_however_old_it_is():
    assert raised(waiting=True, last_asked_on=ago(90)) == ["duplicate"]


@pytest.mark.parametrize(("days", "flagged"), [(0, True), (29, True), (30, False), (31, False)])
def test_it_is_too_early_until_the_day_the_last_fill_has_run_out(days, flagged):
    assert raised(last_filled_on=ago(days), days_supply=30) == (["early"] if flagged else [])


def test_without_a_known_fill_or_supply_nobody_knows_whether_it_is_early():
    assert raised(last_filled_on=ago(1)) == []
    assert raised(days_supply=30) == []


def test_what_is_not_on_the_active_list_and_what_is_controlled_are_flagged():
    assert raised(active=False) == ["inactive"]
    assert raised(controlled=True) == ["controlled"]


def test_all_at_once_stand_in_one_order():
    facts = {"active": False, "controlled": True, "waiting": True, "last_filled_on": TODAY, "days_supply": 1}
    assert raised(**facts) == list(REFILL_FLAGS)


def test_every_flag_has_its_sentence_for_the_patient():
    assert list(SENTENCES) == list(REFILL_FLAGS)
