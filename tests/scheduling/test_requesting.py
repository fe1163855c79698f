"""A patient's request: what may be asked for, and what comes of it."""

import uuid
from datetime import timedelta

import pytest

from messaging.models import InsuranceChange, Message, Thread
from portal.demo import build
from practice.errors import NotAllowed, NotVisible
from practice.models import AccessGrant
from scheduling import selectors, services
from scheduling.models import AppointmentRequest

pytestmark = pytest.mark.django_db


def body_of(request) -> str:
    return Message.objects.get(thread=request.thread).body


def test_r36_r37_a_request_opens_a_thread_that_names_the_slots(cast, ask, at):
    made = ask(starts=[at("2026-10-21 09:00"), at("2026-10-22 13:30")], reason="After school, please.")
    assert (made.status, made.wish, made.slots.count()) == ("pending", "slots", 2)
    assert made.thread.subject == "Appointment Request"
    assert "Requested Appointment Slots" in body_of(made)
    assert "Wed, Oct 21, 9:00 am" in body_of(made)
    assert "After school, please." in body_of(made)


def test_r38_no_slots_say_that_the_next_available_is_wanted(cast, ask):
    made = ask(starts=[])
    assert made.wish == "next_available"
    assert "Requested Appointment Slots" not in body_of(made)
    assert "next available" in body_of(made)


def test_r27_everyone_in_the_department_has_it_in_an_inbox(cast, ask):
    deliveries = ask().thread.deliveries
    assert {row.member for row in deliveries.all()} == {cast.sam, cast.fay}


def test_r29_an_empty_department_sends_it_to_the_named_provider_only(cast, ask):
    cast.appointment_requests.members.clear()
    assert [(row.member, row.reason) for row in ask().thread.deliveries.all()] == [(cast.ada, "named")]


def test_r30_an_empty_department_and_any_provider_send_it_to_the_last_resort(cast, ask):
    cast.appointment_requests.members.clear()
    deliveries = ask(provider=None, starts=[]).thread.deliveries.all()
    assert [(row.member, row.reason) for row in deliveries] == [(cast.ad, "fallback")]


def test_r63_r64_new_insurance_is_a_message_of_its_own(cast, ask):
    ask(insurance={"company": "Evergreen", "member_number": "E-77", "group_number": ""})
    assert InsuranceChange.objects.get().company == "Evergreen"
    assert set(Thread.objects.values_list("subject", flat=True)) == {
        "Appointment Request",
        "Insurance Change Notification",
    }


def test_half_told_insurance_is_refused_with_its_field_and_nothing_is_sent(cast, ask, refusal):
    said = refusal(lambda: ask(insurance={"company": "Evergreen", "member_number": " "}))
    assert said.field == "member_number"
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("2026-10-19 09:00", "time_passed"),
        ("2026-10-20 09:45", "too_soon"),
        ("2026-12-19 10:00", "too_far"),
        ("2026-10-21 12:00", "outside_hours"),  # Dr Ada's lunch
        ("2026-10-21 16:45", "outside_hours"),  # would end after closing
        ("2026-10-24 10:00", "outside_hours"),  # a Saturday
        ("2026-10-21 09:05", "slot_not_open"),
        ("2026-10-23 10:00", "slot_taken"),  # Mia's visit
    ],
)
def test_j1_r13_a_start_that_is_not_offered_is_refused_beside_its_field(ask, at, refusal, start, code):
    said = refusal(lambda: ask(starts=[at(start)]))
    assert (said.code, said.field) == (code, "starts")
    assert not AppointmentRequest.objects.exists()


def test_x9_a_start_exactly_at_the_notice_is_accepted(ask, at):
    assert ask(starts=[at("2026-10-20 10:00")])


def test_x9_one_second_later_it_is_too_late(ask, at, refusal, now):
    said = refusal(lambda: ask(starts=[at("2026-10-20 10:00")], now=now + timedelta(seconds=1)))
    assert said.code == "too_soon"


def test_x10_the_last_day_of_the_horizon_is_accepted(ask, at):
    assert ask(starts=[at("2026-12-18 16:30")])


def test_x11_a_taken_slot_comes_with_the_three_nearest_free_ones(ask, at, refusal):
    said = refusal(lambda: ask(starts=[at("2026-10-23 10:00")]))
    labels = [other["label"] for other in said.extra["alternatives"]]
    assert labels == ["Fri, Oct 23, 9:15 am", "Fri, Oct 23, 9:30 am", "Fri, Oct 23, 10:30 am"]


def test_four_slots_are_too_many_and_the_same_one_twice_is_one(ask, at, refusal):
    four = [at(f"2026-10-21 {hour:02}:00") for hour in (9, 10, 11, 13)]
    assert refusal(lambda: ask(starts=four)).code == "too_many_slots"
    assert ask(starts=[four[0], four[0]]).slots.count() == 1


def test_j1_a_note_over_2000_characters_is_refused(ask, refusal):
    said = refusal(lambda: ask(reason="x" * 2001))
    assert (said.code, said.field) == ("too_long", "reason")
    assert ask(reason="x" * 2000)


def test_j1_r7_a_location_without_requests_is_refused(cast, ask, refusal):
    said = refusal(lambda: ask(location=cast.south, provider=cast.dr_ben, starts=[]))
    assert (said.code, said.field) == ("location_closed", "location")


def test_r9_a_case_that_allows_no_requests_is_refused(cast, ask, refusal):
    said = refusal(lambda: ask(case=cast.paul.cases.get(name="Speech therapy")))
    assert (said.code, said.field) == ("case_closed", "case")


def test_r10_a_visit_type_outside_the_case_is_refused(cast, ask, refusal):
    said = refusal(lambda: ask(visit_type=cast.confidential))
    assert (said.code, said.field) == ("visit_type_closed", "visit_type")


def test_j1_r12_without_an_active_case_there_is_no_entry_and_no_request(cast, ask, refusal, acting):
    cast.paul.cases.update(is_active=False)
    assert not selectors.may_request(acting(cast.paul_user), cast.paul)
    assert refusal(ask).code == "case_closed"


def test_j1_somebody_elses_case_is_not_there(cast, ask, acting):
    with pytest.raises(NotVisible):
        ask(case=cast.leo_primary)


def test_j1_a_siblings_case_is_refused_with_its_field(cast, ask, refusal):
    said = refusal(lambda: ask(who=cast.gina, patient=cast.leo, case=cast.mia_primary))
    assert (said.code, said.field) == ("case_closed", "case")


def test_a_provider_who_is_not_at_the_location_is_refused(cast, ask, refusal):
    stranger = build.provider(cast.maple, "Dr Cleo")
    said = refusal(lambda: ask(provider=stranger, starts=[]))
    assert (said.code, said.field) == ("provider_closed", "provider")


def test_a_case_with_providers_is_open_to_those_only(cast, ask, refusal):
    cast.paul_primary.providers.set([cast.dr_ben])
    assert refusal(lambda: ask(starts=[])).code == "provider_closed"
    assert ask(provider=cast.dr_ben, starts=[])


def test_x20_a_new_patient_may_not_leave_the_provider_open_while_existing_ones_may(cast, ask, refusal):
    assert ask(who=cast.gina, patient=cast.leo, provider=None, starts=[])
    cast.paul.status = "prospect"
    cast.paul.save(update_fields=["status"])
    said = refusal(lambda: ask(provider=None, starts=[]))
    assert (said.code, said.field) == ("provider_needed", "provider")


def test_j1_switched_off_meanwhile_is_refused_with_the_phone(cast, ask, refusal):
    cast.settings.requests_on = False
    cast.settings.save(update_fields=["requests_on"])
    said = refusal(ask)
    assert said.code == "requests_off"
    assert "(555) 010-4400" in said.message
    assert said.extra["phone"] == "+15550104400"


def test_j1_r124_the_same_form_twice_is_one_request(ask):
    key = uuid.uuid4()
    assert ask(request_key=key) == ask(request_key=key)
    assert Thread.objects.count() == 1


def test_j1_r124_two_tabs_are_told_that_the_request_exists(ask, refusal):
    first = ask(request_key=uuid.uuid4())
    said = refusal(lambda: ask(request_key=uuid.uuid4()))
    assert (said.code, said.extra) == ("request_exists", {"request": str(first.pk), "mine": True})


def test_x12_the_second_guardian_is_told_it_exists_and_does_not_see_the_thread(cast, ask, refusal, acting):
    first = ask(who=cast.gina, patient=cast.leo)
    said = refusal(lambda: ask(who=cast.hugo, patient=cast.leo))
    assert said.extra == {"request": str(first.pk), "mine": False}
    hugo = acting(cast.hugo)
    assert selectors.request_of(hugo, cast.leo, first.pk).status == "pending"
    assert not Thread.objects.visible_to(hugo).exists()


def test_open_requests_are_limited(cast, ask, refusal):
    cast.settings.open_requests_limit = 1
    cast.settings.save(update_fields=["open_requests_limit"])
    ask()
    assert refusal(lambda: ask(visit_type=cast.sick)).code == "too_many_requests"


def test_r5_a_caregiver_asks_for_the_child_and_a_stranger_cannot(cast, ask):
    assert ask(who=cast.hugo, patient=cast.leo).made_by == cast.hugo
    with pytest.raises(NotVisible):
        ask(who=cast.hugo, patient=cast.mia)


def test_staff_do_not_ask_in_a_patients_name(cast, ask):
    with pytest.raises(NotAllowed):
        ask(who=cast.sam)


def test_x25_a_grant_that_has_ended_asks_for_nothing(cast, ask, now):
    AccessGrant.objects.filter(user=cast.paul_user).update(starts_at=now - timedelta(days=2), ends_at=now)
    with pytest.raises(NotVisible):
        ask()


def test_withdrawing_closes_the_request_and_says_so_in_the_thread(cast, ask, acting):
    made = ask()
    services.withdraw(by=acting(cast.paul_user), request=made)
    made.refresh_from_db()
    assert made.status == "withdrawn"
    assert made.thread.messages.count() == 2


def test_withdrawing_is_for_whoever_asked(cast, ask, acting):
    made = ask(who=cast.gina, patient=cast.leo)
    with pytest.raises(NotAllowed):
        services.withdraw(by=acting(cast.hugo), request=made)
