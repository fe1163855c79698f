"""Invitations: one link, one person, one birth date; opened by anybody, used once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.demo import PASSWORD
from practice import outbox
from practice.errors import NotAllowed, Refused
from practice.models import AccessGrant, OutboundMessage, User
from registration import services, tokens, trying
from registration.models import Consent, Invitation

pytestmark = pytest.mark.django_db
NEW = "four dull grey pebbles"


@pytest.fixture
def invited(zoe, fay):
    return invite(fay, zoe)


def invite(by, patient, email="ines@example.org", **facts):
    facts = {"name": "Ines Quist", "relationship": "mother", "level": "full", **facts}
    return services.invite(by=by, patient=patient, email=email, **facts)


def path_of(invitation) -> str:
    return reverse("welcome", args=[tokens.token(invitation)])


def without_keys(content: bytes) -> bytes:
    """A page but for what each carries of its own: the token of its form, and where the form goes."""
    return re.sub(rb'csrfmiddlewaretoken" value="[^"]+"|action="[^"]+"', b"", content)


def prove(client, invitation, born_on=None):
    return client.post(path_of(invitation), {"born_on": (born_on or invitation.patient.born_on).isoformat()})


def new_login(client, invitation, **facts):
    return client.post(path_of(invitation), {"name": "Ines Quist", "password": NEW, "terms": "on", **facts})


def test_r115_staff_send_one_invitation_and_one_mail_with_a_link_and_no_names_of_patients(client, cast, zoe):
    client.post("/signin/", {"name": "fay@demo.example", "password": PASSWORD})
    page = reverse("staff:registration:invite", args=["maple", zoe.pk])
    form = client.get(page).content.decode()
    assert "ines@example.org" in form
    facts = {"name": "Ines Quist", "email": "ines@example.org", "relationship": "mother", "level": "full"}
    assert client.post(page, facts).status_code == 302
    (row,) = OutboundMessage.objects.filter(notice="patient.invited")
    assert outbox.deliver(row.pk) == "sent"
    (letter,) = mail.outbox
    said = letter.subject + letter.body + letter.alternatives[0][0]
    assert path_of(Invitation.objects.get()) in said
    assert "Zoe" not in said
    assert letter.from_email.startswith("Maple Pediatrics")


def test_r116_the_link_makes_a_login_that_acts_for_the_patient(client, invited, zoe):
    assert "Zoe" not in client.get(path_of(invited)).content.decode()
    assert prove(client, invited).status_code == 302
    assert "Zoe Quist" in client.get(path_of(invited)).content.decode()
    answer = new_login(client, invited)
    assert answer["Location"] == reverse("my:portal:home", args=["maple", zoe.pk])
    grant = AccessGrant.objects.get(patient=zoe)
    assert (grant.user.email, grant.relationship, grant.level) == ("ines@example.org", "mother", "full")
    assert grant.user.emailaddress_set.get().verified
    assert sorted(Consent.objects.values_list("text__kind", flat=True)) == ["privacy", "terms"]
    assert client.get("/security/").status_code == 200


def test_x24_t22_a_scanner_opening_the_link_changes_nothing(client, invited):
    before = list(Invitation.objects.values())
    for _ in range(5):
        answer = client.get(path_of(invited))
        assert (answer.status_code, client.head(path_of(invited)).status_code) == (200, 200)
        assert "frontdesk_session" not in answer.cookies
    assert list(Invitation.objects.values()) == before
    assert not User.objects.filter(email="ines@example.org").exists()
    prove(client, invited)
    assert new_login(client, invited).status_code == 302


def test_nothing_is_shown_or_made_without_the_birth_date(client, invited):
    assert new_login(client, invited).status_code == 422
    assert not AccessGrant.objects.filter(patient=invited.patient).exists()


def test_t23_the_fifth_wrong_birth_date_locks_the_link_from_anywhere(invited):
    wrong = invited.patient.born_on + timedelta(days=1)
    answers = [prove(Client(REMOTE_ADDR=f"203.0.113.{n}"), invited, wrong).status_code for n in range(5)]
    assert answers == [422, 422, 422, 422, 404]
    assert prove(Client(), invited).status_code == 404
    row = Invitation.objects.get()
    assert trying.is_locked(row, timezone.now())
    assert not trying.is_locked(row, timezone.now() + trying.LOCKED_FOR)


def test_t23_five_more_after_half_an_hour_lock_it_for_good(invited):
    wrong = invited.patient.born_on + timedelta(days=1)
    for _ in range(2):
        for _ in range(5):
            prove(Client(), invited, wrong)
        Invitation.objects.update(locked_until=timezone.now())
    assert Invitation.objects.get().status == "locked"
    assert prove(Client(), invited).status_code == 404


def test_x28_used_replaced_expired_locked_and_forged_links_answer_alike(client, cast, zoe, fay):
    used = invite(fay, zoe, "one@example.org")
    prove(client, used)
    new_login(client, used)
    replaced = invite(fay, zoe, "two@example.org")
    fresh = invite(fay, zoe, "two@example.org")
    expired = invite(fay, zoe, "three@example.org")
    Invitation.objects.filter(pk=expired.pk).update(expires_at=fay.now - timedelta(seconds=1))
    stranger = Client()
    paths = [path_of(dead) for dead in (used, replaced, expired)] + [path_of(fresh)[:-2] + "x/"]
    answers = {(stranger.get(path).status_code, without_keys(stranger.get(path).content)) for path in paths}
    assert len(answers) == 1
    assert answers.pop()[0] == 404
    assert stranger.get(path_of(fresh)).status_code == 200


def test_sending_again_voids_the_earlier_mail_too(fay, zoe):
    invite(fay, zoe)
    invite(fay, zoe)
    rows = OutboundMessage.objects.filter(notice="patient.invited").order_by("created_at")
    assert sorted(outbox.deliver(row.pk) for row in rows) == ["dropped", "sent"]


def test_r124_the_same_form_twice_is_one_invitation(fay, zoe):
    import uuid

    key = uuid.uuid4()
    assert invite(fay, zoe, request_key=key) == invite(fay, zoe, request_key=key)
    assert OutboundMessage.objects.filter(notice="patient.invited").count() == 1


def test_an_existing_login_signs_in_and_accepts(client, cast, zoe, fay):
    invitation = invite(fay, zoe, "GINA@demo.example")
    prove(client, invitation)
    page = client.get(path_of(invitation)).content.decode()
    assert "has a login already" in page
    answer = new_login(client, invitation)
    assert not AccessGrant.objects.filter(patient=zoe).exists(), "no second password for a login that has one"
    client.post("/signin/", {"name": "gina@demo.example", "password": PASSWORD})
    prove(client, invitation)
    answer = client.post(path_of(invitation), {"terms": "on"})
    assert answer["Location"] == reverse("my:portal:home", args=["maple", zoe.pk])
    assert AccessGrant.objects.get(patient=zoe).user == cast.gina


def test_t21_somebody_signed_in_with_another_address_cannot_take_it(client, cast, zoe, fay):
    invitation = invite(fay, zoe, "gina@demo.example")
    client.post("/signin/", {"name": "hugo@demo.example", "password": PASSWORD})
    prove(client, invitation)
    assert "signed in as Hugo Brandt" in client.get(path_of(invitation)).content.decode()
    client.post(path_of(invitation), {"terms": "on"})
    assert not AccessGrant.objects.filter(patient=zoe).exists()


def test_terms_must_be_accepted(client, invited):
    prove(client, invited)
    assert new_login(client, invited, terms="").status_code == 422
    assert not Consent.objects.exists()


def test_who_is_not_invited(fay, cast, zoe):
    with pytest.raises(Refused, match="guardian"):
        invite(fay, zoe, relationship="self")
    with pytest.raises(Refused, match="already has access"):
        invite(fay, cast.leo, "Gina@demo.example")
    cast.paul.status = "deceased"
    cast.paul.save()
    with pytest.raises(Refused, match="active"):
        invite(fay, cast.paul, "new@example.org", relationship="self")


def test_r121_only_registration_staff_invite(client, acting, cast, zoe):
    with pytest.raises(NotAllowed):
        invite(acting(cast.sam), zoe)
    client.post("/signin/", {"name": "sam@demo.example", "password": PASSWORD})
    assert client.get(reverse("staff:registration:invite", args=["maple", zoe.pk])).status_code == 403


def test_a_practices_texts_stand_open_and_an_unknown_practice_is_a_404(client, cast):
    assert "not for emergencies" in client.get("/terms/maple/").content.decode()
    assert client.get("/privacy/maple/").status_code == 200
    assert client.get("/terms/nowhere/").status_code == 404


@pytest.mark.parametrize("who", ["gina", "hugo"])
def test_the_account_page_shows_whom_i_act_for_and_keeps_my_name(client, cast, who):
    client.post("/signin/", {"name": f"{who}@demo.example", "password": PASSWORD})
    path = reverse("my:registration:account", args=["maple", cast.leo.pk])
    assert re.search(r"Leo Garcia", client.get(path).content.decode())
    assert client.post(path, {"name": "New Name"}).status_code == 302
    assert "New Name" in client.get(path).content.decode()
