"""The medication list and the pharmacies it names."""

import uuid
from datetime import timedelta

import pytest

from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import Medication, Pharmacy, StaffMember
from practice.selectors import chart
from practice.services import medications, pharmacies
from tests import build

ALBUTEROL = {"name": "Albuterol", "dose": "90 mcg, 2 puffs as needed"}


@pytest.fixture
def nia(cast, acting):
    return acting(cast.nia)


@pytest.fixture
def albuterol(cast, nia):
    return medications.add_medication(by=nia, patient=cast.leo, **ALBUTEROL)


@pytest.fixture
def elm(nia):
    return pharmacies.add_pharmacy(by=nia, name="Elm Street Pharmacy", address="1 Elm Street, Albany")


def refused(call, code: str, field: str | None = None):
    with pytest.raises(Refused) as said:
        call()
    assert (said.value.code, said.value.field) == (code, field)


def test_a_medication_is_on_the_list_until_it_is_discontinued(cast, nia, albuterol):
    assert list(chart.medications(nia, cast.leo)) == [albuterol]
    ended = medications.discontinue_medication(by=nia, medication=albuterol, reason="Changed to another")
    assert (ended.ended_on, ended.ended_reason) == (chart.today(nia), "Changed to another")
    assert list(chart.medications(nia, cast.leo)) == []
    assert list(chart.past_medications(nia, cast.leo)) == [albuterol]


def test_discontinuing_needs_a_reason_and_happens_once(nia, albuterol):
    refused(
        lambda: medications.discontinue_medication(by=nia, medication=albuterol, reason=" "), "reason_needed", "reason"
    )
    medications.discontinue_medication(by=nia, medication=albuterol, reason="First")
    assert medications.discontinue_medication(by=nia, medication=albuterol, reason="Second").ended_reason == "First"


def test_a_discontinued_medication_is_restored_and_edited_only_then(nia, albuterol):
    medications.discontinue_medication(by=nia, medication=albuterol, reason="By mistake")
    refused(lambda: medications.edit_medication(by=nia, medication=albuterol, **ALBUTEROL), "medication_ended")
    back = medications.restore_medication(by=nia, medication=albuterol)
    assert (back.ended_on, back.ended_reason) == (None, "")
    edited = medications.edit_medication(by=nia, medication=albuterol, **{**ALBUTEROL, "dose": "1 puff"})
    assert edited.dose == "1 puff"


def test_the_same_medication_stands_on_the_list_once(cast, nia, albuterol):
    again = {"name": "ALBUTEROL", "dose": ALBUTEROL["dose"]}
    refused(lambda: medications.add_medication(by=nia, patient=cast.leo, **again), "medication_on_list", "name")
    medications.discontinue_medication(by=nia, medication=albuterol, reason="Pause")
    medications.add_medication(by=nia, patient=cast.leo, **again)
    refused(lambda: medications.restore_medication(by=nia, medication=albuterol), "medication_on_list", "name")


def test_the_same_form_sent_twice_adds_one(cast, nia):
    key = uuid.uuid4()
    for _twice in range(2):
        medications.add_medication(by=nia, patient=cast.leo, **ALBUTEROL, request_key=key)
    assert Medication.objects.count() == 1


def test_a_fill_in_the_future_and_an_impossible_supply_are_refused(cast, nia):
    tomorrow = chart.today(nia) + timedelta(days=1)
    for facts, code, field in (
        ({"last_filled_on": tomorrow}, "filled_in_future", "last_filled_on"),
        ({"days_supply": 0}, "supply_range", "days_supply"),
        ({"days_supply": 366}, "supply_range", "days_supply"),
    ):
        refused(
            lambda facts=facts: medications.add_medication(by=nia, patient=cast.leo, **ALBUTEROL, **facts), code, field
        )


def test_only_who_prescribes_is_named_as_prescriber(cast, nia):
    add = {"by": nia, "patient": cast.leo, **ALBUTEROL}
    refused(lambda: medications.add_medication(**add, prescriber=cast.rita), "not_a_prescriber", "prescriber")
    assert medications.add_medication(**add, prescriber=cast.ada).prescriber == cast.ada
    assert set(chart.prescribers(nia)) == {cast.ada, cast.ben}


def test_who_prescribed_it_stays_named_after_leaving(cast, nia):
    row = medications.add_medication(by=nia, patient=cast.leo, **ALBUTEROL, prescriber=cast.ben)
    StaffMember.objects.filter(pk=cast.ben.pk).update(ended_at=cast.now)
    cast.ben.refresh_from_db()
    edited = medications.edit_medication(by=nia, medication=row, **ALBUTEROL, prescriber=cast.ben, days_supply=30)
    assert edited.prescriber == cast.ben
    assert cast.ben in chart.prescribers(nia, row.prescriber)
    assert cast.ben not in chart.prescribers(nia)


def test_a_closed_pharmacy_is_chosen_by_nobody_anew_and_stays_where_it_was(cast, nia, albuterol, elm):
    medications.edit_medication(by=nia, medication=albuterol, **ALBUTEROL, pharmacy=elm)
    closed = pharmacies.close_pharmacy(by=nia, pharmacy=elm)
    assert list(chart.pharmacies(nia)) == []
    assert list(chart.pharmacies(nia, closed)) == [elm]
    assert medications.edit_medication(by=nia, medication=albuterol, **ALBUTEROL, pharmacy=closed).pharmacy == elm
    add = {"by": nia, "patient": cast.mia, **ALBUTEROL}
    refused(lambda: medications.add_medication(**add, pharmacy=closed), "pharmacy_closed", "pharmacy")
    opened = pharmacies.reopen_pharmacy(by=nia, pharmacy=elm)
    assert medications.add_medication(**add, pharmacy=opened).pharmacy == elm


def test_a_pharmacy_is_on_the_list_once(nia, elm):
    same = {"name": "ELM STREET PHARMACY", "address": elm.address}
    refused(lambda: pharmacies.add_pharmacy(by=nia, **same), "pharmacy_known", "name")
    pharmacies.add_pharmacy(by=nia, name=elm.name, address="9 Lake Road")
    assert Pharmacy.objects.count() == 2


@pytest.mark.parametrize("who", ["nia", "ada", "ad"])
def test_nurses_and_prescribers_keep_the_list(cast, acting, who):
    assert medications.add_medication(by=acting(getattr(cast, who)), patient=cast.leo, **ALBUTEROL)


def test_without_either_duty_nobody_does(cast, acting, albuterol):
    StaffMember.objects.filter(pk=cast.sam.pk).update(duties=["scheduling", "registration", "admin"])
    cast.sam.refresh_from_db()
    sam = acting(cast.sam)
    for call in (
        lambda: medications.add_medication(by=sam, patient=cast.leo, **ALBUTEROL),
        lambda: medications.discontinue_medication(by=sam, medication=albuterol, reason="x"),
        lambda: pharmacies.add_pharmacy(by=sam, name="Elm"),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_a_chart_out_of_scope_is_not_there(cast, acting):
    far = build.patient(cast.maple, "Far", "Away", 5, cast.now, home_location=cast.south)
    row = build.medication(far, "Albuterol", "1 puff")
    with pytest.raises(NotVisible):
        medications.discontinue_medication(by=acting(cast.sam), medication=row, reason="x")
    with pytest.raises(NotVisible):
        chart.medication(acting(cast.nia), cast.leo, row.pk)


def test_guardians_change_nothing(cast, acting, albuterol):
    with pytest.raises(NotAllowed):
        medications.discontinue_medication(by=acting(cast.gina), medication=albuterol, reason="x")
