"""Asking for refills (J5.1, R51, R54): one thread each, flagged and never silently stopped."""

import uuid
from datetime import timedelta

import pytest

from messaging.models import Message, RefillRequest, Thread
from messaging.services import refills
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import AccessGrant, AuditEvent
from tests import build


def refusal(call, *args, **facts) -> tuple:
    with pytest.raises(Refused) as refused:
        call(*args, **facts)
    return refused.value.code, refused.value.field


def flags(thread) -> list[str]:
    return RefillRequest.objects.get(thread=thread).flags


@pytest.fixture
def ritalin(cast):
    return build.medication(cast.leo, "Methylphenidate", "10 mg", controlled=True)


def test_r51_the_subject_is_fixed_and_the_words_name_medication_and_pharmacy(cast, ask_refill, has):
    thread = ask_refill(note="The last one is nearly empty.")
    assert (thread.subject, thread.kind) == ("Patient Portal Rx Refill", "refill")
    said = Message.objects.get(thread=thread).body
    for words in ("Albuterol 90 mcg inhaler", "Elm Street Pharmacy, 1 Elm Street, Albany", "nearly empty"):
        assert words in said
    assert has(thread) == {("Nia", "portal"): "department"}


def test_several_medications_are_several_threads(cast, ask_refill, albuterol):
    cetirizine = build.medication(cast.leo, "Cetirizine", "5 mg")
    ask_refill(albuterol, cetirizine)
    asked = RefillRequest.objects.order_by("medication__name")
    assert [row.medication.name for row in asked] == ["Albuterol", "Cetirizine"]
    assert len({row.thread_id for row in asked}) == 2


def test_one_that_is_not_on_the_list_is_typed_and_flagged(ask_refill):
    thread = ask_refill(other="Montelukast", other_pharmacy="Birch Pharmacy, Troy")
    asked = RefillRequest.objects.get(thread=thread)
    assert (asked.medication, asked.typed_name, asked.typed_pharmacy) == (None, "Montelukast", "Birch Pharmacy, Troy")
    assert asked.flags == ["inactive"]


@pytest.mark.parametrize("typed", ["albuterol", "ALBUTEROL 90 mcg inhaler "])
def test_a_typed_name_that_is_on_the_list_counts_as_that_line(ask_refill, albuterol, typed):
    assert RefillRequest.objects.get(thread=ask_refill(other=typed)).medication == albuterol
    assert Thread.objects.filter(kind="refill").count() == 1


def test_ticking_and_typing_the_same_asks_once(ask_refill, albuterol):
    ask_refill(albuterol, other="Albuterol")
    assert RefillRequest.objects.count() == 1


# --- bad input of J5 ---


def test_j5_a_duplicate_is_flagged_and_delivered(ask_refill, has):
    assert flags(ask_refill()) == []
    again = ask_refill()
    assert flags(again) == ["duplicate"]
    assert has(again) == {("Nia", "portal"): "department"}


def test_x12_the_other_parents_request_makes_it_a_duplicate(cast, ask_refill):
    ask_refill(who=cast.hugo)
    assert flags(ask_refill()) == ["duplicate"]


def test_a_completed_request_is_a_duplicate_for_n_days_only(cast, ask_refill):
    first = ask_refill()
    Thread.objects.filter(pk=first.pk).update(completed_at=cast.now, completed_by=cast.nia)
    assert flags(ask_refill(at=cast.now + timedelta(days=6))) == ["duplicate"]
    Thread.objects.update(completed_at=cast.now, completed_by=cast.nia)
    assert flags(ask_refill(at=cast.now + timedelta(days=13))) == []


def test_j5_too_early_is_flagged_and_delivered(cast, ask_refill, albuterol, has):
    albuterol.last_filled_on = cast.now.date() - timedelta(days=29)
    albuterol.save()
    thread = ask_refill()
    assert flags(thread) == ["early"]
    assert has(thread)


def test_j5_a_discontinued_medication_is_flagged_and_delivered(cast, ask_refill, albuterol, has):
    albuterol.ended_on = cast.now.date()
    albuterol.save()
    thread = ask_refill()
    assert flags(thread) == ["inactive"]
    assert has(thread)


def test_j5_a_controlled_drug_is_flagged_and_delivered(ask_refill, ritalin, has):
    thread = ask_refill(ritalin)
    assert flags(thread) == ["controlled"]
    assert has(thread)


@pytest.mark.parametrize("typed", [False, True])
def test_j5_a_practice_may_close_controlled_drugs_and_says_whom_to_call(cast, acting, ask_refill, ritalin, typed):
    cast.settings.controlled_refills = False
    cast.settings.save()
    asked = {"other": "methylphenidate"} if typed else {}
    with pytest.raises(Refused) as refused:
        ask_refill(*([] if typed else [ritalin]), **asked)
    assert (refused.value.code, refused.value.field) == ("controlled_closed", "medications")
    assert "(555) 010-4400" in refused.value.message
    assert not RefillRequest.objects.exists()


@pytest.mark.parametrize("level", ["limited", "booking"])
def test_j5_limited_guardians_cannot_ask(cast, ask_refill, level):
    AccessGrant.objects.filter(user=cast.gina, patient=cast.leo).update(level=level)
    with pytest.raises(NotAllowed):
        ask_refill()
    assert not RefillRequest.objects.exists()


def test_nothing_chosen_is_refused(cast, acting, pharmacy):
    said = refusal(refills.ask, by=acting(cast.gina), patient=cast.leo, pharmacy=pharmacy)
    assert said == ("nothing_asked", "medications")


def test_no_pharmacy_or_a_closed_one_is_refused(cast, ask_refill, pharmacy):
    assert refusal(ask_refill, other_pharmacy="  ") == ("pharmacy_missing", "pharmacy")
    pharmacy.closed_at = cast.now
    pharmacy.save()
    assert refusal(ask_refill) == ("pharmacy_closed", "pharmacy")


def test_a_siblings_medication_is_nowhere(cast, ask_refill):
    with pytest.raises(NotVisible):
        ask_refill(build.medication(cast.mia, "Cetirizine", "5 mg"))


def test_a_strangers_medication_and_another_practices_pharmacy_are_nowhere(cast, ask_refill, albuterol):
    with pytest.raises(NotVisible):
        ask_refill(build.medication(cast.paul, "Cetirizine", "5 mg"))
    with pytest.raises(NotVisible):
        ask_refill(albuterol, pharmacy=build.pharmacy(cast.riverside, "Wharf Pharmacy"))


def test_t71_sent_twice_asks_once(cast, ask_refill, albuterol):
    key, cetirizine = uuid.uuid4(), build.medication(cast.leo, "Cetirizine", "5 mg")
    first = ask_refill(albuterol, cetirizine, request_key=key)
    assert ask_refill(albuterol, cetirizine, request_key=key) == first
    assert RefillRequest.objects.count() == 2


def test_the_audit_keeps_no_word_of_it(cast, ask_refill):
    ask_refill(other="Montelukast", note="She coughs.")
    row = AuditEvent.objects.filter(action="refill.asked").latest("at", "pk")
    assert (row.outcome, row.patient_ref) == ("done", cast.leo.pk)
    assert row.detail == {}


def test_what_a_parent_asked_for_is_not_shown_to_the_other(cast, acting, ask_refill):
    ask_refill()
    assert RefillRequest.objects.visible_to(acting(cast.gina)).count() == 1
    assert not RefillRequest.objects.visible_to(acting(cast.hugo)).exists()
