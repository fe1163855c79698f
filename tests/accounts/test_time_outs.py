"""Sessions end by themselves, polls do not keep them alive, and what was typed comes back to whoever typed it."""

import re
import time

import pytest
from django.test import Client
from django.urls import reverse

from portal.demo import PASSWORD
from practice.models import ParkedSubmission

pytestmark = pytest.mark.django_db
MINUTE = 60
TEXT = "Leo coughs at night.\n<b>Not</b> only then."


@pytest.fixture
def gina(client, cast):
    client.post("/signin/", {"name": "gina@demo.example", "password": PASSWORD})
    return client


def age(client, *, idle=0, lasting=0):
    """Let so many seconds pass since the last request and since sign-in."""
    session = client.session
    now = time.time()
    session["seen_at"], session["began_at"] = now - idle, now - max(idle, lasting)
    session.save()


def is_in(client, path="/security/", **headers) -> bool:
    return client.get(path, headers=headers).status_code not in (302, 401)


def test_t33_a_patients_session_ends_after_fifteen_idle_minutes(gina):
    age(gina, idle=14 * MINUTE)
    assert is_in(gina)
    age(gina, idle=15 * MINUTE)
    assert not is_in(gina)


def test_t33_on_the_staffs_side_ten_minutes_end_it(client, cast):
    client.post("/signin/", {"name": "sam@demo.example", "password": PASSWORD})
    age(client, idle=10 * MINUTE)
    answer = client.get(reverse("staff:portal:start", args=["maple"]))
    assert answer["Location"].startswith("/signin/")


def test_t33_twelve_hours_end_it_however_busy(gina):
    age(gina, lasting=12 * 3600 - MINUTE)
    assert is_in(gina)
    age(gina, lasting=12 * 3600)
    assert not is_in(gina)


def test_t33_polls_neither_extend_a_session_nor_escape_its_end(gina):
    age(gina, idle=14 * MINUTE)
    assert is_in(gina, **{"X-Poll": "1"})
    age_before = gina.session["seen_at"]
    assert time.time() - age_before >= 14 * MINUTE
    age(gina, idle=15 * MINUTE)
    assert not is_in(gina, **{"X-Poll": "1"})


def test_a_fragment_asked_for_after_the_end_sends_the_whole_page_to_sign_in(gina):
    age(gina, idle=16 * MINUTE)
    answer = gina.get("/security/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith("/signin/")


def send_too_late(client, cast, **extra):
    """Gina presses Send after her session ended; returns where she is sent."""
    age(client, idle=16 * MINUTE)
    path = reverse("my:registration:account", args=["maple", cast.leo.pk])
    return client.post(path, {"name": TEXT, "request_key": "k-1", "password": "hush", **extra})


def test_settled_12_what_was_typed_comes_back_after_sign_in_and_can_be_sent(gina, cast):
    answer = send_too_late(gina, cast)
    back = re.search(r"next=(/returned/[0-9a-f-]+/)", answer["Location"])[1]
    answer = gina.post("/signin/", {"name": "gina@demo.example", "password": PASSWORD, "next": back})
    page = gina.get(answer["Location"]).content.decode()
    assert "Leo coughs at night.\n&lt;b&gt;Not&lt;/b&gt; only then." in page
    assert 'value="k-1"' in page
    assert "hush" not in page
    kept = ParkedSubmission.objects.get()
    gina.post(kept.path, {"name": "Gina G", "parked": str(kept.pk)})
    cast.gina.refresh_from_db()
    assert cast.gina.name == "Gina G"
    assert not ParkedSubmission.objects.exists()


def test_settled_12_nobody_else_gets_it(gina, cast):
    answer = send_too_late(gina, cast)
    back = answer["Location"].split("next=")[1]
    gina.post("/signin/", {"name": "hugo@demo.example", "password": PASSWORD})
    assert gina.get(back).status_code == 404
    kept = ParkedSubmission.objects.get()
    gina.post(f"/returned/{kept.pk}/discarded/")
    assert ParkedSubmission.objects.exists()


def test_settled_12_passwords_are_never_kept(gina, cast):
    send_too_late(gina, cast)
    assert "hush" not in str(ParkedSubmission.objects.get().fields)


def test_settled_12_strangers_and_forged_cookies_park_nothing(cast):
    stranger = Client()
    path = reverse("my:registration:account", args=["maple", cast.leo.pk])
    stranger.post(path, {"name": TEXT})
    stranger.cookies["frontdesk_device"] = str(cast.gina.pk)
    assert stranger.post(path, {"name": TEXT})["Location"].startswith("/signin/?next=/my/")
    assert not ParkedSubmission.objects.exists()


def test_settled_12_who_signed_out_left_nothing_to_park(gina, cast):
    gina.post("/signout/")
    send_path = reverse("my:registration:account", args=["maple", cast.leo.pk])
    gina.post(send_path, {"name": TEXT})
    assert not ParkedSubmission.objects.exists()


def test_settled_12_a_huge_form_is_not_kept(gina, cast):
    send_too_late(gina, cast, body="x " * 40_000)
    assert not ParkedSubmission.objects.exists()


def test_what_no_database_can_keep_is_no_reason_to_lose_the_rest(gina, cast):
    age(gina, idle=16 * MINUTE)
    gina.post(f"/my/maple/{cast.leo.pk}/account/", {"name": "Gina\0 G"})
    assert ParkedSubmission.objects.get().fields == [["name", "Gina G"]]


def test_a_form_from_before_the_last_sign_in_is_handed_back_with_its_text(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.gina)
    path = reverse("my:registration:account", args=["maple", cast.leo.pk])
    stale = {"name": TEXT, "csrfmiddlewaretoken": "x" * 64}
    answer = browser.post(path, stale, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Leo coughs at night." in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert browser.post(path, {"name": "Gina G", "csrfmiddlewaretoken": token}).status_code == 302
    foreign = browser.post(path, stale, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert "coughs" not in foreign.content.decode()


def test_x25_a_closed_login_is_out_at_the_next_request(gina, cast):
    cast.gina.is_active = False
    cast.gina.save()
    assert not is_in(gina)


def test_x25_ended_access_is_a_404_at_the_next_request(gina, cast):
    from django.utils import timezone

    path = reverse("my:registration:account", args=["maple", cast.leo.pk])
    assert gina.get(path).status_code == 200
    cast.gina.grants.filter(patient=cast.leo).update(ends_at=timezone.now())
    assert gina.get(path).status_code == 404


def test_what_nobody_came_back_for_is_deleted_after_a_day(gina, cast):
    from datetime import timedelta

    from practice import parking

    send_too_late(gina, cast)
    kept = ParkedSubmission.objects.get()
    assert parking.forget_old(kept.parked_at + timedelta(hours=23)) == 0
    assert parking.forget_old(kept.parked_at + timedelta(hours=24)) == 1


def test_t33_asking_how_much_is_left_keeps_nothing_alive_and_staying_does(client, cast):
    client.post("/signin/", {"name": "sam@demo.example", "password": PASSWORD})
    url = "/security/sessions/left/?at=/staff/maple/"
    age(client, idle=9 * MINUTE)
    for _ in range(3):
        assert 55 <= client.get(url, headers={"X-Poll": "1"}).json()["seconds"] <= MINUTE
    assert client.get("/security/sessions/left/?at=/my/maple/", headers={"X-Poll": "1"}).json()["seconds"] > 5 * MINUTE
    client.get(url)
    assert client.get(url, headers={"X-Poll": "1"}).json()["seconds"] > 9 * MINUTE
    age(client, idle=16 * MINUTE)
    assert client.get(url, headers={"X-Poll": "1"}).status_code == 401


def test_t33_the_warning_counts_to_the_twelve_hours_too(client, cast):
    client.post("/signin/", {"name": "sam@demo.example", "password": PASSWORD})
    age(client, lasting=12 * 60 * MINUTE - 30)
    assert client.get("/security/sessions/left/?at=/staff/maple/").json()["seconds"] <= 30
