"""Messages on the patient's side, through the browser's eyes (R43, R49, R119, settled 18)."""

import re
import uuid

import pytest
from django.urls import reverse

from messaging import selectors
from messaging.models import Message, ReadMarker, Thread
from messaging.services import answering, forwarding


@pytest.fixture
def gina(client, cast):
    client.force_login(cast.gina)
    return client


def url(name, *args) -> str:
    return reverse(f"my:messaging:{name}", args=["maple", *args])


def words(response) -> str:
    return " ".join(response.content.decode().split())


def topics(page: str) -> list[str]:
    return re.findall(r"<option[^>]*>([^<]+)", page)


def test_an_empty_list_says_what_would_be_there(cast, gina):
    page = words(gina.get(url("threads", cast.leo.pk)))
    assert "No messages yet" in page
    assert "We answer within one business day." in page


def test_the_form_offers_only_what_works_and_warns_about_emergencies(cast, gina):
    page = words(gina.get(url("new", cast.leo.pk)))
    for word in ("About", "Subject", "Message", "Send", "call 911"):
        assert word in page
    assert topics(page) == ["A general question", "A refill", "A referral", "Insurance"]


def test_a_message_is_sent_once_and_shown(cast, gina):
    fields = {"about": "general", "subject": "Cough", "body": "At night.", "request_key": uuid.uuid4()}
    for _twice in range(2):
        sent = gina.post(url("new", cast.leo.pk), fields, follow=True)
        assert "At night." in words(sent)
    assert Thread.objects.count() == 1


def test_nothing_typed_is_lost_when_something_is_missing(cast, gina):
    kept = gina.post(url("new", cast.leo.pk), {"about": "general", "subject": "", "body": "At night."})
    assert kept.status_code == 422
    assert "At night." in words(kept)
    assert "Write something first." in words(kept)


def test_the_practice_speaks_with_one_voice(cast, acting, gina, write):
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], note="SECRET")
    thread.refresh_from_db()
    answering.reply(by=acting(cast.fay), thread=thread, response="Come in.", seen_number=thread.last_number)
    for page in (words(gina.get(url("thread", cast.leo.pk, thread.pk))), words(gina.get(url("threads", cast.leo.pk)))):
        assert "Come in." in page
        for hidden in ("SECRET", "Fay", "Lindgren", "Ada", "IC-General", "Forwarded"):
            assert hidden not in page


def test_looking_marks_nothing_and_the_small_post_does(cast, acting, gina, write):
    thread = write()
    answering.reply(by=acting(cast.fay), thread=thread, response="Come in.", seen_number=1)
    page = words(gina.get(url("thread", cast.leo.pk, thread.pk)))
    assert 'hx-trigger="load"' in page
    assert "Mark as read" in page
    assert not ReadMarker.objects.exists()
    assert "Unread" in words(gina.get(url("threads", cast.leo.pk)))
    sent = {"up_to": re.search(r'name="up_to" value="([^"]+)"', page)[1]}
    assert gina.post(url("reading", cast.leo.pk, thread.pk), sent, headers={"HX-Request": "true"}).content == b""
    assert selectors.unread_answers(acting(cast.gina), cast.leo) == 0
    assert "Mark as read" not in words(gina.get(url("thread", cast.leo.pk, thread.pk)))


def test_what_comes_after_the_page_was_drawn_stays_unread(cast, acting, gina, write, later):
    thread = write()
    fay = acting(cast.fay)
    first = answering.reply(by=fay, thread=thread, response="Come in.", seen_number=1)
    second = answering.reply(by=fay, thread=thread, response="Or call us.", seen_number=first.number)
    for seen, unread in ((first, 1), (second, 0), (first, 0)):
        gina.post(url("reading", cast.leo.pk, thread.pk), {"up_to": seen.pk})
        assert selectors.unread_answers(acting(cast.gina, at=later), cast.leo) == unread


def test_an_internal_word_is_no_message_a_patient_can_have_read(cast, acting, gina, write):
    thread = write()
    inside = forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], note="SECRET")
    gina.post(url("reading", cast.leo.pk, thread.pk), {"up_to": inside.pk})
    assert not ReadMarker.objects.exists()


def test_without_scripts_the_button_comes_back_to_the_thread(cast, gina, write):
    thread = write()
    assert gina.post(url("reading", cast.leo.pk, thread.pk)).url == url("thread", cast.leo.pk, thread.pk)


def test_an_answer_is_sent_and_an_empty_one_is_not(cast, gina, write):
    thread = write()
    empty = gina.post(url("answers", cast.leo.pk, thread.pk), {"body": " "})
    assert empty.status_code == 422
    sent = gina.post(url("answers", cast.leo.pk, thread.pk), {"body": "Still coughing."}, follow=True)
    assert "Still coughing." in words(sent)
    assert Message.objects.filter(thread=thread).count() == 2


def test_a_thread_about_one_child_is_not_found_under_the_other(cast, gina, write):
    thread = write()
    assert gina.get(url("thread", cast.mia.pk, thread.pk)).status_code == 404


def test_the_other_guardians_thread_is_not_found(cast, gina, write):
    thread = write(who=cast.hugo)
    assert gina.get(url("thread", cast.leo.pk, thread.pk)).status_code == 404
    assert gina.post(url("answers", cast.leo.pk, thread.pk), {"body": "x"}).status_code == 404


def test_booking_only_people_have_no_messages(cast, gina):
    cast.gina.grants.update(level="booking")
    for name in ("threads", "new"):
        assert gina.get(url(name, cast.leo.pk)).status_code == 403


def test_a_long_list_costs_no_more_than_a_short_one(cast, gina, write, django_assert_max_num_queries):
    for n in range(60):
        write(subject=f"Question {n}")
    gina.get(url("threads", cast.leo.pk))  # the first page of a session writes down that somebody is there
    with django_assert_max_num_queries(12):
        page = gina.get(url("threads", cast.leo.pk))
    assert len(page.context["threads"]) == 50
    assert len(gina.get(page.context["pager"]["older_url"]).context["threads"]) == 10
