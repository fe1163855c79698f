"""Offers, answers and moves that meet: one outcome each, and never two visits on one time (X11, X14, T-66)."""

from datetime import datetime, timedelta

import pytest

from practice.access import system_actor
from scheduling import services
from scheduling.models import Appointment, AppointmentRequest
from scheduling.services import by_itself
from tests.race.test_at_once import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 4


@pytest.fixture
def eleven(cast) -> datetime:
    return datetime(2026, 10, 22, 11, tzinfo=cast.north.zone)


@pytest.fixture
def ask(cast, acting):
    def send(who, patient) -> AppointmentRequest:
        return services.request(
            by=acting(who),
            patient=patient,
            case=patient.cases.get(name="Primary care"),
            visit_type=cast.well,
            location=cast.north,
            provider=cast.dr_ada,
            starts=[],
        )

    return send


@pytest.fixture
def offered(cast, acting, ask, eleven):
    """Paul's request, for which Sam keeps Thursday at eleven."""
    made = ask(cast.paul_user, cast.paul)
    return services.propose(by=acting(cast.sam), request=made, times=[(eleven, cast.dr_ada)])


def test_of_two_offers_of_one_time_at_once_one_is_made(cast, acting, ask, eleven):
    made = [ask(cast.paul_user, cast.paul), ask(cast.gina, cast.leo)]
    outcomes = at_once(
        *[
            lambda request=request: services.propose(
                by=acting(cast.sam), request=request, times=[(eleven, cast.dr_ada)]
            )
            for request in made
        ]
    )
    assert sorted(outcomes) == ["done", "slot_taken"]
    assert Appointment.objects.filter(status="held").count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_accepted_while_staff_decline_has_one_outcome(cast, acting, offered, _round):
    paul, sam, kept = acting(cast.paul_user), acting(cast.sam), offered.proposals.get()
    outcomes = at_once(
        lambda: services.accept(by=paul, request=offered, proposal_id=kept.pk),
        lambda: services.decline(by=sam, request=offered, reason="Away"),
    )
    offered.refresh_from_db()
    assert sorted(outcomes) == ["already_decided", "done"]
    assert Appointment.objects.filter(patient=cast.paul).exists() == (offered.status == "approved")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_accepted_while_the_offer_runs_out_has_one_outcome(cast, acting, offered, _round):
    late = acting(cast.paul_user, at=cast.now + timedelta(hours=47, minutes=59))
    system, kept = system_actor(cast.maple, cast.now + timedelta(hours=49), "end of offers"), offered.proposals.get()
    at_once(
        lambda: services.accept(by=late, request=offered, proposal_id=kept.pk),
        lambda: by_itself.end_offer(by=system, request=offered),
    )
    offered.refresh_from_db()
    visits = list(Appointment.objects.filter(patient=cast.paul).values_list("status", flat=True))
    assert (offered.status, visits) in [("approved", ["booked"]), ("expired", [])]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_booked_while_a_hold_runs_out_the_time_has_one_owner(cast, acting, offered, eleven, _round):
    later = cast.now + timedelta(hours=49)
    facts = {"provider": cast.dr_ada, "location": cast.north, "visit_type": cast.well, "case": None}
    outcomes = at_once(
        *[
            lambda patient=patient: services.book(
                by=acting(cast.sam, at=later), patient=patient, starts_at=eleven + timedelta(minutes=15), **facts
            )
            for patient in (cast.leo, cast.mia)
        ],
    )
    assert sorted(outcomes) == ["done", "slot_taken"]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_visits_moved_onto_one_time_at_once(cast, acting, eleven, _round):
    outcomes = at_once(
        *[
            lambda visit=visit, start=start: services.move(
                by=acting(cast.sam), appointment=visit, starts_at=start, provider=cast.dr_ada
            )
            for visit, start in ((cast.leo_visit, eleven), (cast.mia_visit, eleven + timedelta(minutes=15)))
        ]
    )
    assert sorted(outcomes) == ["done", "slot_taken"]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_moved_by_staff_while_the_patients_move_is_approved(cast, acting, eleven, _round):
    made = services.request_change(by=acting(cast.gina), appointment=cast.mia_visit, kind="reschedule")
    outcomes = at_once(
        lambda: services.approve(by=acting(cast.sam), request=made, starts_at=eleven, provider=cast.dr_ada),
        lambda: services.move(
            by=acting(cast.sam),
            appointment=cast.mia_visit,
            starts_at=eleven + timedelta(hours=3),
            provider=cast.dr_ada,
        ),
    )
    assert outcomes == ["done", "done"]
    visit = Appointment.objects.get(patient=cast.mia)
    assert visit.sequence == 2
    assert visit.events.filter(what="moved").count() == 2


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_request_replaced_while_its_offer_is_accepted_has_one_outcome(cast, acting, offered, eleven, _round):
    paul, proposal = acting(cast.paul_user), offered.proposals.get().pk
    facts = {"patient": cast.paul, "case": cast.paul_primary, "visit_type": cast.well, "location": cast.north}
    facts |= {"provider": cast.dr_ada, "starts": [eleven], "replaces": offered}
    outcomes = at_once(
        lambda: services.accept(by=paul, request=offered, proposal_id=proposal),
        lambda: services.request(by=paul, **facts),
    )
    assert sorted(outcomes) == ["already_decided", "done"]
    assert not Appointment.objects.filter(status="held").exists()
    booked = Appointment.objects.filter(patient=cast.paul, status="booked").count()
    assert booked + AppointmentRequest.objects.filter(patient=cast.paul, status="pending").count() == 1
