"""Who gets a refill (D8): its department, else the last prescriber of that drug, the patient's own provider, $AD."""

from datetime import timedelta

import pytest

from messaging import routing
from messaging.services import departments as doors
from practice.models import RefillRecord, StaffMember
from practice.services import staff

NOBODY: list = []


def test_the_ladder_has_its_order():
    rungs = [("prescriber", None), ("primary", "Ben")]
    assert routing.choose(["Nia"], ["Ada"], ["ad"], rungs) == (["Nia"], "department")
    assert routing.choose(NOBODY, ["Ada"], ["ad"], rungs) == (["Ada"], "named")
    assert routing.choose(NOBODY, NOBODY, ["ad"], rungs) == (["Ben"], "primary")
    assert routing.choose(NOBODY, NOBODY, ["ad"], [("prescriber", "Ada"), *rungs]) == (["Ada"], "prescriber")
    assert routing.choose(NOBODY, NOBODY, ["ad"], [("prescriber", None), ("primary", None)]) == (["ad"], "fallback")


@pytest.fixture
def nobody_in_refills(departments):
    departments.refill.members.clear()


def given(cast, albuterol, pharmacy, by, days: int) -> None:
    RefillRecord.objects.create(
        practice=cast.maple,
        patient=cast.leo,
        medication=albuterol,
        pharmacy=pharmacy,
        prescriber=by,
        quantity="1 inhaler",
        at=cast.now - timedelta(days=days),
    )


def primary(cast, provider) -> None:
    cast.leo.primary_provider = provider
    cast.leo.save()


@pytest.mark.usefixtures("nobody_in_refills")
class TestWithNobodyInTheDepartment:
    def test_d8_the_prescriber_of_that_drug_gets_it(self, ask_refill, has):
        assert has(ask_refill()) == {("Ada", "portal"): "prescriber"}

    def test_d8_whoever_refilled_it_last_comes_before_the_one_on_the_list(
        self, cast, ask_refill, albuterol, pharmacy, has
    ):
        given(cast, albuterol, pharmacy, cast.ada, days=90)
        given(cast, albuterol, pharmacy, cast.ben, days=30)
        assert has(ask_refill()) == {("Ben", "portal"): "prescriber"}

    def test_d8_a_drug_nobody_prescribed_here_goes_to_the_patients_own_provider(self, cast, ask_refill, has):
        primary(cast, cast.dr_ben)
        assert has(ask_refill(other="Montelukast")) == {("Ben", "portal"): "primary"}

    def test_d8_without_either_it_goes_to_the_last_resort(self, ask_refill, has):
        assert has(ask_refill(other="Montelukast")) == {("Adele", "portal"): "fallback"}

    def test_a_prescriber_whose_privilege_ended_is_passed_over(self, cast, ask_refill, has):
        primary(cast, cast.dr_ben)
        StaffMember.objects.filter(pk=cast.ada.pk).update(duties=["messages"])
        assert has(ask_refill()) == {("Ben", "portal"): "primary"}

    def test_x38_a_prescriber_who_left_is_passed_over(self, cast, acting, ask_refill, has):
        staff.deactivate_staff(by=acting(cast.ad), member=cast.ada)
        primary(cast, cast.dr_ada)
        assert has(ask_refill()) == {("Adele", "portal"): "fallback"}


def test_x37_a_refill_whose_department_is_emptied_moves_to_the_prescriber(cast, acting, departments, ask_refill, has):
    thread = ask_refill()
    doors.set_members(by=acting(cast.ad), department=departments.refill, members=[])
    assert has(thread) == {("Ada", "portal"): "prescriber"}


def test_a_refill_moves_on_from_a_prescriber_who_leaves(cast, acting, departments, ask_refill, has):
    departments.refill.members.clear()
    primary(cast, cast.dr_ben)
    thread = ask_refill()
    staff.deactivate_staff(by=acting(cast.ad), member=cast.ada)
    assert has(thread) == {("Ben", "portal"): "primary"}


def test_what_asks_for_no_refill_knows_no_such_rungs(cast, departments, write, has, acting):
    primary(cast, cast.dr_ben)
    departments.general.members.clear()
    assert has(write()) == {("Adele", "portal"): "fallback"}
