"""Giving and denying refills (J6): record, message and completion in one step or none."""

import uuid
from datetime import timedelta

import pytest

from messaging.models import Delivery, Message, RefillRequest, Thread
from messaging.services import forwarding, refills
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import AccessGrant, AuditEvent, Patient, PatientFlag, RefillRecord, StaffMember
from tests import build


@pytest.fixture
def asked(cast, acting, ask_refill, departments) -> Thread:
    """Gina has asked for Leo's albuterol; Nia and Dr Ada have it."""
    departments.refill.members.add(cast.ada)
    return ask_refill()


@pytest.fixture
def refill(cast, acting, asked, albuterol, pharmacy):
    """`refill()`: Dr Ada gives it, with one inhaler and two refills, and tells Gina."""

    def send(who=None, **changes):
        facts = {
            "medication": albuterol,
            "pharmacy": pharmacy,
            "quantity": "1 inhaler",
            "refills": 2,
            "response": "refilled Albuterol",
            "seen_number": Thread.objects.get(pk=asked.pk).last_number,
        }
        return refills.refill(by=acting(who or cast.ada), **{"thread": asked} | facts | changes)

    return send


def stopped(call, **facts) -> tuple:
    with pytest.raises(Refused) as refused:
        call(**facts)
    return refused.value.code, refused.value.field


def untouched(thread) -> bool:
    """No record, no message, nothing answered or completed."""
    thread.refresh_from_db()
    nothing_said = thread.last_number == 1 and thread.answered_at is None and thread.completed_at is None
    return nothing_said and not RefillRecord.objects.exists() and thread.refill_request.status == "asked"


def allergy(cast, days: int, text: str = "Penicillin") -> PatientFlag:
    return PatientFlag.objects.create(
        practice=cast.maple,
        patient=cast.leo,
        kind="allergy",
        text=text,
        recorded_at=cast.now + timedelta(days=days),
        recorded_by=cast.nia,
    )


def test_j6_2_record_message_and_completion_come_in_one_step(cast, refill, asked, albuterol, has):
    refill(after_sending="completed")
    record = RefillRecord.objects.get()
    assert (record.quantity, record.refills, record.prescriber) == ("1 inhaler", 2, cast.ada)
    answered = RefillRequest.objects.get(thread=asked)
    assert (answered.status, answered.record, answered.decided_by) == ("refilled", record, cast.ada)
    asked.refresh_from_db()
    assert asked.answered_at == asked.completed_at == cast.now
    assert has(asked) == {}
    albuterol.refresh_from_db()
    assert albuterol.last_filled_on == cast.now.date()


def test_the_patient_reads_what_was_said(cast, acting, refill):
    refill(response="refilled Albuterol, come by tomorrow")
    assert Message.objects.visible_to(acting(cast.gina)).filter(body__contains="come by tomorrow").exists()


def test_sent_twice_it_is_refilled_once(refill):
    key = uuid.uuid4()
    assert refill(request_key=key) == refill(request_key=key)
    assert RefillRecord.objects.count() == 1


def test_j5_3_a_refill_told_to_the_colleague_who_forwarded_it_says_nothing_to_the_patient(
    cast, acting, asked, refill, has
):
    forwarding.forward(by=acting(cast.nia), thread=asked, to=[cast.ada], include_prior=True)
    refill(to=cast.nia)
    assert RefillRecord.objects.exists()
    asked.refresh_from_db()
    assert asked.answered_at is None
    assert not Message.objects.visible_to(acting(cast.gina)).filter(body__contains="refilled").exists()
    assert ("Nia", "phone") in has(asked)


# --- who may (R61) ---


def test_r61_nia_may_not_refill_or_deny(cast, acting, asked, refill):
    with pytest.raises(NotAllowed):
        refill(cast.nia)
    with pytest.raises(NotAllowed):
        refills.deny(by=acting(cast.nia), thread=asked, response="No.", seen_number=1)
    assert untouched(asked)


def test_j6_a_privilege_removed_mid_session_refuses_the_next_action(cast, refill, asked):
    StaffMember.objects.filter(pk=cast.ada.pk).update(duties=["messages"])
    with pytest.raises(NotAllowed):
        refill(StaffMember.objects.get(pk=cast.ada.pk))
    assert untouched(asked)


def test_a_prescriber_without_the_thread_or_the_messages_duty_may_not(cast, refill, asked):
    StaffMember.objects.filter(pk=cast.ben.pk).update(duties=["prescribing"])
    with pytest.raises(NotAllowed):
        refill(StaffMember.objects.get(pk=cast.ben.pk))
    Delivery.objects.create(
        practice=cast.maple, thread=asked, member=cast.ben, reason="forwarded", delivered_at=cast.now
    )
    refill(StaffMember.objects.get(pk=cast.ben.pk))
    assert RefillRecord.objects.get().prescriber == cast.ben


# --- bad input of J6: stops with the reason, message untouched ---


def test_j6_without_a_pharmacy_it_stops(refill, asked):
    assert stopped(refill, pharmacy=None) == ("pharmacy_missing", "pharmacy")
    assert untouched(asked)


def test_j6_at_a_closed_pharmacy_it_stops(cast, refill, asked, pharmacy):
    type(pharmacy).objects.update(closed_at=cast.now)
    assert stopped(refill) == ("pharmacy_closed", "pharmacy")
    assert untouched(asked)


def test_j6_a_drug_discontinued_yesterday_stops_it(cast, refill, asked, albuterol):
    type(albuterol).objects.update(ended_on=cast.now.date() - timedelta(days=1))
    assert stopped(refill) == ("medication_ended", "medication")
    assert untouched(asked)


@pytest.mark.parametrize("status", ["inactive", "deceased"])
def test_j6_an_inactive_or_deceased_patient_stops_it(cast, refill, asked, status):
    Patient.objects.filter(pk=cast.leo.pk).update(status=status)
    assert stopped(refill)[0] == "patient_inactive"
    assert untouched(asked)


def test_j6_an_allergy_recorded_since_stops_it_until_it_is_considered(cast, refill, asked):
    flag = allergy(cast, days=1)
    assert stopped(refill) == ("allergy_since", "considered")
    assert untouched(asked)
    refill(considered=[flag])
    assert RefillRecord.objects.exists()


def test_an_allergy_known_before_or_ended_since_stops_nothing(cast, refill):
    allergy(cast, days=-1)
    PatientFlag.objects.filter(pk=allergy(cast, days=1, text="Peanut").pk).update(ended_at=cast.now, ended_by=cast.nia)
    refill()
    assert RefillRecord.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"quantity": "  "}, "quantity"), ({"refills": 13}, "refills"), ({"refills": -1}, "refills")],
)
def test_how_much_and_how_often_must_be_said(refill, asked, wrong, field):
    assert stopped(refill, **wrong)[1] == field
    assert untouched(asked)


def test_another_patients_medication_is_not_refilled(cast, refill, asked):
    assert stopped(refill, medication=build.medication(cast.mia, "Cetirizine", "5 mg"))[0] == "medication_missing"
    with pytest.raises(NotVisible):
        refill(pharmacy=build.pharmacy(cast.riverside, "Wharf Pharmacy"))
    assert untouched(asked)


# --- one step or none: what stops the message stops the refill, too ---


def test_an_empty_response_refills_nothing(refill, asked):
    assert stopped(refill, response="  ") == ("empty", "response")
    assert untouched(asked)


def test_t70_a_thread_that_changed_meanwhile_refills_nothing(refill, asked):
    assert stopped(refill, seen_number=0)[0] == "thread_changed"
    assert untouched(asked)


def test_x25_an_account_that_lost_access_stops_the_refill(cast, refill, asked):
    AccessGrant.objects.filter(user=cast.gina).update(ends_at=cast.now)
    assert stopped(refill)[0] == "access_ended"
    assert untouched(asked)


def test_a_message_that_asks_for_no_refill_gets_none(cast, refill, write):
    assert stopped(refill, thread=write(), seen_number=1)[0] == "no_refill"
    assert not RefillRecord.objects.exists()


# --- denying ---


def test_j6_a_denial_needs_its_reason(cast, acting, asked):
    deny = {"by": acting(cast.ada), "thread": asked, "seen_number": 1}
    assert stopped(refills.deny, response=" ", **deny) == ("reason_needed", "response")
    assert untouched(asked)
    refills.deny(response="We need to see Leo first.", after_sending="completed", **deny)
    assert RefillRequest.objects.get(thread=asked).status == "denied"
    assert not RefillRecord.objects.exists()
    assert Thread.objects.get(pk=asked.pk).completed_at


def test_the_audit_says_who_refilled_and_keeps_no_word(cast, refill):
    refill(after_sending="keep")
    row = AuditEvent.objects.filter(action="refill.given").get()
    assert (row.user_ref, row.patient_ref) == (cast.ada.user_id, cast.leo.pk)
    assert row.detail == {"after_sending": "keep"}
