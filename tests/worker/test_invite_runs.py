"""F-03, F-04 in short: a worker killed within a run, and an emptied broker: everybody is invited, and once."""

import time
from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone

from embedded.children import wait_until
from practice.access import STAFF, Actor
from practice.models import OutboundMessage
from registration import recipients, running
from registration.models import InviteLine, InviteRun
from registration.services import runs
from registration.tasks import finish_runs
from tests import build

pytestmark = [
    pytest.mark.slow,
    pytest.mark.worker,
    pytest.mark.xdist_group("worker"),
    pytest.mark.django_db(transaction=True),
]

PATIENTS = 2 * running.BATCH + 20


@pytest.fixture
def now():
    """The worker has a clock of its own."""
    return timezone.now()


@pytest.fixture
def press(cast):
    """`press()`: an administrator sends more than two rounds of invites."""

    def act() -> InviteRun:
        for n in range(PATIENTS):
            build.patient(cast.maple, f"Adult{n}", "Quist", 40, cast.now, email=f"adult{n}@mail.example")
        adele = Actor(practice=cast.maple, side=STAFF, now=timezone.now(), user=cast.ad.user, member=cast.ad)
        return runs.start(by=adele, expected=recipients.find(adele).messages)

    return act


def invited(run: InviteRun) -> int:
    return run.lines.filter(invitation__isnull=False).count()


def everybody_once(run: InviteRun) -> bool:
    """Whether the run is over, and each of its lines has its invitation and each address one message that was sent."""
    run.refresh_from_db()
    rows = OutboundMessage.objects.filter(notice="patient.invited")
    if run.finished_at is None or rows.exclude(status="sent").exists():
        return False
    lines = run.lines.filter(left_out="")
    groups = lines.values("group").distinct().count()
    return invited(run) == lines.count() and rows.count() == groups


def unsent() -> int:
    return OutboundMessage.objects.exclude(status="sent").count()


def sent_once(smtp) -> bool:
    mails = Counter((mail["To"], mail["Message-ID"]) for mail in smtp.messages)
    return len({to for to, _id in mails}) == len(mails) and set(mails.values()) == {1}


def test_f03_a_worker_killed_in_the_middle_leaves_nobody_out_and_invites_nobody_twice(press, celery_worker, smtp):
    celery_worker.stop()
    run = press()
    with transaction.atomic():
        # The worker waits within the third round for a line that is locked here.
        waited_for = run.lines.filter(left_out="").order_by("pk")[2 * running.BATCH + 5]
        InviteLine.objects.select_for_update().get(pk=waited_for.pk)
        celery_worker.start()
        assert wait_until(lambda: invited(run) == 2 * running.BATCH, 30)
        assert wait_until(lambda: unsent() == 0, 60)
        celery_worker.kill9()
        transaction.set_rollback(True)
    celery_worker.start()
    time.sleep(3)
    # The control: the task queue alone has lost the rest.
    assert invited(run) == 2 * running.BATCH
    finish_runs.delay()
    assert wait_until(lambda: everybody_once(run), 60)
    assert sent_once(smtp)


def test_f04_where_the_broker_forgot_the_run_beat_has_it_done(press, celery_worker, celery_beat, valkey, smtp):
    celery_worker.stop()
    run = press()
    valkey.empty()
    celery_worker.start()
    time.sleep(2)
    # The control: what only the broker knew is gone.
    assert invited(run) == 0
    assert wait_until(lambda: everybody_once(run), 60), celery_beat.log
    assert sent_once(smtp)
