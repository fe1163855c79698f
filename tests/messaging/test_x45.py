"""X45: emergency words in what patients write: a banner before sending, a flag for staff, no answer by itself."""

import re
import uuid

import pytest
from django.urls import reverse

from messaging import inbox, selectors
from messaging.models import Message, Thread
from messaging.services import answering, patient
from practice.errors import Refused

WRITTEN = "Leo has chest pain since noon."
CALL = "If somebody is in danger, call 911 now."
ABOUT = {
    "general": {"about": "general", "subject": "Leo", "body": WRITTEN},
    "refill": {"about": "refill", "other": "Albuterol", "other_pharmacy": "Elm Street", "body": WRITTEN},
    "referral": {"about": "referral", "specialty": "Heart", "body": WRITTEN},
    "insurance": {"about": "insurance", "company": "Acme", "member_number": "1", "body": WRITTEN},
}


@pytest.fixture
def gina(client, cast):
    client.force_login(cast.gina)
    return client


def url(name, *args) -> str:
    return reverse(f"my:messaging:{name}", args=["maple", *args])


def anyway(page) -> dict:
    """What the button `Send anyway` of the page carries."""
    found = re.search(r'<button[^>]* name="(\w+)" value="([^"]*)"[^>]*>(?:(?!</button>).)*Send anyway', page, re.DOTALL)
    return {found[1]: found[2]}


@pytest.mark.parametrize("topic", ABOUT)
def test_x45_a_new_message_is_not_sent_before_a_banner_and_nothing_of_it_is_lost(cast, gina, topic):
    sent = gina.post(url("ask", cast.leo.pk, topic), ABOUT[topic])
    page = sent.content.decode()
    assert sent.status_code == 422
    assert CALL in page
    for written in ABOUT[topic].values():
        assert written in page
    assert not Thread.objects.exists()


@pytest.mark.parametrize("topic", ABOUT)
def test_x45_sent_anyway_it_is_sent_and_flagged(cast, gina, topic):
    fields = ABOUT[topic] | {"request_key": uuid.uuid4()}
    warned = gina.post(url("ask", cast.leo.pk, topic), fields).content.decode()
    assert gina.post(url("ask", cast.leo.pk, topic), fields | anyway(warned)).status_code == 302
    assert Message.objects.get().urgent_words


def test_x45_a_reply_is_held_back_kept_and_sent_anyway(cast, gina, write):
    thread = write()
    warned = gina.post(url("answers", cast.leo.pk, thread.pk), {"body": WRITTEN})
    page = warned.content.decode()
    assert warned.status_code == 422
    assert CALL in page
    assert WRITTEN in page
    assert Message.objects.count() == 1
    gina.post(url("answers", cast.leo.pk, thread.pk), {"body": WRITTEN} | anyway(page))
    assert [said.urgent_words for said in Message.objects.order_by("number")] == [False, True]


def test_x45_other_emergency_words_than_those_acknowledged_are_warned_of_anew(write):
    with pytest.raises(Refused) as refused:
        write(body="Chest pain, and now a seizure.", acknowledged=["chest pain"])
    assert refused.value.code == "emergency_words"
    assert refused.value.extra["words"] == ["chest pain", "seizure"]


def test_x45_words_that_were_taken_out_again_need_no_acknowledging(write):
    write(body="All is well again.", acknowledged=["chest pain"])
    assert not Message.objects.get().urgent_words


def test_x45_in_the_subject_they_count_too(write):
    with pytest.raises(Refused):
        write(subject="Chest pain", body="See above.")


def test_x45_what_is_no_emergency_is_sent_at_the_first_press(cast, gina):
    assert gina.post(url("ask", cast.leo.pk, "general"), ABOUT["general"] | {"body": "He coughs."}).status_code == 302
    assert not Message.objects.get().urgent_words


@pytest.fixture
def urgent(write):
    return write(subject="Leo", body=WRITTEN, acknowledged=["chest pain"])


def test_x45_nothing_answers_it_by_itself(urgent):
    assert urgent.messages.count() == 1
    assert urgent.answered_at is None


def test_x45_staff_see_the_flag_on_the_row_until_it_is_answered(cast, acting, urgent):
    def flags():
        return [row.urgent for row in selectors.tab(acting(cast.fay), "all").rows]

    assert flags() == [True]
    answering.reply(by=acting(cast.fay), thread=urgent, response="Call 911.", seen_number=1)
    assert flags() == [False]
    patient.answer(by=acting(cast.gina), thread=urgent, body="Thank you, all is well.")
    assert flags() == [False]


def test_x45_the_row_and_the_message_say_it_in_words(cast, client, acting, urgent):
    client.force_login(cast.fay.user)
    page = client.get(reverse("staff:messaging:tab", args=["maple", "open"])).content.decode()
    assert "Emergency words" in page
    fay = acting(cast.fay)
    [part] = inbox.reader(fay, selectors.thread_page(fay, urgent), "open")["message"]["parts"]
    assert part["urgent"]
