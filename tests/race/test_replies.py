"""Two who write in one thread at one moment (F-15, T-70, T-71, X40).

`RACING_PAIRS` says how many pairs race; the control shows that without the check they break what must hold.
"""

import os
import uuid

import pytest

from messaging import meanwhile
from messaging.models import Message
from messaging.services import answering, completing, patient, taking
from tests.race.test_at_once import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 8
PAIRS = int(os.environ.get("RACING_PAIRS", "12"))
POSTS = 50


@pytest.fixture
def thread(cast, acting):
    """A message from Gina about Leo, seen by everybody up to its only word."""
    return patient.send_message(by=acting(cast.gina), patient=cast.leo, subject="Cough", body="At night.")


def replying(actor, thread, **how):
    return lambda: answering.reply(by=actor, thread=thread, response="Come in.", seen_number=1, **how)


def completed(actor, thread):
    return lambda: completing.complete(by=actor, thread=thread, seen_number=1)


def writing(actor, thread):
    return lambda: patient.answer(by=actor, thread=thread, body="One more thing.")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_replies_at_once_one_is_sent_and_the_other_shown_what_changed(cast, acting, thread, _round):
    outcomes = at_once(replying(acting(cast.fay), thread), replying(acting(cast.nia), thread))
    assert sorted(outcomes) == ["done", "thread_changed"]
    assert Message.objects.filter(thread=thread, side="staff").count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_completed_while_the_patient_answers_never_loses_the_answer(cast, acting, thread, _round):
    gina, fay = acting(cast.gina), acting(cast.fay)
    outcomes = at_once(writing(gina, thread), replying(fay, thread, after_sending="completed"))
    thread.refresh_from_db()
    assert outcomes[0] == "done"
    assert thread.completed_at is None or outcomes[1] == "thread_changed"
    assert thread.deliveries.filter(member=cast.fay, closed_at=None, read_at=None).exists()


def test_t71_one_form_sent_fifty_times_at_once_is_one_reply(cast, acting, thread):
    fay, key = acting(cast.fay), uuid.uuid4()
    assert at_once(*[replying(fay, thread, request_key=key)] * POSTS) == ["done"] * POSTS
    assert Message.objects.filter(thread=thread, side="staff").count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_who_take_it_at_once_one_has_it_and_the_other_is_told(cast, acting, thread, _round):
    by = (acting(cast.fay), acting(cast.nia))
    outcomes = at_once(*[lambda one=one: taking.take(by=one, thread=thread) for one in by])
    assert sorted(outcomes) == ["done", "thread_taken"]
    thread.refresh_from_db()
    assert thread.taken_by == (cast.fay if outcomes[0] == "done" else cast.nia)


@pytest.fixture
def race(cast, acting):
    """`race()`: the patient writes while Fay answers and completes, or completes only; what came of it, as faults."""
    gina, fay = acting(cast.gina), acting(cast.fay)

    def one(n: int) -> list[str]:
        thread = patient.send_message(by=gina, patient=cast.leo, subject=f"Cough {n}", body="At night.")
        ends = completed(fay, thread) if n % 2 else replying(fay, thread, after_sending="completed")
        outcomes = at_once(writing(gina, thread), ends)
        return faults(thread, outcomes, texts=1 + (outcomes[0] == "done") + (outcomes[1] == "done" and not n % 2))

    return lambda: [fault for n in range(PAIRS) for fault in one(n)]


def faults(thread, outcomes, texts: int) -> list[str]:
    """A text that is gone, and a thread that is completed though nobody read the patient's last word."""
    thread.refresh_from_db()
    found = [] if outcomes[0] == "done" and thread.messages.count() == texts else ["a text is lost"]
    unread = thread.messages.filter(side="patient", number__gt=1).exists()
    return found + (["completed and not read"] if thread.completed_at and unread else [])


def test_f15_no_text_is_lost_and_nothing_is_completed_that_nobody_read(race):
    assert race() == []


def test_f15_control_without_the_check_threads_are_completed_that_nobody_read(race, monkeypatch):
    monkeypatch.setattr(meanwhile, "refuse_if_said", lambda *_facts: None)
    assert "completed and not read" in race()
