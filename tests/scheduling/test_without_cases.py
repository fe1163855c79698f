"""D15: a practice may work without cases; every patient then has one that nobody chooses."""

import pytest

from scheduling.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_cases(cast):
    cast.settings.use_cases = False
    cast.settings.save(update_fields=["use_cases"])


def test_d15_a_request_needs_no_case_then(cast, ask, without_cases):
    made = ask(case=None)
    assert (made.case.name, made.case.allows_requests) == ("General", True)
    assert ask(case=None, visit_type=cast.sick).case == made.case


def test_d15_any_visit_type_that_can_be_requested_can_be_asked_for(cast, ask, without_cases, refusal):
    Case.objects.filter(patient=cast.paul).update(is_active=False)
    assert ask(case=None, visit_type=cast.sick).visit_type == cast.sick
    assert refusal(lambda: ask(case=None, visit_type=cast.confidential)).code == "visit_type_closed"


def test_r11_with_cases_one_must_be_chosen(ask, refusal):
    assert refusal(lambda: ask(case=None)).code == "case_needed"
