"""An offer nobody answers ends by itself: beat rings, the worker gives its times back, the family is told by mail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from embedded.children import wait_until
from practice.access import PATIENT, STAFF, Actor
from scheduling import selectors, services
from scheduling.models import Appointment, AppointmentRequest
from scheduling.tasks import end_offers

pytestmark = [pytest.mark.worker, pytest.mark.xdist_group("worker"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def now():
    """The worker has a clock of its own: the offer was made three days ago."""
    return timezone.now() - timedelta(days=3)


@pytest.fixture
def each_second(monkeypatch):
    """Beat's timetable for this test: it rings for offers to end every second, not every minute."""
    monkeypatch.setenv("END_OFFERS_SECONDS", "1")


@pytest.fixture
def offered(cast) -> AppointmentRequest:
    """Paul's request, for which Sam offered other times three days ago."""
    paul = Actor(practice=cast.maple, side=PATIENT, now=cast.now, user=cast.paul_user, grants={cast.paul.pk: "full"})
    sam = Actor(practice=cast.maple, side=STAFF, now=cast.now, user=cast.sam.user, member=cast.sam)
    facts = {"case": cast.paul_primary, "visit_type": cast.well, "location": cast.north, "provider": cast.dr_ada}
    made = services.request(by=paul, patient=cast.paul, starts=[], **facts)
    free = selectors.times_to_offer(sam, made, timezone.now() + timedelta(days=10))
    return services.propose(by=sam, request=made, times=[(slot.starts_at, slot.provider) for slot in free])


def ended(request: AppointmentRequest) -> bool:
    return AppointmentRequest.objects.get(pk=request.pk).status == "expired"


def test_the_worker_ends_an_offer_and_mails_the_family(cast, celery_worker, smtp, offered):
    end_offers.delay()
    assert wait_until(lambda: ended(offered), 20)
    assert not Appointment.objects.filter(patient=cast.paul).exists()
    offer, end = smtp.wait_for(2)
    assert [mail["To"] for mail in (offer, end)] == ["paul@demo.example"] * 2
    assert "offers you other times" in offer["Subject"]
    assert "have run out" in end["Subject"]


def test_beat_rings_for_it_by_itself(cast, celery_worker, smtp, offered, each_second, celery_beat):
    assert wait_until(lambda: ended(offered), 60), celery_beat.log
    assert "Sending due task end-offers (scheduling.end_offers)" in celery_beat.log
    assert smtp.wait_for(2)
