"""The patient's side by program: visits to come, and asking the practice to change one (V32)."""

from uuid import uuid4

import pytest

from scheduling.models import Appointment, AppointmentRequest


@pytest.fixture
def gina(signed_in, cast):
    return signed_in("gina")


@pytest.fixture
def about(cast):
    """The addresses about Leo."""
    return f"/api/v1/maple/my/{cast.leo.pk}/"


def change(about, visit) -> str:
    return f"{about}appointments/{visit.pk}/changes/"


def test_the_visits_to_come_with_their_names(cast, gina, about):
    (visit,) = gina.get(about + "appointments/").json()
    assert visit["id"] == str(cast.leo_visit.pk)
    assert (visit["provider_name"], visit["location_name"], visit["status"]) == ("Dr Ada", "North", "booked")


def test_a_cancelled_visit_and_a_kept_time_are_not_among_them(cast, gina, about):
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(status="held", held_until=cast.leo_visit.starts_at)
    assert gina.get(about + "appointments/").json() == []
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(
        status="cancelled", held_until=None, cancelled_at=cast.now, cancelled_by=cast.gina
    )
    assert gina.get(about + "appointments/").json() == []


def test_v32_a_visit_stands_until_the_wish_to_move_it_is_approved(cast, gina, about, free, send):
    facts = {"kind": "reschedule", "starts": free[:2], "reason": "School trip", "request_key": str(uuid4())}
    first, again = (send(gina, change(about, cast.leo_visit), **facts) for _time in range(2))
    assert first.status_code == 201, first.content
    assert first.json()["id"] == again.json()["id"]
    assert (first.json()["kind"], first.json()["appointment"]) == ("reschedule", str(cast.leo_visit.pk))
    assert len(first.json()["starts"]) == 2
    assert AppointmentRequest.objects.count() == 1
    (visit,) = gina.get(about + "appointments/").json()
    assert visit["status"] == "booked"


def test_a_second_wish_about_the_same_visit_is_refused(cast, gina, about, send):
    send(gina, change(about, cast.leo_visit), kind="cancel", request_key=str(uuid4()))
    answer = send(gina, change(about, cast.leo_visit), kind="reschedule", request_key=str(uuid4()))
    assert (answer.status_code, answer.json()["code"]) == (409, "request_exists")


@pytest.mark.parametrize("facts", [{}, {"kind": "swap"}, {"kind": "cancel", "request_key": "x"}])
def test_a_wish_of_the_wrong_shape_is_400(cast, gina, about, send, facts):
    assert send(gina, change(about, cast.leo_visit), **facts).status_code == 400


def test_a_visit_of_another_child_is_not_there(cast, gina, about, send):
    answer = send(gina, change(about, cast.mia_visit), kind="cancel", request_key=str(uuid4()))
    assert answer.status_code == 404
    assert not AppointmentRequest.objects.exists()


def test_v32_a_wish_to_move_is_replaced_by_one_to_cancel(cast, gina, about, send):
    first = send(gina, change(about, cast.leo_visit), kind="reschedule", request_key=str(uuid4())).json()["id"]
    facts = {"kind": "cancel", "replaces": first, "request_key": str(uuid4())}
    answer = send(gina, change(about, cast.leo_visit), **facts)
    assert answer.status_code == 201, answer.content
    assert (answer.json()["kind"], answer.json()["replaces"]) == ("cancel", first)
