"""What a page of the Message Center asks by itself: cheap while nothing is new, and no sign of anybody being there."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.models import Delivery
from messaging.services import completing, reading
from portal.demo import PASSWORD

POLL = {"X-Poll": "1", "HX-Request": "true"}
MINUTE = 60


@pytest.fixture
def fay(client, cast):
    client.post("/signin/", {"name": "fay@demo.example", "password": PASSWORD})
    return client


def ask(client, url: str):
    return client.get(url, headers=POLL)


@pytest.fixture
def drawn(fay):
    """`drawn("open")`: what the page of this tab asks."""

    def url(tab="unread-portal", **query) -> str:
        return fay.get(reverse("staff:messaging:tab", args=["maple", tab], query=query)).context["news_url"]

    return url


def age(client, seconds: float) -> None:
    session = client.session
    session["seen_at"] = time.time() - seconds
    session.save()


def test_nothing_new_is_204_and_empty(fay, drawn, write):
    write()
    answer = ask(fay, drawn())
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_new_message_comes_with_its_row_the_counts_and_the_next_question(fay, drawn, write):
    url = drawn()
    write()
    answer = ask(fay, url)
    page = answer.content.decode()
    assert "Unread Cough, Leo Garcia" in page
    assert 'data-unread="1"' in page
    assert "(1 message)" in page
    assert "1 unread" in page
    assert ask(fay, answer.context["news_url"]).status_code == 204


@pytest.mark.parametrize("act", [reading.open_thread, completing.complete])
def test_what_a_colleague_or_another_tab_did_is_news(cast, acting, fay, drawn, write, act):
    thread = write()
    url = drawn()
    act(by=acting(cast.fay), thread=thread)
    answer = ask(fay, url)
    assert answer.status_code == 200
    assert "Cough" not in answer.content.decode()


def test_news_stay_within_the_filters(cast, fay, drawn, write):
    write()
    url = drawn("all", kind="appointment", after="")
    write(subject="Another")
    answer = ask(fay, url)
    assert "Another" not in answer.content.decode()
    assert "(2 messages)" in answer.content.decode()  # the counts are of everything


def test_asking_changes_nothing(cast, fay, drawn, write):
    write()
    url = drawn().partition("&seen")[0].partition("?seen")[0]
    before = list(Delivery.objects.values())
    with CaptureQueriesContext(connection) as asked:
        assert ask(fay, url).status_code == 200
    assert list(Delivery.objects.values()) == before
    assert all(query["sql"].startswith(("SELECT", "EXECUTE")) for query in asked)
    assert len(asked) <= 6


def test_a_tab_nobody_made_has_no_news(cast, fay):
    assert ask(fay, "/staff/maple/messages/spam/news/").status_code == 404


def test_t33_news_neither_extend_a_session_nor_escape_its_end(fay, drawn):
    url = drawn()
    age(fay, 9 * MINUTE)
    assert ask(fay, url).status_code == 204
    assert time.time() - fay.session["seen_at"] >= 9 * MINUTE
    age(fay, 10 * MINUTE)
    answer = ask(fay, url)
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers  # what is typed on the page stays there
    assert ask(fay, url).status_code == 401


def test_somebody_who_left_hears_nothing_more(cast, fay, drawn, write):
    url = drawn()
    cast.fay.ended_at = cast.now
    cast.fay.save()
    write(about=cast.leo)
    assert ask(fay, url).status_code == 404
