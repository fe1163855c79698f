"""X7: a worker killed in the middle of telling, and an emptied broker: all are told that a visit moved, and once."""

import time
from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone

from embedded.children import wait_until
from practice.access import STAFF, Actor, system_actor
from practice.models import OutboundMessage
from practice.services import places
from scheduling import zone_telling
from scheduling.models import AppointmentEvent, ZoneChange
from scheduling.tasks import tell_zone_changes
from tests import build

pytestmark = [
    pytest.mark.slow,
    pytest.mark.worker,
    pytest.mark.xdist_group("worker"),
    pytest.mark.django_db(transaction=True),
]

VISITS = 2 * zone_telling.BATCH + 20


@pytest.fixture
def now():
    """The worker has a clock of its own."""
    return timezone.now()


@pytest.fixture
def change(cast):
    """`change()`: more than two rounds of visits at North, and then its clock shows Chicago time."""

    def act() -> ZoneChange:
        build.many_visits(cast, VISITS)
        adele = Actor(practice=cast.maple, side=STAFF, now=cast.now, user=cast.ad.user, member=cast.ad)
        facts = {name: getattr(cast.north, name) for name in places.FACTS} | {"time_zone": "America/Chicago"}
        week = {day: [(9 * 60, 17 * 60)] for day in range(5)}
        places.edit_location(by=adele, location=cast.north, **facts, week=week, zone_agreed=True)
        return ZoneChange.objects.get()

    return act


def in_the_way(cast, moved: AppointmentEvent) -> None:
    """What a round will put in the outbox is there already, not committed: the worker waits within the round."""
    visit, user = moved.appointment, moved.appointment.patient.grants.get().user
    key = f"appointment.moved:{visit.pk}:{visit.sequence}:{user.pk}"
    facts = {"practice": cast.maple, "recipient": user, "created_at": cast.now, "due_at": cast.now}
    OutboundMessage.objects.create(notice="appointment.moved", subject_ref=visit.pk, key=key, **facts)


def put() -> Counter:
    """How many messages there are for each visit and person."""
    return Counter(OutboundMessage.objects.values_list("subject_ref", "recipient__name"))


def visits_told() -> int:
    return len({visit for visit, _name in put()})


def unsent() -> int:
    return OutboundMessage.objects.exclude(status="sent").count()


def done() -> bool:
    return ZoneChange.objects.get().told_at is not None


def test_x7_a_worker_killed_while_telling_leaves_nobody_out_and_tells_nobody_twice(cast, celery_worker, smtp, change):
    celery_worker.stop()
    made = change()
    with transaction.atomic():
        in_the_way(cast, made.moves.order_by("pk")[VISITS - 10])
        celery_worker.start()
        assert wait_until(lambda: visits_told() == 2 * zone_telling.BATCH + 1, 20)
        assert wait_until(lambda: unsent() == 1, 30)
        # While it is within a round nobody else begins one.
        another = system_actor(cast.maple, timezone.now(), "another worker")
        assert zone_telling.tell_next(another, made) is False
        celery_worker.kill9()
        transaction.set_rollback(True)
    celery_worker.start()
    time.sleep(3)
    # The control: the task queue alone has lost the rest.
    assert visits_told() == 2 * zone_telling.BATCH
    assert not done()
    tell_zone_changes.delay()
    assert wait_until(done, 20)
    assert wait_until(lambda: unsent() == 0, 30)
    assert visits_told() == made.visits == VISITS + 2
    assert set(put().values()) == {1}
    mails = Counter((mail["To"], mail["Message-ID"]) for mail in smtp.messages)
    assert len(mails) == VISITS + 4
    assert set(mails.values()) == {1}


def test_x7_where_the_broker_forgot_the_change_beat_has_it_told(celery_worker, celery_beat, valkey, smtp, change):
    celery_worker.stop()
    change()
    valkey.empty()
    celery_worker.start()
    time.sleep(2)
    # The control: what only the broker knew is gone.
    assert visits_told() == 0
    assert wait_until(done, 40), celery_beat.log
    assert visits_told() == VISITS + 2
    assert set(put().values()) == {1}
