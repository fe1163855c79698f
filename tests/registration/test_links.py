"""A link that was sent: with a PIN or a question beside the birth date, and a new one for one that came too late."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from practice.models import Contact, OutboundMessage
from registration import pins, questions, services, tokens
from registration.models import Invitation
from tests.registration.papers import paper

pytestmark = pytest.mark.django_db


def path_of(invitation) -> str:
    return reverse("welcome", args=[tokens.token(invitation)])


def day(invitation) -> str:
    return invitation.patient.born_on.isoformat()


@pytest.fixture
def sent(zoe, fay):
    contact = zoe.contacts.get()
    return services.invite(
        by=fay, patient=zoe, name=contact.name, email=contact.email, relationship="mother", contact=contact
    )


def test_the_birth_date_alone_is_not_enough_where_there_is_a_pin(client, zoe, fay):
    invitation = paper(zoe, fay, channel="email", email="ines@example.org")
    path = path_of(invitation)
    wrong = client.post(path, {"born_on": day(invitation), "pin": "AAAA-2222"})
    assert (wrong.status_code, b"does not match" in wrong.content) == (422, True)
    assert Invitation.objects.get(pk=invitation.pk).tries == 1
    assert client.post(path, {"born_on": day(invitation), "pin": pins.pin(invitation)}).status_code == 302
    assert b"Create your login" in client.get(path).content


def test_t25_the_question_comes_after_the_birth_date_and_its_answer_counts(client, zoe, fay):
    answer_hash = questions.hashed("Chez  Émile")
    facts = {"proof": "question", "question": "Where did we meet?", "answer_hash": answer_hash}
    path = path_of(paper(zoe, fay, channel="email", email="ines@example.org", **facts))
    assert b"Where did we meet?" not in client.get(path).content
    client.post(path, {"born_on": day(Invitation.objects.get())})
    assert b"Where did we meet?" in client.get(path).content
    wrong = client.post(path, {"answer": "Nowhere"})
    assert (wrong.status_code, b"does not match" in wrong.content) == (422, True)
    assert b"Create your login" not in client.get(path).content
    assert client.post(path, {"answer": "chez emile"}).status_code == 302
    assert b"Create your login" in client.get(path).content


def test_j8_6_a_link_that_came_too_late_brings_a_new_one_to_the_address_on_file(sent, fay):
    Invitation.objects.update(expires_at=fay.now - timedelta(seconds=1))
    assert b"Send me a new one" in Client().get(path_of(sent)).content
    Client().post(path_of(sent) + "again/")
    fresh = Invitation.objects.get(status="issued")
    assert (fresh.email, fresh.patient) == (sent.email, sent.patient)
    assert OutboundMessage.objects.filter(subject_ref=fresh.pk).count() == 1
    Client().post(path_of(sent) + "again/")
    assert Invitation.objects.filter(status="issued").count() == 1


@pytest.mark.parametrize("status", ["used", "replaced", "withdrawn", "locked"])
def test_j8_6_whatever_else_is_wrong_sends_nothing_and_says_the_same(sent, fay, cast, status):
    Invitation.objects.update(expires_at=fay.now - timedelta(seconds=1))
    used = {"used_at": fay.now, "used_by": cast.gina} if status == "used" else {}
    Invitation.objects.update(status=status, **used)
    answer = Client().post(path_of(sent) + "again/")
    assert b"Look at your e-mail" in answer.content
    assert Client().post("/welcome/forged/again/").content.count(b"Look at your e-mail") == 2
    assert not Invitation.objects.filter(status="issued").exists()


def test_t21_a_link_is_dead_once_another_address_is_on_file(client, sent):
    assert client.get(path_of(sent)).status_code == 200
    Contact.objects.filter(pk=sent.contact_id).update(email="other@example.org")
    assert client.get(path_of(sent)).status_code == 404
