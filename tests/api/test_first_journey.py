"""The first journey through the API: sign in by token, list slots, ask, list, approve, decline."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from messaging import threads
from practice import limits
from practice.access import PATIENT, Actor
from practice.api import LinkedPages
from practice.models import Location
from scheduling.models import Appointment, AppointmentRequest

PASSWORD = "frontdesk-demo"


@pytest.fixture
def signed_in(cast, client):
    """`signed_in("paul")`: a client that carries the token that the password gets."""

    def sign_in(name: str) -> Client:
        facts = {"email": f"{name}@demo.example", "password": PASSWORD}
        answer = client.post("/api/v1/token/", facts, content_type="application/json")
        assert answer.status_code == 201, answer.content
        return Client(headers={"Authorization": f"Token {answer.json()['token']}"})

    return sign_in


def slots(cast, client, my, provider=True):
    first = cast.now.astimezone(cast.north.zone).date()
    facts = {
        "visit_type": cast.well.pk,
        "location": cast.north.pk,
        "first_day": first,
        "last_day": first + timedelta(days=9),
    }
    return client.get(my + "slots/", facts | ({"provider": cast.dr_ada.pk} if provider else {}))


def test_a_request_made_and_approved_by_token(cast, signed_in, my, ask):
    paul, sam = signed_in("paul"), signed_in("sam")
    start = slots(cast, paul, my).json()[0]["starts_at"]
    made = ask(paul, my, starts=[start])
    assert made.status_code == 201, made.content
    (waiting,) = sam.get("/api/v1/maple/staff/requests/").json()
    assert waiting["id"] == made.json()["id"]

    decided = sam.post(
        f"/api/v1/maple/staff/requests/{waiting['id']}/approval/",
        {"starts_at": start, "provider": str(cast.dr_ada.pk)},
        content_type="application/json",
    )
    assert decided.status_code == 201, decided.content
    visit = Appointment.objects.get(pk=decided.json()["id"])
    assert (visit.patient, visit.status) == (cast.paul, "booked")
    (mine,) = paul.get(my + "requests/").json()
    assert (mine["status"], mine["appointment"]) == ("approved", str(visit.pk))
    (thread,) = paul.get(my + "threads/").json()
    assert thread["completed_at"]
    messages = paul.get(f"{my}threads/{thread['id']}/").json()["messages"]
    assert [message["side"] for message in messages] == ["patient", "staff"]


def test_a_declined_request_carries_the_reason_to_the_patient(cast, signed_in, my, ask):
    paul, sam = signed_in("paul"), signed_in("sam")
    made = ask(paul, my).json()
    declined = sam.post(
        f"/api/v1/maple/staff/requests/{made['id']}/declination/",
        {"reason": "Please call us."},
        content_type="application/json",
    )
    assert declined.json()["status"] == "declined"
    thread = paul.get(f"{my}threads/{made['thread']}/").json()
    assert "Please call us." in thread["messages"][-1]["body"]


def test_the_same_request_key_again_returns_the_same_request(cast, signed_in, my, ask):
    paul, key = signed_in("paul"), str(uuid4())
    first, second = (ask(paul, my, request_key=key) for _time in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert AppointmentRequest.objects.count() == 1


def test_a_refusal_is_409_with_code_and_field(cast, signed_in, my, ask):
    paul = signed_in("paul")
    answer = ask(paul, my, starts=[(cast.now - timedelta(days=1)).isoformat()])
    assert answer.status_code == 409
    assert answer.json()["code"]
    assert answer.json()["field"] == "starts"


def test_any_provider_has_at_least_the_times_of_one(cast, signed_in, my):
    paul = signed_in("paul")
    one = {slot["starts_at"] for slot in slots(cast, paul, my).json()}
    anybody = {slot["starts_at"] for slot in slots(cast, paul, my, provider=False).json()}
    assert one <= anybody


def test_a_stranger_and_an_absent_person_look_alike(cast, signed_in):
    hugo = signed_in("hugo")
    answers = [hugo.get(f"/api/v1/maple/my/{pk}/threads/") for pk in (cast.mia.pk, uuid4())]
    assert [a.status_code for a in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_staff_of_another_practice_and_patients_have_no_standing(cast, signed_in):
    assert signed_in("paul").get("/api/v1/maple/staff/requests/").status_code == 404
    assert signed_in("sam").get("/api/v1/riverside/staff/requests/").status_code == 404


def test_without_the_scheduling_duty_requests_are_refused(cast, signed_in):
    assert signed_in("nia").get("/api/v1/maple/staff/requests/").status_code == 403


def test_nobody_is_let_in_without_a_token(cast, client, my):
    assert client.get(my + "threads/").status_code == 401
    broken = Client(headers={"Authorization": "Token \xff\xfe"})
    assert broken.get(my + "threads/").status_code == 401


def test_a_wrong_password_and_an_unknown_person_are_answered_alike(cast, client):
    answers = [
        client.post("/api/v1/token/", {"email": email, "password": "wrong"}, content_type="application/json")
        for email in ("paul@demo.example", "nobody@demo.example")
    ]
    assert [a.status_code for a in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()


def test_r7_a_location_that_takes_no_requests_offers_no_times(cast, signed_in, my):
    paul = signed_in("paul")
    assert slots(cast, paul, my).json()
    Location.objects.filter(pk=cast.north.pk).update(allows_requests=False)
    assert slots(cast, paul, my).json() == []


def test_guessing_by_token_is_slowed(cast, client):
    facts = {"email": "paul@demo.example", "password": "wrong"}
    codes = [client.post("/api/v1/token/", facts, content_type="application/json").status_code for _n in range(12)]
    assert codes == [401] * 10 + [429] * 2


def test_guessing_many_names_from_one_network_is_slowed_too(cast, client, now):
    for _n in range(limits.SIGN_IN_ADDRESS.burst):
        limits.take(limits.SIGN_IN_ADDRESS, "127.0.0.1", now=now + timedelta(minutes=1))
    facts = {"email": "somebody-new@demo.example", "password": "wrong"}
    assert client.post("/api/v1/token/", facts, content_type="application/json").status_code == 429


def test_a_token_ends_when_it_is_given_back(cast, signed_in):
    paul = signed_in("paul")
    assert paul.delete("/api/v1/token/").status_code == 204
    assert paul.get("/api/v1/standing/").status_code == 401


def test_standing_tells_where_to_begin(cast, signed_in):
    said = signed_in("gina").get("/api/v1/standing/").json()
    assert said["staff"] == []
    assert [person["name"] for person in said["people"]] == ["Leo Garcia", "Mia Garcia"]


def test_the_description_covers_every_route_and_its_page_opens(client, db):
    schema = client.get("/api/schema/", {"format": "json"})
    paths = schema.json()["paths"]
    assert "/api/v1/{practice}/staff/requests/{request_id}/approval/" in paths
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert b"<script>" not in page.content
    assert b"style=" not in page.content
    assert b"<style" not in page.content


def test_a_long_list_comes_in_pages_that_link_on(cast, signed_in, my, monkeypatch):
    monkeypatch.setattr(LinkedPages, "page_size", 2)
    by = Actor(practice=cast.maple, side=PATIENT, now=cast.now, user=cast.paul_user, grants={cast.paul.pk: "full"})
    for n in range(3):
        threads.start(by=by, patient=cast.paul, kind="general", subject=f"Question {n}", body="?")
    paul = signed_in("paul")
    first = paul.get(my + "threads/")
    onward = first["Link"].removeprefix("<").removesuffix('>; rel="next"')
    rest = paul.get(onward)
    assert "Link" not in rest
    assert len({thread["id"] for thread in first.json() + rest.json()}) == 3
