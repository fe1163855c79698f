"""The queue's truth is in Postgres: killed workers and an emptied broker lose no mail."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from embedded.children import wait_until
from messaging import threads
from practice import outbox
from practice.access import STAFF
from practice.models import OutboundMessage
from practice.tasks import sweep_outbox

pytestmark = [pytest.mark.worker, pytest.mark.xdist_group("worker"), pytest.mark.django_db(transaction=True)]

WORKER_THREADS = 4


@pytest.fixture
def answers(cast, acting):
    """`answers(n)`: Fay answers n threads of Gina's; each owes Gina one e-mail."""

    def answer(count: int) -> None:
        for n in range(count):
            facts = {"patient": cast.leo, "kind": "general", "subject": f"Question {n}", "body": "?"}
            thread = threads.start(by=acting(cast.gina), **facts)
            threads.post(by=acting(cast.fay), thread=thread, body="Yes.", side=STAFF)

    return answer


def unsent() -> int:
    return OutboundMessage.objects.exclude(status="sent").count()


def sent_by_now() -> int:
    return OutboundMessage.objects.filter(status="sent").count()


def let_leases_run_out() -> None:
    """As if a minute had passed since the dead worker took its rows."""
    long_ago = timezone.now() - outbox.LEASE - timedelta(seconds=1)
    OutboundMessage.objects.filter(status="sending").update(claimed_at=long_ago)


def distinct(mails) -> set[str]:
    return {mail["Message-ID"] for mail in mails}


@pytest.mark.slow
def test_a_worker_killed_while_sending_loses_no_mail(answers, celery_worker, smtp):
    count, kills = 40, 3
    smtp.slow(0.15)
    answers(count)
    for n in range(kills):
        # Kill it at work: some are sent, some are in flight.
        assert wait_until(lambda goal=3 * (n + 1): sent_by_now() >= goal, 20)
        celery_worker.kill9()
        celery_worker.start()
    wait_until(lambda: unsent() == 0, 8)
    # The control: the task queue alone has lost those in flight at a kill.
    assert unsent() > 0
    let_leases_run_out()
    smtp.accept()
    sweep_outbox.delay()
    assert wait_until(lambda: unsent() == 0, 30), OutboundMessage.objects.values_list("status", "error")
    mails = smtp.messages
    assert len(distinct(mails)) == count
    assert len(mails) - count <= kills * WORKER_THREADS


@pytest.mark.slow
def test_an_emptied_broker_loses_no_mail(answers, celery_worker, celery_beat, valkey, smtp):
    celery_worker.stop()
    answers(20)
    valkey.empty()
    celery_worker.start()
    time.sleep(2)
    # The control: what only the broker knew is gone.
    assert unsent() == 20
    assert wait_until(lambda: unsent() == 0, 40)
    assert len(smtp.messages) == len(distinct(smtp.messages)) == 20


def test_a_commit_rings_for_the_worker_at_once(answers, celery_worker, smtp):
    answers(1)
    (mail,) = smtp.wait_for(1, seconds=5)
    assert mail["To"] == "gina@demo.example"
    assert "Leo" not in mail.as_string()


def test_a_mail_server_that_refuses_an_address_for_good_is_not_asked_again(answers, celery_worker, smtp):
    smtp.refuse()
    answers(1)
    assert wait_until(lambda: OutboundMessage.objects.filter(status="failed").exists(), 10)
    assert OutboundMessage.objects.get().attempts == 1


def test_a_mail_server_that_is_away_delays_mail_and_loses_none(answers, celery_worker, smtp):
    smtp.stop()
    answers(1)
    assert wait_until(lambda: OutboundMessage.objects.filter(attempts=1, status="queued").exists(), 10)
    smtp.start()
    OutboundMessage.objects.update(due_at=timezone.now())
    sweep_outbox.delay()
    assert smtp.wait_for(1)
