"""A denied refill that asks the patient to book (J6, bad input): the sentence, and the way on to a request."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging.models import Message, RefillRequest
from messaging.services import forwarding, refills
from practice.models import PortalSettings

SENTENCE = "Please request an appointment, so that we can see you first."


@pytest.fixture
def now():
    """Pages read the machine's clock."""
    return timezone.now()


@pytest.fixture
def asked(cast, ask_refill, departments):
    departments.refill.members.add(cast.ada)
    return ask_refill()


@pytest.fixture
def deny(cast, client, asked):
    """`deny()`: Dr Ada denies in the reply window, with the box ticked that asks to book unless it is left out."""

    def send(**changes):
        client.force_login(cast.ada.user)
        fields = {"to": "portal", "response": "We need to see Leo.", "after": "keep", "deny": "1", "ask_to_book": "on"}
        fields |= {"seen_number": asked.last_number, "request_key": uuid.uuid4(), **changes}
        address = reverse("staff:messaging:reply", args=["maple", asked.pk], query={"tab": "open"})
        sent = client.post(address, {name: value for name, value in fields.items() if value is not None})
        assert sent.status_code == 302

    return send


@pytest.fixture
def way_on(cast, client, asked):
    """`way_on()`: where the button leads that Gina finds above the thread; empty where there is none."""

    def address() -> str:
        client.force_login(cast.gina)
        page = client.get(reverse("my:messaging:thread", args=["maple", cast.leo.pk, asked.pk])).content.decode()
        found = re.search(r'<a [^>]*href="([^"]*)">(?:(?!</a>).)*Request an Appointment</a>', page, re.DOTALL)
        return found[1] if found else ""

    return address


def test_j6_the_window_offers_to_ask_the_patient_to_book(cast, client, asked):
    client.force_login(cast.ada.user)
    address = reverse("staff:messaging:opening", args=["maple", asked.pk], query={"tab": "open", "do": "reply"})
    assert "With Deny: ask the patient to book" in client.post(address, follow=True).content.decode()


def test_j6_the_denial_says_so_and_leads_on_to_a_request(cast, client, deny, way_on):
    deny()
    assert Message.objects.order_by("-number").first().body == f"We need to see Leo.\n\n{SENTENCE}"
    assert way_on() == reverse("my:scheduling:request", args=["maple", cast.leo.pk])
    assert client.get(way_on(), follow=True).status_code == 200


def test_j6_colleagues_see_that_it_was_asked(cast, client, asked, deny):
    deny()
    page = client.get(reverse("staff:messaging:tab", args=["maple", "open"], query={"selected": asked.pk}))
    assert "the patient is asked to book" in page.content.decode()


def test_j6_a_denial_alone_leads_nowhere(deny, way_on):
    deny(ask_to_book=None)
    assert SENTENCE not in Message.objects.order_by("-number").first().body
    assert way_on() == ""


def test_j6_where_no_requests_are_taken_there_is_no_button(cast, deny, way_on):
    deny()
    PortalSettings.objects.filter(practice=cast.maple).update(requests_on=False)
    assert way_on() == ""


def test_j6_what_only_a_colleague_was_told_shows_no_button(cast, acting, asked, way_on):
    forwarding.forward(by=acting(cast.nia), thread=asked, to=[cast.ada])
    asked.refresh_from_db()
    told = {"response": "Leo should come in.", "seen_number": asked.last_number, "to": cast.nia, "ask_to_book": True}
    refills.deny(by=acting(cast.ada), thread=asked, **told)
    assert way_on() == ""


def test_j6_what_is_refilled_after_all_asks_for_no_visit(cast, acting, asked, deny, way_on, albuterol, pharmacy):
    deny()
    asked.refresh_from_db()
    order = {"medication": albuterol, "pharmacy": pharmacy, "quantity": "1 inhaler", "refills": 0}
    said = {"response": "Here it is.", "seen_number": asked.last_number}
    refills.refill(by=acting(cast.ada), thread=asked, **order, **said)
    assert not RefillRequest.objects.get(thread=asked).asks_to_book
    assert way_on() == ""
