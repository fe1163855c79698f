"""Signing in: one door for everybody, which tells a stranger nothing and never shuts the owner out."""

from unittest.mock import ANY

import pytest
from django.urls import reverse

from portal.demo import PASSWORD
from practice import accounts
from practice.models import AuditEvent
from practice.standing import client_address

pytestmark = pytest.mark.django_db


def sign_in(client, name, password=PASSWORD, **facts):
    return client.post("/signin/", {"name": name, "password": password}, **facts)


def test_r71_staff_of_one_practice_land_in_their_practice(client, cast):
    response = sign_in(client, "sam@demo.example")
    assert response.status_code == 302
    response = client.get(response["Location"])
    assert response["Location"] == reverse("staff:portal:start", args=["maple"])


def test_a_guardian_lands_on_the_home_of_the_first_person(client, cast):
    response = client.get(sign_in(client, "gina@demo.example")["Location"])
    assert response["Location"] == reverse("my:portal:home", args=["maple", cast.mia.pk])


def test_r72_somebody_with_several_hats_chooses(client, cast):
    sign_in(client, "fay@demo.example")
    page = client.get("/").content.decode()
    assert "Maple Pediatrics" in page
    assert "Riverside Family Medicine" in page


def test_next_is_followed_only_within_this_site(client, cast):
    inside = reverse("staff:portal:start", args=["maple"])
    assert client.post("/signin/", {"name": "sam@demo.example", "password": PASSWORD, "next": inside})["Location"] == (
        inside
    )
    client.logout()
    for outside in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = client.post("/signin/", {"name": "sam@demo.example", "password": PASSWORD, "next": outside})
        assert answer["Location"] == "/"
        client.logout()


@pytest.mark.parametrize("spelling", ["GINA@Demo.Example", "  gina@demo.example ", "\uff47ina@demo.example"])
def test_x31_t29_any_spelling_of_an_address_reaches_the_one_login(client, cast, spelling):
    assert sign_in(client, spelling).status_code == 302
    assert client.get("/security/").status_code == 200


def test_somebody_without_an_address_signs_in_by_username(client, cast):
    accounts.create_user(name="Nan Old", username="NanOld", password="a long enough one", now=cast.now)
    assert sign_in(client, "nanold", "a long enough one").status_code == 302


def test_t26_a_wrong_password_and_an_unknown_address_answer_alike(client, cast):
    known = sign_in(client, "gina@demo.example", "wrong")
    unknown = sign_in(client, "nobody@demo.example", "wrong")
    assert known.status_code == unknown.status_code == 422

    def told(response, name):
        lines = response.content.decode().replace(name, "NAME").splitlines()
        return [line for line in lines if "csrf" not in line and "request_key" not in line]

    assert told(known, "gina@demo.example") == told(unknown, "nobody@demo.example")


def test_t26_an_unknown_address_costs_one_hashing_as_a_known_one_does(cast, monkeypatch):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(
            Argon2PasswordHasher, name, lambda self, *a, real=real, **kw: hashed.append(1) or real(self, *a, **kw)
        )
    backend = accounts.Backend()
    for address in ("gina@demo.example", "nobody@demo.example"):
        hashed.clear()
        assert backend.authenticate(None, email=address, password="wrong") is None
        assert len(hashed) == 1, address


def test_t27_a_guesser_elsewhere_is_slowed_and_the_owner_still_comes_in(client, cast):
    guesser = {"REMOTE_ADDR": "203.0.113.9"}
    answers = [sign_in(client, "gina@demo.example", f"guess {n}", **guesser).status_code for n in range(8)]
    assert answers == [422] * 6 + [429] * 2
    assert sign_in(client, "gina@demo.example", **guesser).status_code == 429
    assert sign_in(client, "gina@demo.example", REMOTE_ADDR="198.51.100.7").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "header", "seen"),
    [
        (0, "198.51.100.7", "203.0.113.9"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "192.0.2.1, 198.51.100.7", "198.51.100.7"),
        (2, "192.0.2.1, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "203.0.113.9"),
        (1, "somewhere", "203.0.113.9"),
        (1, "", "203.0.113.9"),
    ],
)
def test_t28_an_address_is_what_our_own_proxies_saw(rf, settings, proxies, header, seen):
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="203.0.113.9", headers={"X-Forwarded-For": header})
    assert client_address(request) == seen


def test_t27_a_known_browser_is_not_shut_out_by_guesses_from_its_own_network(client, cast, django_client):
    sign_in(client, "gina@demo.example")
    client.post("/signout/")
    for n in range(8):
        sign_in(django_client, "gina@demo.example", f"guess {n}")
    assert sign_in(django_client, "gina@demo.example").status_code == 429
    assert sign_in(client, "gina@demo.example").status_code == 302


@pytest.fixture
def django_client():
    from django.test import Client

    return Client()


def test_t28_spellings_of_one_address_share_one_count(client, cast):
    spellings = ["gina@demo.example", "GINA@demo.example", " gina@demo.example", "gina@DEMO.example "] * 2
    answers = [sign_in(client, spelling, "wrong").status_code for spelling in spellings]
    assert answers.count(422) == 6


def test_a_closed_login_is_told_nothing_but_wrong(client, cast):
    cast.hugo.is_active = False
    cast.hugo.save()
    assert sign_in(client, "hugo@demo.example").status_code == 422


def test_t32_the_session_key_changes_at_sign_in(client, cast):
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    sign_in(client, "gina@demo.example")
    assert client.session.session_key != before


def test_sign_ins_refusals_and_sign_outs_leave_audit_rows(client, cast):
    sign_in(client, "gina@demo.example", "wrong")
    sign_in(client, "gina@demo.example")
    client.post("/signout/")
    rows = AuditEvent.objects.filter(action__startswith="account.").order_by("pk")
    assert list(rows.values_list("action", "outcome", "user_ref")) == [
        ("account.sign-in-refused", "refused", cast.gina.pk),
        ("account.signed-in", "done", cast.gina.pk),
        ("account.signed-out", "done", cast.gina.pk),
    ]
    assert rows[1].address == "127.0.0.1"
    assert rows[1].request_id == ANY


def test_opening_the_sign_out_address_changes_nothing(client, cast):
    sign_in(client, "gina@demo.example")
    client.get("/signout/")
    assert client.get("/security/").status_code == 200
    client.post("/signout/")
    assert client.get("/security/").status_code == 302


def test_t33_pages_behind_sign_in_are_kept_by_nobody(client, cast):
    sign_in(client, "gina@demo.example")
    assert client.get("/security/")["Cache-Control"] == "no-store"


def test_sign_up_is_closed_and_allauth_has_no_addresses_of_its_own(client, db):
    for path in ("/signup/", "/accounts/signup/", "/accounts/login/", "/login/"):
        assert client.get(path).status_code == 404


def test_the_demo_buttons_exist_only_in_a_demo(client, cast, settings):
    settings.DEMO = False
    assert "Sign in as" not in client.get("/signin/").content.decode()
    assert client.post("/demo/sign-in/", {"person": str(cast.gina.pk)}).status_code == 404
    assert client.get("/demo/outbox/").status_code == 404
    settings.DEMO = True
    assert "Sign in as Gina Garcia" in client.get("/signin/").content.decode()
    outsider = accounts.create_user(name="Real Person", email="real@example.org", now=cast.now)
    assert client.post("/demo/sign-in/", {"person": str(outsider.pk)}).status_code == 404
    assert client.post("/demo/sign-in/", {"person": str(cast.gina.pk)}).status_code == 302
    assert client.get("/security/").status_code == 200
