"""Many at once on one link: it is used once, and no more guesses count than it has."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from practice.access import STAFF, Actor, system_actor
from practice.errors import Refused
from practice.models import AccessGrant, Patient, PortalSettings, User
from practice.services import patients
from registration import pins, services, trying
from registration.models import Invitation
from tests import build
from tests.registration.papers import paper

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


def test_x29_of_two_children_added_at_once_with_one_address_strict_takes_one(cast):
    PortalSettings.objects.filter(practice=cast.maple).update(email_policy="strict")
    by = Actor(practice=cast.maple, side=STAFF, now=timezone.now(), user=cast.fay.user, member=cast.fay)
    facts = {"family_name": "Twin", "born_on": by.now.date(), "email": "twins@mail.example"}
    came = at_once(6, lambda n: patients.add_patient(by=by, given_name=f"T{n}", **facts))
    assert came.count("email-taken") == 5
    assert Patient.objects.filter(email="twins@mail.example").count() == 1


def test_x29_of_two_records_accepted_at_once_with_one_login_strict_gives_one(cast):
    by = Actor(practice=cast.maple, side=STAFF, now=timezone.now(), user=cast.fay.user, member=cast.fay)
    children = [build.patient(cast.maple, f"Kid{n}", "Quist", 6, cast.now) for n in range(4)]
    sent = [
        services.invite(by=by, patient=one, name="I", email="tess@riverside.example", relationship="mother")
        for one in children
    ]
    PortalSettings.objects.filter(practice=cast.maple).update(email_policy="strict")

    def accept(n):
        speaks = replace(speaker(sent[n]), user=cast.tess)
        return services.accept(by=speaks, invitation=sent[n], texts=[])

    assert at_once(4, accept).count("one-record") == 3
    assert AccessGrant.objects.filter(user=cast.tess, practice=cast.maple).count() == 1


def test_t23_of_fifty_pins_at_once_with_a_wrong_birth_date_five_count(cast):
    child = build.patient(cast.maple, "Zoe", "Quist", 6, cast.now)
    by = Actor(practice=cast.maple, side=STAFF, now=timezone.now(), user=cast.fay.user, member=cast.fay)
    printed = paper(child, by)
    wrong = child.born_on + timedelta(days=1)
    answers = at_once(50, lambda n: services.find_by_pin(by=speaker(printed), pin=pins.pin(printed), born_on=wrong))
    assert answers == [None] * 50
    row = Invitation.objects.get()
    assert row.tries == 5
    assert trying.is_locked(row, timezone.now())


def test_a_pin_used_by_eight_at_once_brings_one_family(cast):
    child = build.patient(cast.maple, "Zoe", "Quist", 6, cast.now)
    by = Actor(practice=cast.maple, side=STAFF, now=timezone.now(), user=cast.fay.user, member=cast.fay)
    printed = paper(child, by)
    facts = {"texts": [], "password": "four dull grey pebbles", "relationship": "mother"}
    came = at_once(
        8,
        lambda n: services.accept(
            by=speaker(printed), invitation=printed, name=f"Ines {n}", email=f"ines{n}@example.org", **facts
        ),
    )
    assert sorted(str(type(one).__name__) for one in came) == ["AccessGrant"] + ["str"] * 7
    assert AccessGrant.objects.filter(patient=child).count() == 1


def test_v11_of_eight_registrations_at_once_one_pin_is_in_force_and_the_others_see_it(cast):
    child = build.patient(cast.maple, "Zoe", "Quist", 6, cast.now)
    by = Actor(practice=cast.maple, side=STAFF, now=timezone.now(), user=cast.fay.user, member=cast.fay)
    facts = {"patient": child, "name": "Ines", "relationship": "mother", "channel": "none"}
    came = at_once(8, lambda n: services.register(by=by, **facts))
    assert sorted(str(one) for one in came if isinstance(one, str)) == ["pin_issued"] * 7
    assert Invitation.objects.filter(patient=child).count() == 1


def test_v11_of_eight_reprints_at_once_one_is_a_new_pin(cast):
    child = build.patient(cast.maple, "Zoe", "Quist", 6, cast.now)
    by = Actor(practice=cast.maple, side=STAFF, now=timezone.now(), user=cast.fay.user, member=cast.fay)
    facts = {"patient": child, "name": "Ines", "relationship": "mother", "channel": "none"}
    first = services.register(by=by, **facts)
    came = at_once(8, lambda n: services.reprint(by=by, invitation=first))
    assert sorted(str(one) for one in came if isinstance(one, str)) == ["pin_issued"] * 7
    assert Invitation.objects.filter(patient=child, status="issued").count() == 1


def test_f13_control_without_the_lock_more_guesses_than_five_are_looked_at(cast, monkeypatch):
    """What the lock of `trying` is for: guesses that read the count at the same time each count as the first."""

    def looked_at() -> int:
        child = build.patient(cast.maple, "Zoe", "Quist", 6, cast.now)
        by = Actor(practice=cast.maple, side=STAFF, now=timezone.now(), user=cast.fay.user, member=cast.fay)
        printed = paper(child, by)
        wrong, counted = child.born_on + timedelta(days=1), []
        count = trying.count_wrong
        with monkeypatch.context() as patched:
            patched.setattr(trying, "count_wrong", lambda *args: (counted.append(1), time.sleep(0.05), count(*args)))
            at_once(20, lambda n: services.find_by_pin(by=speaker(printed), pin=pins.pin(printed), born_on=wrong))
        return len(counted)

    assert looked_at() == 5
    monkeypatch.setattr(trying, "locked", lambda row: Invitation.objects.select_related("patient").get(pk=row.pk))
    assert looked_at() > 5
