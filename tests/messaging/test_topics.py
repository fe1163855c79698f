"""A new message by topic: each has its form, its department and its place on Home."""

import re
import uuid

import pytest
from django.urls import reverse

from messaging import routing
from messaging.models import InsuranceChange, ReferralRequest, Thread
from messaging.services import asks
from practice.errors import NotAllowed, NotVisible, Refused

REFERRAL = {"about": "referral", "specialty": "Allergy", "wanted": "Dr Lund", "body": "Hives after nuts."}
INSURANCE = {"about": "insurance", "company": "Bluewater", "member_number": "B-2", "group_number": "", "body": ""}


@pytest.fixture
def gina(client, cast):
    client.force_login(cast.gina)
    return client


@pytest.fixture
def send(cast, gina):
    def post(topic, fields, **more):
        return gina.post(url(cast, topic), fields, **more)

    return post


def url(cast, topic: str) -> str:
    return reverse("my:messaging:ask", args=["maple", cast.leo.pk, topic])


def home(cast) -> str:
    return reverse("my:portal:home", args=["maple", cast.leo.pk])


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_referral_is_asked_for_and_reaches_its_department(cast, send, departments, has):
    sent = words(send("referral", REFERRAL, follow=True))
    thread = Thread.objects.get()
    assert (thread.kind, thread.subject, thread.department) == (
        "referral",
        "Patient Portal Referral",
        departments.referral,
    )
    assert has(thread) == {("Rita", "portal"): "department"}
    asked = ReferralRequest.objects.get(thread=thread)
    assert (asked.specialty, asked.wanted) == ("Allergy", "Dr Lund")
    for said in ("Specialty: Allergy", "Dr Lund", "Hives after nuts."):
        assert said in sent


def test_new_insurance_is_reported_on_its_own(cast, send, departments, has):
    sent = words(send("insurance", {**INSURANCE, "body": "Since this month."}, follow=True))
    thread = Thread.objects.get()
    assert (thread.kind, thread.subject) == ("insurance", "Insurance Change Notification")
    assert has(thread) == {("Fay", "portal"): "department"}
    assert InsuranceChange.objects.get(thread=thread).member_number == "B-2"
    assert "Insurance company: Bluewater" in sent
    assert "Since this month." in sent


def test_without_anybody_in_the_department_the_last_resort_has_it(cast, send, departments, has):
    departments.referral.members.clear()
    send("referral", REFERRAL)
    assert has(Thread.objects.get()) == {("Adele", "portal"): "fallback"}
    assert [m.user.name for m in routing.last_resort(cast.maple)] == ["Adele Dorsey"]


@pytest.mark.parametrize(("topic", "fields"), [("referral", REFERRAL), ("insurance", INSURANCE)])
def test_t71_the_same_form_sent_twice_makes_one_thread(send, topic, fields):
    key = uuid.uuid4()
    first, second = (send(topic, {**fields, "request_key": key}) for _twice in range(2))
    assert first.url == second.url
    assert Thread.objects.count() == 1


@pytest.mark.parametrize(
    ("topic", "fields", "missing"),
    [
        ("referral", REFERRAL, "specialty"),
        ("referral", REFERRAL, "body"),
        ("insurance", INSURANCE, "company"),
        ("insurance", INSURANCE, "member_number"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(send, topic, fields, missing):
    kept = send(topic, {**fields, missing: " "})
    assert kept.status_code == 422
    assert set(kept.context["form"].errors) == {missing}
    for name, value in fields.items():
        assert name == missing or value in words(kept)
    assert not Thread.objects.exists()


def test_text_that_is_too_long_is_refused(send):
    assert send("referral", {**REFERRAL, "body": "x" * 2001}).status_code == 422
    assert send("insurance", {**INSURANCE, "company": "x" * 121}).status_code == 422


def test_changing_the_topic_brings_its_form_with_what_was_written(cast, gina):
    fields = {"about": "referral", "subject": "Skin", "body": "A rash since May.", "request_key": uuid.uuid4()}
    changed = gina.post(url(cast, "general"), fields)
    assert changed.status_code == 200
    assert changed.context["form"]["body"].value() == "Skin\n\nA rash since May."
    page = words(changed)
    assert "Request a Referral" in page
    assert f'action="{url(cast, "referral")}"' in page
    assert not Thread.objects.exists()


def test_a_topic_nobody_knows_is_not_there(cast, gina):
    assert gina.get(url(cast, "money")).status_code == 404
    assert gina.post(url(cast, "general"), {"about": "money", "subject": "x", "body": "x"}).status_code == 422


def test_home_leads_to_what_can_be_asked(cast, gina):
    page = gina.get(home(cast))
    acts = {act["label"]: act["url"] for act in page.context["acts"]}
    assert acts["Send a Message"] == url(cast, "general")
    assert acts["Request a Referral"] == url(cast, "referral")


def test_a_limited_guardian_has_no_entry_and_the_post_is_refused(cast, gina, acting):
    cast.gina.grants.update(level="limited")
    assert "Request a Referral" not in words(gina.get(home(cast)))
    page = words(gina.get(url(cast, "general")))
    assert re.findall(r"<option[^>]*>([^<]+)", page) == ["A general question", "Insurance"]
    assert gina.get(url(cast, "referral")).status_code == 403
    assert gina.post(url(cast, "referral"), REFERRAL).status_code == 403
    with pytest.raises(NotAllowed):
        asks.ask_referral(by=acting(cast.gina), patient=cast.leo, specialty="Allergy", body="x")
    assert gina.post(url(cast, "insurance"), INSURANCE).status_code == 302


def test_somebody_elses_child_is_not_there(cast, acting):
    with pytest.raises(NotVisible):
        asks.ask_referral(by=acting(cast.hugo), patient=cast.mia, specialty="Allergy", body="x")


def test_the_door_wants_words_too(cast, acting):
    gina = acting(cast.gina)
    with pytest.raises(Refused):
        asks.ask_referral(by=gina, patient=cast.leo, specialty=" ", body="x")
    with pytest.raises(Refused):
        asks.report_insurance(by=gina, patient=cast.leo, company="Acme", member_number=" ")
