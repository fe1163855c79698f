"""What staff do with a thread: read, answer, complete (R33, R42, R118, R120, D14, X25, X40, X41, T-70)."""

import pytest
from django.db import IntegrityError, transaction

from messaging import selectors, threads
from messaging.kinds import ThreadKind, _kinds, announce
from messaging.models import Delivery, Message, Thread
from messaging.services import answering, completing, patient, reading
from practice.access import STAFF
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import AuditEvent, OutboundMessage


@pytest.fixture
def reply(acting):
    """`reply(fay, thread)`: an answer from somebody who has seen all of the thread."""

    def send(who, thread, response="Come in today.", **how):
        thread.refresh_from_db()
        how = {"seen_number": thread.last_number, **how}
        return answering.reply(by=acting(who), thread=thread, response=response, **how)

    return send


def unread(actor) -> dict:
    return {name: n for name, n in selectors.waiting(actor).items() if name.startswith("unread-")}


def test_a_preview_marks_nothing_and_leaves_a_trace(cast, acting, write):
    thread = write()
    reading.preview(by=acting(cast.fay), thread=thread)
    assert unread(acting(cast.fay)) == {"unread-portal": 1, "unread-phone": 0}
    assert AuditEvent.objects.filter(action="thread.previewed", user_ref=cast.fay.user.pk).exists()


def test_opening_is_reading_for_me_only(cast, acting, ask):
    thread = ask()
    reading.open_thread(by=acting(cast.fay), thread=thread)
    assert selectors.waiting(acting(cast.fay)) == {"unread-portal": 0, "unread-phone": 0, "open": 1, "unread": 0}
    assert selectors.waiting(acting(cast.sam)) == {"unread-portal": 1, "unread-phone": 0, "open": 1, "unread": 1}


def test_mark_unread_is_for_me_only(cast, acting, ask):
    thread = ask()
    for who in (cast.fay, cast.sam):
        reading.open_thread(by=acting(who), thread=thread)
    reading.mark_unread(by=acting(cast.fay), thread=thread)
    assert unread(acting(cast.fay))["unread-portal"] == 1
    assert unread(acting(cast.sam))["unread-portal"] == 0


def test_what_is_not_in_my_inbox_cannot_be_marked_unread(cast, acting, write):
    with pytest.raises(Refused) as refused:
        reading.mark_unread(by=acting(cast.nia), thread=write())
    assert refused.value.code == "not_in_inbox"


def test_a_reply_that_keeps_leaves_it_in_all_inboxes(cast, acting, ask, reply, has):
    thread = ask()
    reply(cast.fay, thread)
    assert set(has(thread)) == {("Fay", "portal"), ("Sam", "portal")}
    assert unread(acting(cast.sam))["unread-portal"] == 1
    thread.refresh_from_db()
    assert thread.answered_at == cast.now
    assert thread.completed_at is None


def test_a_completed_reply_removes_it_from_all_inboxes(cast, acting, ask, reply, has):
    thread = ask()
    reply(cast.fay, thread, after_sending="completed")
    assert has(thread) == {}
    assert unread(acting(cast.sam)) == {"unread-portal": 0, "unread-phone": 0}
    assert [t.pk for t in selectors.tab(acting(cast.sam), "completed").rows] == [thread.pk]


def test_a_reply_goes_to_the_account_that_wrote_about_the_patient_it_wrote_about(cast, acting, write, reply, later):
    thread = write()
    reply(cast.fay, thread)
    assert [m.side for m in selectors.thread_page(acting(cast.gina, at=later), thread).said] == ["patient", "staff"]
    assert selectors.thread(acting(cast.hugo, at=later), thread.pk) is None
    assert selectors.unread_answers(acting(cast.gina, at=later), cast.leo) == 1
    assert selectors.unread_answers(acting(cast.gina, at=later), cast.mia) == 0


def test_a_reply_tells_the_account_by_mail_once(cast, write, reply):
    message = reply(cast.fay, write())
    row = OutboundMessage.objects.get(notice="message.new")
    assert (row.recipient, row.subject_ref) == (cast.gina, message.pk)


def test_an_empty_reply_is_refused(cast, write, reply):
    with pytest.raises(Refused) as refused:
        reply(cast.fay, write(), response="  \n ")
    assert refused.value.field == "response"


def test_the_second_of_two_who_answer_at_once_sees_what_the_first_said(cast, acting, ask, reply):
    thread = ask()
    reply(cast.fay, thread, "Come at nine.", seen_number=1)
    with pytest.raises(Refused) as refused:
        reply(cast.sam, thread, "Come at ten.", seen_number=1)
    assert refused.value.code == "thread_changed"
    assert "Fay Lindgren" in refused.value.message
    reply(cast.sam, thread, "Come at ten.", seen_number=refused.value.extra["seen_number"])
    assert Message.objects.filter(thread=thread).count() == 3


def test_a_reply_to_what_was_completed_meanwhile_is_refused_once(cast, acting, ask, reply):
    thread = ask()
    completing.complete(by=acting(cast.fay), thread=thread)
    with pytest.raises(Refused) as refused:
        reply(cast.sam, thread)
    assert refused.value.code == "thread_completed"
    reply(cast.sam, thread, seen_completed=True)
    thread.refresh_from_db()
    assert thread.completed_at is not None


def test_a_reply_to_somebody_whose_access_ended_is_refused_with_the_reason(cast, write, reply):
    thread = write(who=cast.hugo)
    cast.hugo.grants.update(ends_at=cast.now)
    with pytest.raises(Refused) as refused:
        reply(cast.fay, thread)
    assert refused.value.code == "access_ended"
    assert not Message.objects.filter(thread=thread, side=STAFF).exists()


def test_the_same_form_sent_twice_is_one_reply(cast, write, reply):
    thread, key = write(), "3f1c9a52-7d3c-4a9e-9b1f-6a1f5d3f0a11"
    first = reply(cast.fay, thread, request_key=key, seen_number=1)
    assert reply(cast.fay, thread, request_key=key, seen_number=1) == first
    assert Message.objects.filter(thread=thread, side=STAFF).count() == 1


def test_a_patient_who_answers_a_completed_thread_opens_it_for_department_and_last_handler(
    cast, acting, write, reply, has
):
    thread = write()
    reply(cast.nia, thread, after_sending="completed")
    patient.answer(by=acting(cast.gina), thread=thread, body="Thank you, but when?")
    thread.refresh_from_db()
    assert (thread.completed_at, thread.answered_at) == (None, None)
    assert has(thread) == {("Fay", "portal"): "department", ("Nia", "portal"): "handler"}
    assert unread(acting(cast.nia))["unread-portal"] == 1


def test_a_new_word_in_an_open_thread_is_unread_again_for_who_has_it(cast, acting, ask):
    thread = ask()
    reading.open_thread(by=acting(cast.sam), thread=thread)
    patient.answer(by=acting(cast.gina), thread=thread, body="Mornings are best.")
    assert unread(acting(cast.sam))["unread-portal"] == 1


def test_reopening_gives_the_inboxes_back_as_they_were(cast, acting, ask, has):
    thread = ask()
    reading.open_thread(by=acting(cast.sam), thread=thread)
    completing.complete(by=acting(cast.fay), thread=thread)
    completing.reopen(by=acting(cast.fay), thread=thread)
    assert set(has(thread)) == {("Fay", "portal"), ("Sam", "portal")}
    assert unread(acting(cast.sam))["unread-portal"] == 0
    assert unread(acting(cast.fay))["unread-portal"] == 1


def test_completing_twice_keeps_the_first(cast, acting, ask):
    thread = ask()
    completing.complete(by=acting(cast.fay), thread=thread)
    completing.complete(by=acting(cast.sam), thread=thread)
    thread.refresh_from_db()
    assert thread.completed_by == cast.fay


def test_what_must_be_settled_first_is_not_completed_without_saying_how(cast, acting, ask, reply):
    settled = []
    before = _kinds.get("appointment")
    announce(
        ThreadKind(
            "appointment",
            undecided=lambda thread: [("elsewhere", "Booked elsewhere")],
            settle=lambda by, thread, how: settled.append(how),
        )
    )
    try:
        thread = ask()
        with pytest.raises(Refused) as refused:
            completing.complete(by=acting(cast.fay), thread=thread)
        assert refused.value.field == "handled"
        with pytest.raises(Refused):
            reply(cast.fay, thread, after_sending="completed", handled="nonsense")
        assert Message.objects.filter(thread=thread).count() == 1
        completing.complete(by=acting(cast.fay), thread=thread, handled="elsewhere")
        assert settled == ["elsewhere"]
    finally:
        _kinds.pop("appointment")
        if before:
            announce(before)


def test_a_stranger_at_another_practice_sees_no_thread(cast, acting, write):
    with pytest.raises(NotVisible):
        reading.open_thread(by=acting(cast.fay_at_riverside), thread=write())


def test_staff_without_the_messages_duty_read_only_what_they_were_given(cast, acting, ask, write):
    cast.sam.duties = ["scheduling"]
    cast.sam.save()
    given, other = ask(), write()
    reading.open_thread(by=acting(cast.sam), thread=given)
    assert [t.pk for t in selectors.tab(acting(cast.sam), "all").rows] == [given.pk]
    with pytest.raises(NotAllowed):
        reading.open_thread(by=acting(cast.sam), thread=other)


def test_staff_out_of_scope_see_what_was_delivered_to_them(cast, acting, ask, write):
    cast.leo.home_location = cast.south
    cast.leo.save()
    given, other = ask(), write()
    assert selectors.thread(acting(cast.sam), given.pk) == given
    assert selectors.thread(acting(cast.sam), other.pk) is None


def test_nobody_on_the_patient_side_enters_a_staff_door(cast, acting, write):
    with pytest.raises(NotAllowed):
        reading.open_thread(by=acting(cast.gina), thread=write())


def test_two_messages_never_get_one_number(cast, acting, write):
    thread = write()
    stale = Thread.objects.get(pk=thread.pk)
    threads.post(by=acting(cast.fay), thread=thread, body="One", side=STAFF)
    with pytest.raises(IntegrityError, match="message_number_once"), transaction.atomic():
        threads.post(by=acting(cast.fay), thread=stale, body="Two", side=STAFF)
    assert threads.post(by=acting(cast.fay), thread=threads.lock(stale), body="Two", side=STAFF).number == 3


def test_completing_closes_every_delivery(cast, acting, ask):
    thread = ask()
    completing.complete(by=acting(cast.fay), thread=thread)
    assert not Delivery.objects.filter(thread=thread, closed_at=None).exists()
