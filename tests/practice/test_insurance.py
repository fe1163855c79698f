"""The insurance in the chart: one current policy, and those before it."""

import uuid
from datetime import timedelta

import pytest

from practice.errors import NotAllowed, Refused
from practice.models import InsurancePolicy
from practice.selectors import chart
from practice.services import insurance

ACME = {"company": "Acme", "member_number": "1"}
BLUE = {"company": "Bluewater", "member_number": "2", "group_number": "M-20"}


@pytest.fixture
def fay(cast, acting):
    return acting(cast.fay)


@pytest.fixture
def today(fay):
    return chart.today(fay)


@pytest.fixture
def acme(cast, fay, today):
    return insurance.add_policy(by=fay, patient=cast.leo, **ACME, starts_on=today - timedelta(days=30))


def refused(call, code: str, field: str | None):
    with pytest.raises(Refused) as said:
        call()
    assert (said.value.code, said.value.field) == (code, field)


def test_a_new_policy_ends_the_one_before_on_the_day_it_starts(cast, fay, acme, today):
    blue = insurance.add_policy(by=fay, patient=cast.leo, **BLUE, starts_on=today)
    assert chart.insurance(fay, cast.leo) == blue
    assert [(row.company, row.ended_on) for row in chart.past_insurance(fay, cast.leo)] == [("Acme", today)]
    assert blue.replaces == acme


def test_a_policy_that_starts_before_the_current_one_is_refused(cast, fay, acme):
    before = acme.starts_on - timedelta(days=1)
    refused(
        lambda: insurance.add_policy(by=fay, patient=cast.leo, **BLUE, starts_on=before),
        "starts_too_early",
        "starts_on",
    )
    assert chart.insurance(fay, cast.leo) == acme


def test_a_policy_ends_once_and_not_before_it_starts(fay, acme, today):
    early = acme.starts_on - timedelta(days=1)
    refused(lambda: insurance.end_policy(by=fay, policy=acme, ended_on=early), "ends_before_start", "ended_on")
    insurance.end_policy(by=fay, policy=acme, ended_on=today)
    assert insurance.end_policy(by=fay, policy=acme, ended_on=acme.starts_on).ended_on == today


def test_correcting_reopens_one_unless_another_is_current(cast, fay, acme, today):
    insurance.end_policy(by=fay, policy=acme, ended_on=today)
    facts = {"by": fay, "policy": acme, **ACME, "starts_on": acme.starts_on}
    assert insurance.edit_policy(**facts, ended_on=None).ended_on is None
    insurance.add_policy(by=fay, patient=cast.leo, **BLUE, starts_on=today)
    refused(lambda: insurance.edit_policy(**facts, ended_on=None), "insurance_current", "ended_on")


def test_the_same_form_sent_twice_adds_one(cast, fay, today):
    key = uuid.uuid4()
    for _twice in range(2):
        insurance.add_policy(by=fay, patient=cast.leo, **ACME, starts_on=today, request_key=key)
    assert InsurancePolicy.objects.count() == 1


def test_a_prescriber_without_messages_leaves_it_alone(cast, acting, today):
    cast.ada.duties = ["prescribing"]
    cast.ada.save(update_fields=["duties"])
    with pytest.raises(NotAllowed):
        insurance.add_policy(by=acting(cast.ada), patient=cast.leo, **ACME, starts_on=today)
