"""Approving, declining and completing: one outcome, one answer, one e-mail."""

from datetime import UTC, datetime
from functools import partial

import pytest

from messaging import kinds
from messaging.models import Delivery
from practice.errors import NotVisible
from practice.models import AuditEvent, OutboundMessage
from scheduling import selectors, services
from scheduling.models import Appointment, AppointmentEvent
from scheduling.thread_kind import settle, undecided

pytestmark = pytest.mark.django_db


@pytest.fixture
def approve(cast, acting, at):
    def decide(request, who=None, start="2026-10-21 09:00", provider=None, **facts):
        return services.approve(
            by=acting(who or cast.sam), request=request, starts_at=at(start), provider=provider or cast.dr_ada, **facts
        )

    return decide


@pytest.fixture
def decline(cast, acting):
    def decide(request, who=None, reason="Dr Ada is away that week."):
        return services.decline(by=acting(who or cast.sam), request=request, reason=reason)

    return decide


def test_r25_approving_books_answers_and_completes_in_one(cast, ask, approve, at):
    made = ask()
    visit = approve(made, note="Please bring the vaccination card.")
    made.refresh_from_db()
    assert (visit.status, visit.starts_at, visit.patient) == ("booked", at("2026-10-21 09:00"), cast.paul)
    assert (made.status, made.appointment, made.decided_by) == ("approved", visit, cast.sam.user)
    thread = made.thread
    answer = thread.messages.get(number=2)
    assert (answer.side, answer.shown_to) == ("staff", "portal")
    assert "Wed, Oct 21, 9:00 am" in answer.body
    assert "Please bring the vaccination card." in answer.body
    assert thread.answered_at
    assert thread.completed_by == cast.sam
    assert not Delivery.objects.filter(thread=thread, closed_at=None).exists()
    assert AppointmentEvent.objects.get(appointment=visit).what == "booked"


def test_the_patient_gets_exactly_one_e_mail_for_a_decision(cast, ask, approve, decline):
    approve(ask())
    sent = OutboundMessage.objects.values_list("notice", "recipient")
    assert list(sent) == [("appointment.booked", cast.paul_user.pk)]
    decline(ask(visit_type=cast.sick, starts=[]))
    assert list(sent.filter(notice__startswith="request")) == [("request.declined", cast.paul_user.pk)]
    assert OutboundMessage.objects.count() == 2


def test_declining_answers_with_the_reason_and_completes(cast, ask, decline):
    made = ask()
    decline(made)
    made.refresh_from_db()
    assert (made.status, made.decline_reason) == ("declined", "Dr Ada is away that week.")
    assert made.thread.messages.get(number=2).body == "Dr Ada is away that week."
    assert made.thread.completed_at


def test_declining_needs_a_reason(ask, decline, refusal):
    said = refusal(lambda: decline(ask(), reason="  "))
    assert (said.code, said.field) == ("reason_needed", "reason")


def test_j3_approving_what_a_colleague_declined_is_refused_and_says_by_whom_and_when(
    cast, ask, approve, decline, refusal
):
    made = ask()
    decline(made)
    said = refusal(lambda: approve(made))
    assert said.code == "already_decided"
    assert "Sam Whitlock" in said.message
    assert "Mon, Oct 19, 10:00 am" in said.message


def test_x14_what_the_patient_has_withdrawn_cannot_be_approved(cast, ask, approve, acting, refusal):
    made = ask()
    services.withdraw(by=acting(cast.paul_user), request=made)
    said = refusal(lambda: approve(made))
    assert (said.code, said.extra["status"]) == ("already_decided", "withdrawn")
    assert not Appointment.objects.filter(patient=cast.paul).exists()


def test_x14_what_is_approved_cannot_be_withdrawn(cast, ask, approve, acting, refusal):
    made = ask()
    approve(made)
    said = refusal(lambda: services.withdraw(by=acting(cast.paul_user), request=made))
    assert said.code == "already_decided"
    assert "Sam" not in said.message


def test_x11_x13_the_second_of_two_requests_for_one_time_is_refused_with_alternatives(cast, ask, approve, refusal):
    first, second = ask(), ask(who=cast.gina, patient=cast.leo)
    approve(first)
    said = refusal(lambda: approve(second))
    assert (said.code, said.field) == ("slot_taken", "time")
    assert [other["label"] for other in said.extra["alternatives"]] == [
        "Wed, Oct 21, 9:30 am",
        "Wed, Oct 21, 9:45 am",
        "Wed, Oct 21, 10:00 am",
    ]
    second.refresh_from_db()
    assert second.status == "pending"


def test_the_same_patient_cannot_be_in_two_places(cast, ask, approve, refusal):
    approve(ask())
    other = ask(visit_type=cast.sick, provider=cast.dr_ben)
    assert refusal(lambda: approve(other, provider=cast.dr_ben)).code == "patient_busy"


def test_approving_a_time_that_has_passed_or_lies_outside_hours_is_refused(cast, ask, approve, refusal):
    made = ask()
    assert refusal(lambda: approve(made, start="2026-10-19 09:00")).code == "time_passed"
    assert refusal(lambda: approve(made, start="2026-10-21 12:15")).code == "outside_hours"


def test_a_time_at_the_end_of_all_days_is_refused_and_nothing_breaks(cast, ask, acting, refusal):
    end = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert refusal(lambda: ask(starts=[end])).code == "too_far"
    made, sam = ask(), acting(cast.sam)
    decide = partial(services.approve, by=sam, request=made, starts_at=end, provider=cast.dr_ada)
    assert refusal(decide).code == "too_far"


def test_staff_may_approve_inside_the_notice_and_off_the_steps(ask, approve):
    assert approve(ask(), start="2026-10-19 11:07")


def test_d6_the_duty_needs_the_patient_in_scope(cast, ask, approve):
    cast.leo.home_location = cast.south
    cast.leo.save(update_fields=["home_location"])
    cast.appointment_requests.members.remove(cast.sam)
    made = ask(who=cast.gina, patient=cast.leo)
    with pytest.raises(NotVisible):
        approve(made)


def test_d6_department_membership_without_the_duty_decides_nothing(cast, ask, approve, decline, acting):
    made = ask()
    for act in (approve, decline):
        with pytest.raises(NotVisible):
            act(made, who=cast.fay)
    assert not selectors.may_decide(acting(cast.fay), made)


def test_d6_the_named_provider_of_an_empty_department_decides(cast, ask, approve):
    cast.appointment_requests.members.clear()
    assert approve(ask(), who=cast.ada)


def test_d6_the_last_resort_decides(cast, ask, decline):
    cast.appointment_requests.members.clear()
    assert decline(ask(provider=None, starts=[]), who=cast.ad).status == "declined"


def test_r3_r4_requests_are_seen_with_the_duty_and_in_scope_or_when_held(cast, ask, acting):
    made = ask()
    assert list(selectors.requests(acting(cast.sam))) == [made]
    assert selectors.pending_count(acting(cast.sam)) == 1
    for who in (cast.fay, cast.nia, cast.ad):
        assert not selectors.requests(acting(who)).exists()
        assert selectors.pending_count(acting(who)) == 0
    cast.paul.home_location = cast.south
    cast.paul.save(update_fields=["home_location"])
    assert selectors.pending_count(acting(cast.sam)) == 0


def test_next_door_sees_nothing(cast, ask, acting):
    ask()
    assert not selectors.requests(acting(cast.olga)).exists()


def test_settled_26_completing_an_undecided_request_asks_how(cast, ask, approve):
    made = ask()
    assert [value for value, _ in undecided(made.thread)] == ["booked_elsewhere", "declined", "pending"]
    approve(made)
    assert undecided(made.thread) == []


def test_settled_26_booked_elsewhere_closes_without_a_visit(cast, ask, acting):
    made = ask()
    settle(acting(cast.sam), made.thread, "booked_elsewhere")
    made.refresh_from_db()
    assert (made.status, made.handled_elsewhere, made.appointment) == ("approved", True, None)


def test_settled_26_declined_takes_the_answer_just_sent_as_the_reason(cast, ask, acting, refusal):
    from messaging import threads

    made, sam = ask(), acting(cast.sam)
    assert refusal(lambda: settle(sam, made.thread, "declined")).code == "reason_needed"
    threads.post(by=sam, thread=made.thread, body="Please call us.", side="staff")
    settle(sam, made.thread, "declined")
    made.refresh_from_db()
    assert (made.status, made.decline_reason) == ("declined", "Please call us.")


def test_settled_26_leave_pending_leaves_it_pending(cast, ask, acting):
    made = ask()
    settle(acting(cast.fay), made.thread, "pending")
    made.refresh_from_db()
    assert made.status == "pending"


def test_settled_26_deciding_through_the_inbox_needs_the_right_to_decide(cast, ask, acting, refusal):
    assert refusal(lambda: settle(acting(cast.fay), ask().thread, "booked_elsewhere")).code == "not_yours_to_decide"


def test_a_thread_shows_its_requests_status(cast, ask, acting):
    made = ask()
    assert kinds.tag_of(made.thread).word == "Pending"


def test_r123_a_decision_leaves_one_audit_row_without_words(cast, ask, decline):
    decline(ask())
    row = AuditEvent.objects.get(action="request.declined")
    assert (row.outcome, row.user_ref, row.patient_ref) == ("done", cast.sam.user.pk, cast.paul.pk)
    assert "away" not in str(row.detail)
