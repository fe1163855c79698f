"""T-67: two acts that wait for each other, and two that change the same row, both find their end."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from practice.access import Permission
from practice.errors import NotVisible
from practice.models import Contact, Patient
from practice.service import DOORS, door
from practice.services import patients

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*calls) -> list:
    """The calls in as many threads; the result of each, or the class of what it raised."""

    def run(call):
        try:
            return call()
        except Exception as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as people:
        return list(people.map(run, calls))


@pytest.fixture
def rename_both():
    """A door of our own that locks two patients in the order they are named in, having met the other act between."""
    before, meet, met = set(DOORS), threading.Barrier(2), set()

    @door(Permission.PATIENT_EDIT, "patient.both_renamed")
    def rename_both(*, by, first, second):
        Patient.objects.select_for_update().get(pk=first.pk)
        if first.pk not in met:
            met.add(first.pk)
            meet.wait(timeout=10)
        Patient.objects.filter(pk__in=[second.pk]).update(given_name="Both")
        return "renamed"

    yield rename_both
    for name in set(DOORS) - before:
        del DOORS[name]


def test_of_two_acts_that_wait_for_each_other_both_are_done(cast, acting, rename_both):
    fay = acting(cast.fay)
    done = at_once(
        lambda: rename_both(by=fay, first=cast.leo, second=cast.mia),
        lambda: rename_both(by=fay, first=cast.mia, second=cast.leo),
    )
    assert done == ["renamed", "renamed"]


def test_a_contact_taken_off_by_four_at_once_is_gone_and_nobody_meets_a_fault(cast, acting):
    fay, contact = acting(cast.fay), cast.leo.contacts.first()
    done = at_once(*[lambda: patients.remove_contact(by=fay, contact=contact)] * 4)
    assert set(done) <= {None, NotVisible}
    assert not Contact.objects.filter(pk=contact.pk).exists()
