"""Many at once on one link: it is used once, and no more guesses count than it has."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from practice.access import STAFF, Actor, system_actor
from practice.errors import Refused
from practice.models import AccessGrant, User
from registration import services, trying
from registration.models import Invitation
from tests import build

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def invited(cast):
    child = build.patient(cast.maple, "Zoe", "Quist", 6, cast.now)
    by = Actor(practice=cast.maple, side=STAFF, now=timezone.now(), user=cast.fay.user, member=cast.fay)
    return services.invite(by=by, patient=child, name="Ines", email="ines@example.org", relationship="mother")


def at_once(times: int, call):
    def one(number):
        try:
            return call(number)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def speaker(invitation):
    return system_actor(invitation.practice, timezone.now(), "invitation")


def test_a_link_used_by_eight_at_once_makes_one_login_and_one_grant(invited):
    password = "four dull grey pebbles"
    came = at_once(
        8,
        lambda n: services.accept(
            by=speaker(invited), invitation=invited, texts=[], name=f"Ines {n}", password=password
        ),
    )
    assert sorted(str(type(one).__name__) for one in came) == ["AccessGrant"] + ["str"] * 7
    assert User.objects.filter(email="ines@example.org").count() == 1
    assert AccessGrant.objects.filter(patient=invited.patient).count() == 1


def test_t23_of_thirty_guesses_at_once_five_count_and_the_right_one_comes_too_late(invited):
    wrong = invited.patient.born_on + timedelta(days=1)
    answers = at_once(30, lambda n: services.prove(by=speaker(invited), invitation=invited, born_on=wrong))
    assert answers == [False] * 30
    row = Invitation.objects.get()
    assert row.tries == 5
    assert trying.is_locked(row, timezone.now())
    assert not services.prove(by=speaker(invited), invitation=invited, born_on=invited.patient.born_on)
