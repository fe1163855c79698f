"""Getting in with a PIN: it opens the portal for whom it was made, once, and whatever is wrong looks the same."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from practice import accounts, addresses
from practice.models import AccessGrant, User
from registration import pins, trying
from registration.models import Consent, Invitation
from registration.selectors import portal_status
from tests import build
from tests.registration.papers import NEWCOMER, add_child, make_account, paper, type_pin

pytestmark = pytest.mark.django_db
SAID = b"PIN and birth date do not match"


def elsewhere(n: int) -> Client:
    return Client(REMOTE_ADDR=f"203.0.113.{n}")


def test_j2_1_a_guardian_comes_with_the_pin_on_paper(client, cast, zoe, fay, printed):
    assert portal_status(fay, zoe) == "pending"
    assert type_pin(client, printed).status_code == 302
    answer = make_account(client)
    assert answer["Location"] == f"/my/maple/{zoe.pk}/"
    assert client.get(answer["Location"]).status_code == 200
    grant = AccessGrant.objects.get(patient=zoe)
    assert (grant.user.email, grant.relationship, grant.level) == ("ines@example.org", "mother", "full")
    assert Consent.objects.filter(user=grant.user, patient=zoe).count() == 2
    assert portal_status(replace(fay, now=timezone.now()), zoe) == "registered"


def test_j2_2_gina_adds_another_child(client, cast, zoe, fay, printed):
    client.force_login(cast.gina)
    answer = add_child(client, cast.leo, printed)
    assert answer["Location"] == f"/my/maple/{zoe.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "Leo" in page
    assert "Zoe" in page
    assert AccessGrant.objects.get(patient=zoe, user=cast.gina).relationship == "mother"


def test_a_signed_in_person_adds_to_their_login_from_the_public_page(client, cast, zoe, printed):
    client.force_login(cast.gina)
    type_pin(client, printed)
    assert b"signed in as Gina" in client.get("/pin/maple/account/").content
    client.post("/pin/maple/account/", {"relationship": "guardian", "terms": "on"})
    assert AccessGrant.objects.get(patient=zoe, user=cast.gina).relationship == "guardian"


def test_an_adult_comes_for_themselves(client, cast, fay):
    adult = build.patient(cast.maple, "Ines", "Quist", 40, cast.now)
    type_pin(client, paper(adult, fay, relationship="self"), whose="self")
    facts = {name: value for name, value in NEWCOMER.items() if name != "relationship"}
    assert client.post("/pin/maple/account/", facts).status_code == 302
    assert AccessGrant.objects.get(patient=adult).relationship == "self"


def test_t14_a_child_does_not_come_alone(client, zoe, printed):
    type_pin(client, printed, whose="self")
    facts = {name: value for name, value in NEWCOMER.items() if name != "relationship"}
    answer = client.post("/pin/maple/account/", facts)
    assert answer.status_code == 422
    assert b"comes with a guardian" in answer.content
    assert not AccessGrant.objects.filter(patient=zoe).exists()


def test_x32_without_an_email_address_a_user_name_signs_in(client, zoe, printed):
    type_pin(client, printed)
    make_account(client, email="", username="Ines.Quist")
    user = AccessGrant.objects.get(patient=zoe).user
    assert (user.email, user.username) == (None, "ines.quist")
    again = Client()
    again.post("/signin/", {"name": "INES.QUIST", "password": NEWCOMER["password"]})
    assert again.get(f"/my/maple/{zoe.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"email": ""}, "or a user name if you have none"),
        ({"username": "ines"}, "you sign in with your e-mail"),
        ({"email": "", "username": "i q"}, "Three to 60"),
        ({"email": "nowhere"}, "valid e"),
        ({"email": "gina@demo.example"}, "sign in with it first"),
        ({"email": "", "username": "Taken"}, "Somebody has this user name"),
        ({"password": "short"}, "too short"),
        ({"terms": ""}, "accept the terms"),
        ({"relationship": "self"}, "valid choice"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_pin_is_not_spent(client, cast, zoe, printed, facts, said):
    accounts.create_user(name="Somebody", username="taken", now=cast.now)
    type_pin(client, printed)
    answer = make_account(client, **facts)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Ines Quist" in answer.content.decode()
    assert Invitation.objects.get(pk=printed.pk).status == "issued"
    assert make_account(client).status_code == 302


def test_x28_whatever_is_wrong_is_said_in_the_same_words(cast, zoe, fay, printed):
    def dead(**facts):
        child = build.patient(cast.maple, "Other", "Child", 6, cast.now)
        return paper(child, fay, **facts)

    long_ago = fay.now - timedelta(seconds=1)
    used = dead(status="used", uses=1, used_at=fay.now, used_by=cast.gina)
    wrong_day = printed.patient.born_on + timedelta(days=1)
    tries = [
        type_pin(elsewhere(1), printed, pin="AAAA-2222"),
        type_pin(elsewhere(2), printed, born_on=wrong_day),
        type_pin(elsewhere(3), used),
        type_pin(elsewhere(4), dead(expires_at=long_ago)),
        type_pin(elsewhere(5), dead(status="replaced")),
        type_pin(elsewhere(6), dead(locked_until=fay.now + timedelta(minutes=5))),
        type_pin(elsewhere(7), printed, practice="riverside"),
    ]
    assert {answer.status_code for answer in tries} == {422}
    assert all(SAID in answer.content for answer in tries)


def test_the_pin_of_one_child_with_the_birth_date_of_another_counts_as_a_try(client, cast, printed):
    assert type_pin(client, printed, born_on=cast.leo.born_on).status_code == 422
    assert Invitation.objects.get(pk=printed.pk).tries == 1


def test_x27_five_wrong_birth_dates_from_anywhere_lock_the_pin_and_staff_see_it(zoe, fay, printed):
    wrong = zoe.born_on + timedelta(days=1)
    answers = [type_pin(elsewhere(n), printed, born_on=wrong) for n in range(5)]
    assert all(SAID in answer.content for answer in answers)
    assert SAID in type_pin(elsewhere(9), printed).content
    assert portal_status(fay, zoe) == "locked"
    Invitation.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert portal_status(fay, zoe) == "pending"
    assert type_pin(elsewhere(9), printed).status_code == 302


def test_x27_five_wrong_pins_from_one_place_close_it_for_that_place_alone(printed):
    here = elsewhere(1)
    answers = [type_pin(here, printed, pin=f"AAAA-222{n}") for n in range(2, 7)]
    assert all(SAID in answer.content for answer in answers)
    assert SAID in type_pin(here, printed).content
    assert type_pin(elsewhere(2), printed).status_code == 302
    assert Invitation.objects.get(pk=printed.pk).tries == 0


def test_a_waiting_room_full_of_families_comes_by_the_same_network(cast, fay):
    children = [build.patient(cast.maple, f"Child{n}", "Quist", 6, cast.now) for n in range(8)]
    assert [type_pin(elsewhere(1), paper(child, fay)).status_code for child in children] == [302] * 8


def test_a_pin_with_two_uses_brings_two_people_and_no_third(client, zoe, fay):
    shared = paper(zoe, fay, most_uses=2)
    for n in range(2):
        browser = elsewhere(n)
        type_pin(browser, shared)
        assert make_account(browser, email=f"parent{n}@example.org").status_code == 302
    assert AccessGrant.objects.filter(patient=zoe).count() == 2
    assert SAID in type_pin(client, shared).content


def test_t11_the_paper_tells_nobody_the_address_it_was_made_for(client, zoe, fay):
    made = paper(zoe, fay, channel="email", email="ines@example.org", name="Ines Quist")
    type_pin(client, made)
    page = client.get("/pin/maple/account/").content
    assert b"ines@example.org" not in page
    assert b"Ines" not in page


def test_a_child_that_is_there_already_is_said_friendly_and_nothing_is_spent(client, cast, fay):
    again = paper(cast.leo, fay)
    client.force_login(cast.gina)
    answer = add_child(client, cast.leo, again)
    assert b"already acts for" in answer.content
    assert AccessGrant.objects.filter(user=cast.gina, patient=cast.leo).count() == 1
    assert Invitation.objects.get(pk=again.pk).uses == 0


def test_x24_looking_at_the_pages_changes_nothing(client, printed):
    before = list(Invitation.objects.values())
    for _ in range(3):
        assert client.get("/pin/maple/").status_code == 200
        assert client.get("/pin/maple/account/")["Location"] == "/pin/maple/"
    assert list(Invitation.objects.values()) == before


def test_what_was_shown_is_worth_nothing_once_the_pin_is_replaced(client, printed):
    type_pin(client, printed)
    Invitation.objects.filter(pk=printed.pk).update(status="replaced")
    assert make_account(client)["Location"] == "/pin/maple/"
    assert not User.objects.filter(email="ines@example.org").exists()


def test_t16_guessing_pins_and_birth_dates_links_nobody(client, cast, printed):
    """Names and birth dates alone lead nowhere: there is no page that takes them; and a guess tells nothing."""
    days = [printed.patient.born_on + timedelta(days=n) for n in range(-20, 20)]
    answers = [type_pin(elsewhere(n), printed, pin=f"ABCD-23{n:02}", born_on=day) for n, day in enumerate(days)]
    assert all(SAID in answer.content for answer in answers)
    assert not AccessGrant.objects.filter(patient=printed.patient).exists()


def test_t24_the_database_holds_no_pin_and_each_is_new(zoe, fay, printed):
    others = [paper(zoe, fay, status="replaced") for _ in range(50)]
    assert len({pins.pin(one) for one in [printed, *others]}) == 51
    row = Invitation.objects.filter(pk=printed.pk).values()[0]
    assert pins.pin(printed) not in str(row)
    assert pins.digest(zoe.practice, f" {pins.spoken(printed).lower()} ") == printed.pin_digest


def test_no_mail_goes_to_an_address_that_nobody_confirmed(client, zoe, printed):
    type_pin(client, printed)
    make_account(client)
    user = User.objects.get(email="ines@example.org")
    assert not addresses.is_proven(user)
    assert b"is not confirmed yet" in client.get(f"/my/maple/{zoe.pk}/account/").content
    link = addresses.link(user).partition("/confirm/")[2]
    stranger = Client()
    assert stranger.get(f"/confirm/{link}").status_code == 200
    assert not addresses.is_proven(user)
    stranger.post(f"/confirm/{link}")
    assert addresses.is_proven(user)
    assert stranger.post(f"/confirm/{link[:-3]}aaa/").status_code == 410


def test_it_is_locked_only_for_a_while(printed, fay):
    printed.tries = 4
    trying.count_wrong(printed, fay.now)
    assert trying.is_locked(printed, fay.now)
    assert not trying.is_locked(printed, fay.now + trying.LOCKED_FOR)
