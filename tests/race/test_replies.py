"""Two who write in one thread at one moment (T-70, T-71, X40)."""

import uuid

import pytest

from messaging.models import Message
from messaging.services import answering, patient
from tests.race.test_at_once import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 8


@pytest.fixture
def thread(cast, acting):
    """A message from Gina about Leo, seen by everybody up to its only word."""
    return patient.send_message(by=acting(cast.gina), patient=cast.leo, subject="Cough", body="At night.")


def replying(actor, thread, **how):
    return lambda: answering.reply(by=actor, thread=thread, response="Come in.", seen_number=1, **how)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_replies_at_once_one_is_sent_and_the_other_shown_what_changed(cast, acting, thread, _round):
    outcomes = at_once(replying(acting(cast.fay), thread), replying(acting(cast.nia), thread))
    assert sorted(outcomes) == ["done", "thread_changed"]
    assert Message.objects.filter(thread=thread, side="staff").count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_completed_while_the_patient_answers_never_loses_the_answer(cast, acting, thread, _round):
    gina, fay = acting(cast.gina), acting(cast.fay)
    outcomes = at_once(
        lambda: patient.answer(by=gina, thread=thread, body="One more thing."),
        replying(fay, thread, after_sending="completed"),
    )
    thread.refresh_from_db()
    assert outcomes[0] == "done"
    assert thread.completed_at is None or outcomes[1] == "thread_changed"
    assert thread.deliveries.filter(member=cast.fay, closed_at=None, read_at=None).exists()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_form_sent_many_times_at_once_is_one_reply(cast, acting, thread, _round):
    fay, key = acting(cast.fay), uuid.uuid4()
    assert at_once(*[replying(fay, thread, request_key=key)] * 4) == ["done"] * 4
    assert Message.objects.filter(thread=thread, side="staff").count() == 1
