"""Two people, one moment, one outcome: guardians who ask, clerks and a patient who decide."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from practice.errors import Refused
from scheduling import services
from scheduling.models import Appointment, AppointmentRequest

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 4


def at_once(*calls) -> list[str]:
    """Run the calls at the same moment; "done" or the refusal's code for each."""
    start = threading.Barrier(len(calls))

    def run(call) -> str:
        try:
            start.wait()
            call()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as people:
        return list(people.map(run, calls))


@pytest.fixture
def slot(cast) -> datetime:
    return datetime(2026, 10, 21, 9, tzinfo=cast.north.zone)


@pytest.fixture
def ask(cast, acting, slot):
    def send(who, patient, **changes):
        facts = {
            "patient": patient,
            "case": patient.cases.get(name="Primary care"),
            "visit_type": cast.well,
            "location": cast.north,
            "provider": cast.dr_ada,
            "starts": [slot],
        }
        return services.request(by=acting(who), **{**facts, **changes})

    return send


def test_x12_r124_two_guardians_at_once_make_one_request(cast, ask):
    outcomes = at_once(lambda: ask(cast.gina, cast.leo), lambda: ask(cast.hugo, cast.leo))
    assert sorted(outcomes) == ["done", "request_exists"]
    assert AppointmentRequest.objects.count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_x14_withdrawn_while_staff_approve_has_one_outcome(cast, ask, acting, slot, _round):
    made = ask(cast.paul_user, cast.paul)
    paul, sam = acting(cast.paul_user), acting(cast.sam)
    outcomes = at_once(
        lambda: services.withdraw(by=paul, request=made),
        lambda: services.approve(by=sam, request=made, starts_at=slot, provider=cast.dr_ada),
    )
    made.refresh_from_db()
    assert sorted(outcomes) == ["already_decided", "done"]
    assert made.status == ("withdrawn" if outcomes[0] == "done" else "approved")
    assert Appointment.objects.filter(patient=cast.paul).exists() == (made.status == "approved")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_patient_is_booked_once_with_two_providers_at_once(cast, acting, slot, _round):
    facts = {"patient": cast.paul, "location": cast.north, "visit_type": cast.well, "case": None}
    outcomes = at_once(
        *[
            lambda provider=provider: services.book(
                by=acting(cast.sam), provider=provider, starts_at=slot + timedelta(minutes=15), **facts
            )
            for provider in (cast.dr_ada, cast.dr_ben)
        ]
    )
    assert sorted(outcomes) == ["done", "patient_busy"]


def test_two_clerks_who_decide_at_once_are_told_who_won(cast, ask, acting, slot):
    made, sam = ask(cast.paul_user, cast.paul), acting(cast.sam)
    outcomes = at_once(
        lambda: services.decline(by=sam, request=made, reason="Away"),
        lambda: services.approve(by=sam, request=made, starts_at=slot, provider=cast.dr_ada),
    )
    assert sorted(outcomes) == ["already_decided", "done"]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_approving_what_a_colleague_edits_at_that_moment_waits_for_it_and_books_what_it_says_then(
    cast, ask, acting, slot, _round
):
    made, sam = ask(cast.paul_user, cast.paul), acting(cast.sam)
    wanted = {"case": made.case, "location": cast.north, "provider": cast.dr_ada, "visit_type": cast.sick}
    outcomes = at_once(
        lambda: services.edit(by=sam, request=made, **wanted),
        lambda: services.approve(by=sam, request=made, starts_at=slot, provider=cast.dr_ada),
    )
    made.refresh_from_db()
    assert outcomes in (["done", "done"], ["already_decided", "done"])
    assert made.appointment.visit_type == (cast.sick if outcomes[0] == "done" else cast.well)
