"""What the patient's side reads of each thread: `Sent`, `Seen`, `Answered`, and nothing of who or how (line 9)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from messaging import selectors, threads
from messaging.services import answering, completing, forwarding, patient, reading, withdrawing, writing
from practice.access import system_actor

MINUTE = timedelta(minutes=1)


@pytest.fixture
def state(cast, acting):
    """`state()`: how far the one thread about Leo is for Gina, an hour later or `at` a moment."""

    def read(at=None) -> str | None:
        return selectors.threads_of(acting(cast.gina, at=at or cast.now + 60 * MINUTE), cast.leo).get().state

    return read


@pytest.fixture
def reply(cast, acting):
    def send(thread, at=cast.now, **how):
        thread.refresh_from_db()
        facts = {"response": "Come in.", "seen_number": thread.last_number, **how}
        return answering.reply(by=acting(cast.fay, at=at), thread=thread, **facts)

    return send


def test_what_nobody_has_opened_is_sent(cast, acting, write, state):
    thread = write()
    reading.preview(by=acting(cast.fay), thread=thread)
    assert state() == "sent"


def test_what_somebody_has_opened_is_seen(cast, acting, write, state):
    reading.open_thread(by=acting(cast.fay), thread=write())
    assert state() == "seen"


def test_a_colleague_to_whom_it_was_forwarded_sees_it_for_the_practice(cast, acting, write, reply, state):
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada])
    patient.answer(by=acting(cast.gina, at=cast.now + MINUTE), thread=thread, body="He has a fever, too.")
    assert state() == "sent"
    reading.open_thread(by=acting(cast.ada, at=cast.now + 2 * MINUTE), thread=thread)
    assert state() == "seen"


def test_what_was_completed_without_an_answer_is_seen(cast, acting, write, state):
    completing.complete(by=acting(cast.fay), thread=write())
    assert state() == "seen"


def test_what_staff_said_to_the_patient_answers_once_it_is_out(cast, write, reply, state, later):
    reply(write())
    assert state(at=later - timedelta(seconds=1)) == "seen"
    assert state(at=later) == "answered"


def test_an_answer_taken_back_answers_nothing(cast, acting, write, reply, state):
    said = reply(write())
    withdrawing.withdraw(by=acting(cast.fay), message=said)
    assert state() == "seen"


def test_the_next_word_of_the_patient_is_sent_again(cast, acting, write, reply, state):
    thread = write()
    reply(thread)
    patient.answer(by=acting(cast.gina, at=cast.now + MINUTE), thread=thread, body="And his ear?")
    assert state() == "sent"


def test_what_staff_say_among_themselves_answers_nothing(cast, acting, write, state):
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], note="SECRET")
    assert state() == "seen"


def test_what_is_said_by_itself_answers_nothing(cast, write, state):
    by = system_actor(cast.maple, cast.now, "closing_hours")
    threads.post(by=by, thread=write(), body="We are closed until Monday.", side="system", notify=False)
    assert state() == "sent"


def test_a_thread_that_the_practice_began_has_no_state_until_they_write(cast, acting, state):
    fay = acting(cast.fay)
    thread = writing.write(by=fay, patient=cast.leo, account=cast.gina, subject="Shoes", body="Bring them.")
    assert state() is None
    patient.answer(by=acting(cast.gina, at=cast.now + MINUTE), thread=thread, body="Which?")
    assert state() == "sent"


def test_the_list_and_the_thread_say_it_in_words(cast, client, write, ask_refill, reply):
    client.force_login(cast.gina)
    reply(write())
    refill = ask_refill()
    listed = client.get(reverse("my:messaging:threads", args=["maple", cast.leo.pk]))
    assert [(row["unread"], str(row["status"].word)) for row in listed.context["threads"]] == [
        (True, "Answered"),
        (False, "Sent"),
    ]
    page = client.get(reverse("my:messaging:thread", args=["maple", cast.leo.pk, refill.pk])).content.decode()
    assert "Sent</span>" in page
