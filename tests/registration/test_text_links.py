"""A link that came as a text has no address to sign in with: whoever comes by it says one, once all is proven."""

import pytest
from django.urls import reverse

from practice.models import AccessGrant
from registration import pins, services, tokens
from tests.registration.papers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def texted(zoe, fay):
    """`texted(proof="question", …)`: what Ines was registered with, by text."""

    def register(**facts):
        facts = {"name": "Ines Quist", "relationship": "mother"} | facts
        return services.register(by=fay, patient=zoe, channel="text", phone="+15550104431", carrier="att", **facts)

    return register


def answer(client, invitation, **said):
    born_on = invitation.patient.born_on.isoformat()
    return client.post(reverse("welcome", args=[tokens.token(invitation)]), {"born_on": born_on} | said, follow=True)


def test_a_texted_pin_leads_to_an_account(client, texted, zoe):
    made = texted()
    assert make_account(client).status_code == 302, "nothing is proven yet: back to the PIN"
    assert not AccessGrant.objects.filter(patient=zoe).exists()
    page = answer(client, made, pin=pins.spoken(made))
    assert page.redirect_chain[-1][0] == reverse("pin_account", args=["maple"])
    assert make_account(client)["Location"] == reverse("my:portal:home", args=["maple", zoe.pk])
    assert AccessGrant.objects.get(patient=zoe).relationship == "mother"


def test_t25_a_texted_question_asks_for_the_birth_date_and_for_the_answer(client, texted, zoe):
    made = texted(proof="question", question="First pet?", answer="Rex")
    page = answer(client, made).content.decode()
    assert "First pet?" in page
    make_account(client)
    assert not AccessGrant.objects.filter(patient=zoe).exists(), "the birth date alone is not enough"
    assert answer(client, made, answer="Max").status_code == 422
    make_account(client)
    assert not AccessGrant.objects.filter(patient=zoe).exists()
    answer(client, made, answer="rex")
    assert make_account(client).status_code == 302
    assert AccessGrant.objects.get(patient=zoe).user.email == "ines@example.org"
