"""Two who take one reported insurance into the chart at one moment."""

import pytest

from messaging.services import asks, charting
from practice import insurance as room
from practice.models import InsurancePolicy
from practice.selectors import chart
from practice.services import insurance
from tests import build
from tests.race.test_at_once import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 8
BLUE = {"company": "Bluewater", "member_number": "B-2"}


@pytest.fixture
def accepting(cast, acting):
    """Accept what Gina reported, beside the policy that both pages show."""
    acme = build.insurance(cast.leo, "Acme", "A-1", cast.fay)
    thread = asks.report_insurance(by=acting(cast.gina), patient=cast.leo, **BLUE)
    seen = room.print_of(acme)

    def by(who):
        actor = acting(who)
        facts = {"by": actor, "thread": thread, "seen": seen, "starts_on": chart.today(actor)}
        return lambda: charting.accept_insurance(**facts)

    return by


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_who_accept_at_once_make_one_policy(cast, accepting, _round):
    assert sorted(at_once(accepting(cast.fay), accepting(cast.nia))) == ["accepted_before", "done"]
    assert InsurancePolicy.objects.filter(patient=cast.leo).count() == 2


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_accepting_while_the_chart_is_changed_never_ends_what_was_not_seen(cast, acting, accepting, _round):
    nia = acting(cast.nia)
    third = {"patient": cast.leo, "company": "Third", "member_number": "T-3", "starts_on": chart.today(nia)}
    outcomes = at_once(accepting(cast.fay), lambda: insurance.add_policy(by=nia, **third))
    assert outcomes in (["done", "done"], ["chart_changed", "done"])
    assert chart.insurance(nia, cast.leo).company == "Third"
