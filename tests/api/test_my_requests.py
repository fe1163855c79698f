"""The patient's side by program: asking in three ways, and answering what the practice offers (D3, V32)."""

from uuid import uuid4

import pytest

from messaging.models import Message
from scheduling.models import Appointment, AppointmentRequest
from tests import build


@pytest.fixture
def paul(signed_in, cast):
    return signed_in("paul")


@pytest.fixture
def offered(cast, paul, signed_in, my, staff, ask, free, send):
    """Paul's request, for which Sam offers two other times: the address it answers at, and the offers."""
    made = ask(paul, my).json()["id"]
    times = [{"starts_at": start, "provider": str(cast.dr_ada.pk)} for start in free[:2]]
    answer = send(signed_in("sam"), f"{staff}requests/{made}/proposals/", times=times)
    assert answer.status_code == 201, answer.content
    return f"{my}requests/{made}/", answer.json()


def test_somebody_may_say_when_it_suits(paul, my, ask):
    suits = {"weekdays": [2, 0], "part": "morning"}
    made = ask(paul, my, suits=suits)
    assert made.status_code == 201, made.content
    assert made.json()["wish"] == "preferences"
    assert made.json()["suits"] == {"weekdays": [0, 2], "part": "morning", "first_day": None, "last_day": None}


@pytest.mark.parametrize("suits", [{"weekdays": [7]}, {"part": "night"}, {"first_day": "9999-12-31"}, "x"])
def test_what_nobody_can_mean_is_400(paul, my, ask, suits):
    answer = ask(paul, my, suits=suits)
    assert answer.status_code == 400
    assert list(answer.json()) == ["suits"]


def test_two_ways_at_once_are_refused(paul, my, ask, free):
    answer = ask(paul, my, suits={"part": "morning"}, starts=free[:1])
    assert (answer.status_code, answer.json()["code"]) == (409, "one_way_only")


def test_r11_a_request_names_its_case(paul, my, ask):
    answer = ask(paul, my, case=None)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (409, "case_needed", "case")


def test_d15_without_cases_none_is_named(cast, paul, my, ask):
    cast.settings.use_cases = False
    cast.settings.save(update_fields=["use_cases"])
    assert ask(paul, my, case=None).status_code == 201


def test_the_times_that_are_offered_are_listed(paul, offered):
    here, offers = offered
    assert paul.get(here + "proposals/").json() == offers


def test_v32_an_offer_is_accepted_in_one_act(cast, paul, my, offered, send):
    here, offers = offered
    answer = send(paul, here + "acceptance/", proposal=offers[1]["id"])
    assert answer.status_code == 201, answer.content
    assert answer.json()["starts_at"] == offers[1]["starts_at"]
    assert Appointment.objects.get(patient=cast.paul).status == "booked"
    (request,) = paul.get(my + "requests/").json()
    assert (request["status"], request["appointment"]) == ("approved", answer.json()["id"])
    again = send(paul, here + "acceptance/", proposal=offers[1]["id"])
    assert (again.status_code, again.json()["code"]) == (409, "already_decided")


def test_an_offer_is_turned_down(cast, paul, offered, send):
    here, _offers = offered
    assert send(paul, here + "refusal/").json()["status"] == "pending"
    assert paul.get(here + "proposals/").json() == []
    assert not Appointment.objects.filter(patient=cast.paul).exists()
    assert send(paul, here + "refusal/").json()["code"] == "offer_over"


def test_a_request_is_withdrawn_once(paul, my, ask, send):
    made = ask(paul, my).json()["id"]
    assert send(paul, f"{my}requests/{made}/withdrawal/").json()["status"] == "withdrawn"
    answer = send(paul, f"{my}requests/{made}/withdrawal/")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_decided")


def test_a_co_guardian_knows_of_a_request_and_answers_nothing(cast, signed_in, offered, send):
    build.grant(cast.hugo, cast.paul, "partner", cast.now)
    here, offers = offered
    hugo = signed_in("hugo")
    (known,) = hugo.get(f"/api/v1/maple/my/{cast.paul.pk}/requests/").json()
    assert known["status"] == "proposed"
    assert "reason" not in known  # what was written is between its writer and the practice
    assert send(hugo, here + "acceptance/", proposal=offers[0]["id"]).status_code == 403
    assert send(hugo, here + "refusal/").status_code == 403
    assert send(hugo, here + "withdrawal/").status_code == 403


def test_a_request_about_somebody_else_is_not_there(cast, signed_in, offered, send):
    here, offers = offered
    gina, made = signed_in("gina"), AppointmentRequest.objects.get()
    about_leo = f"/api/v1/maple/my/{cast.leo.pk}/requests/{made.pk}/"
    for act in ("acceptance", "refusal", "withdrawal"):
        assert send(gina, about_leo + act + "/", proposal=offers[0]["id"]).status_code == 404, act
        assert send(gina, here + act + "/", proposal=str(uuid4())).status_code == 404, act
    assert gina.get(about_leo + "proposals/").status_code == 404


def test_v32_a_request_is_replaced_in_one_act(cast, paul, my, ask, free):
    first = ask(paul, my).json()
    second = ask(paul, my, starts=free[:1], replaces=first["id"])
    assert second.status_code == 201, second.content
    assert (second.json()["replaces"], second.json()["thread"]) == (first["id"], first["thread"])
    listed = {row["id"]: row["status"] for row in paul.get(my + "requests/").json()}
    assert listed == {first["id"]: "withdrawn", second.json()["id"]: "pending"}


def test_only_ones_own_open_request_is_replaced(cast, signed_in, paul, my, ask, send):
    first = ask(paul, my).json()["id"]
    assert ask(paul, my, replaces=str(uuid4())).status_code == 404
    build.grant(cast.hugo, cast.paul, "partner", cast.now)
    assert ask(signed_in("hugo"), my, replaces=first).status_code == 403
    send(signed_in("paul"), f"{my}requests/{first}/withdrawal/")
    answer = ask(signed_in("paul"), my, replaces=first)
    assert (answer.status_code, answer.json()["code"]) == (409, "already_decided")


def test_x45_emergency_words_are_refused_until_they_are_acknowledged(cast, signed_in, my, ask):
    paul = signed_in("paul")
    refused = ask(paul, my, reason="Chest pain since noon.")
    assert refused.status_code == 409
    said = refused.json()
    assert (said["code"], said["words"]) == ("emergency_words", ["chest pain"])
    assert "call 911" in said["message"]
    sent = ask(paul, my, reason="Chest pain since noon.", acknowledged=said["words"])
    assert sent.status_code == 201
    assert Message.objects.get().urgent_words
