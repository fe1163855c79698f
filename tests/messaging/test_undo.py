"""Undo for 15 seconds after `Send` (settled 22): until then nothing of it is seen, and it can be as if never said."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import InternalError, transaction

from messaging import conversation, notices, selectors
from messaging.models import Message, Thread, Withdrawal
from messaging.services import answering, completing, patient, withdrawing, writing
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import OutboundMessage

SECOND = timedelta(seconds=1)


@pytest.fixture
def reply(cast, acting):
    """`reply(thread)`: Fay answers the patient side."""

    def send(thread, response="Come in.", at=cast.now, **how):
        thread.refresh_from_db()
        facts = {"seen_number": thread.last_number, **how}
        return answering.reply(by=acting(cast.fay, at=at), thread=thread, response=response, **facts)

    return send


@pytest.fixture
def undo(cast, acting):
    """`undo(message)`: Fay takes it back ten seconds later."""
    return lambda message, who=None, after=10 * SECOND: withdrawing.withdraw(
        by=acting(who or cast.fay, at=cast.now + after), message=message
    )


@pytest.fixture
def seen(cast, acting):
    """`seen(at)`: what Gina's list of threads about Leo says then."""

    def rows(at) -> list:
        found = selectors.threads_of(acting(cast.gina, at=at), cast.leo)
        return [(t.snippet, t.unread, t.answer_shown_at, t.completion_shown_at) for t in found]

    return rows


def test_what_staff_say_is_seen_fifteen_seconds_later_and_all_of_it_at_once(cast, write, reply, seen, later):
    said = reply(write(body="Leo coughs."), after_sending="completed")
    assert said.visible_from == cast.now + timedelta(seconds=15)
    assert seen(later - SECOND) == [("Leo coughs.", False, None, None)]
    assert seen(later) == [("Come in.", True, cast.now, cast.now)]


def test_what_a_patient_says_is_there_at_once(write):
    message = Message.objects.get(thread=write())
    assert message.visible_from == message.sent_at


def test_what_was_taken_back_is_never_seen_and_neither_answered_nor_completed(cast, write, reply, undo, seen, has):
    thread = write(body="Leo coughs.")
    before = has(thread)
    undo(reply(thread, after_sending="completed"))
    thread.refresh_from_db()
    assert (thread.answered_at, thread.completed_at, thread.completed_by) == (None, None, None)
    assert has(thread) == before
    assert seen(cast.now + timedelta(days=1)) == [("Leo coughs.", False, None, None)]


def test_the_answer_before_it_stands(cast, write, reply, undo, seen, later):
    thread = write()
    reply(thread, "Come in.")
    undo(reply(thread, "At nine.", at=cast.now + SECOND))
    thread.refresh_from_db()
    assert thread.answered_at == cast.now
    assert seen(later)[0][:2] == ("Come in.", True)


def test_what_a_colleague_completed_stays_completed(cast, acting, write, reply, undo):
    thread = write()
    said = reply(thread)
    completing.complete(by=acting(cast.nia, at=cast.now + SECOND), thread=thread)
    undo(said)
    thread.refresh_from_db()
    assert thread.completed_by == cast.nia


def test_the_notice_is_due_when_it_is_seen_and_dropped_if_taken_back(cast, write, reply, undo, later):
    said = reply(write())
    row = OutboundMessage.objects.get(notice="message.new")
    assert row.due_at == later
    assert notices.new_message(row, later) is not None
    undo(said)
    assert notices.new_message(row, later) is None


def test_it_is_too_late_once_it_is_seen(cast, write, reply, undo, later):
    said = reply(write())
    undo_at = later - cast.now
    with pytest.raises(Refused) as refused:
        undo(said, after=undo_at)
    assert refused.value.code == "too_late"
    assert not Withdrawal.objects.exists()


def test_it_is_too_late_where_it_was_pressed_in_time_and_had_to_wait(cast, acting, write, reply):
    said = reply(write())
    pressed = acting(cast.fay, at=cast.now + 14 * SECOND)
    with pytest.raises(Refused) as refused:
        withdrawing.withdraw(by=replace(pressed, since=pressed.since - 2), message=said)
    assert refused.value.code == "too_late"


def test_taken_back_twice_is_once(write, reply, undo):
    said = reply(write())
    assert undo(said) == undo(said)
    assert Withdrawal.objects.count() == 1


def test_nobody_takes_back_what_another_said(cast, write, reply, undo):
    said = reply(write())
    with pytest.raises(NotAllowed):
        undo(said, who=cast.nia)
    with pytest.raises(NotVisible):
        undo(said, who=cast.fay_at_riverside)


def test_the_database_refuses_another_sender_and_what_is_too_late(cast, write, reply, later):
    said = reply(write())
    for facts in ({"by": cast.nia, "at": cast.now}, {"by": cast.fay, "at": later}):
        with pytest.raises(InternalError), transaction.atomic():
            Withdrawal.objects.create(practice=cast.maple, message=said, **facts)
    row = Withdrawal.objects.create(practice=cast.maple, message=said, by=cast.fay, at=cast.now)
    with pytest.raises(InternalError), transaction.atomic():
        row.delete()


def test_a_word_of_the_patient_meanwhile_leaves_the_answer_unread_when_it_comes(
    cast, acting, write, reply, seen, later
):
    thread = write()
    reply(thread)
    soon = cast.now + 5 * SECOND
    patient.answer(by=acting(cast.gina, at=soon), thread=thread, body="He has a fever, too.")
    assert seen(soon)[0][:2] == ("He has a fever, too.", False)
    assert seen(later)[0][:2] == ("Come in.", True)
    gina = acting(cast.gina, at=later)
    page = conversation.thread(gina, selectors.own_thread(gina, cast.leo, thread.pk))
    assert [part["body"] for part in page["parts"]] == ["Leo coughs at night.", "He has a fever, too.", "Come in."]
    assert [part["new"] for part in page["parts"]] == [False, False, True]


def test_a_thread_that_staff_begin_is_there_once_it_cannot_be_taken_back(cast, acting, seen, later):
    thread = writing.write(
        by=acting(cast.fay), patient=cast.leo, account=cast.gina, subject="Shoes", body="Bring them."
    )
    assert seen(later - SECOND) == []
    assert selectors.thread(acting(cast.gina), thread.pk) is None
    assert len(seen(later)) == 1


def test_a_thread_whose_only_word_was_taken_back_is_never_there(cast, acting, seen, undo, later):
    thread = writing.write(
        by=acting(cast.fay), patient=cast.leo, account=cast.gina, subject="Shoes", body="Bring them."
    )
    undo(thread.messages.get())
    assert seen(later) == []
    with pytest.raises(NotVisible):
        patient.answer(by=acting(cast.gina, at=later), thread=thread, body="Which?")


def test_colleagues_see_that_something_was_taken_back_and_not_what(cast, acting, write, reply, undo):
    from messaging import inbox

    thread = write()
    undo(reply(thread, "SECRET"))
    nia = acting(cast.nia)
    parts = inbox.reader(nia, selectors.thread_page(nia, thread), "open")["message"]["parts"]
    assert [part["body"] for part in parts] == [
        "Leo coughs at night.",
        "Fay Lindgren took a message back before anybody saw it",
    ]
    [row] = selectors.tab(nia, "all").rows
    assert row.snippet == "Leo coughs at night."
    assert Thread.objects.get(pk=thread.pk).last_at == cast.now


def test_what_was_taken_back_is_nothing_a_colleague_must_read_first(cast, acting, write, reply, undo):
    thread = write()
    undo(reply(thread))
    nia = acting(cast.nia, at=cast.now + timedelta(minutes=1))
    assert answering.reply(by=nia, thread=thread, response="Drink tea.", seen_number=1).number == 3
