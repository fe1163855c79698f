"""The lists of the Message Center: its tabs, their counts and pages, and what a page of them costs (R35, R36)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from messaging.models import Delivery, Message, Thread
from tests.messaging.pages import center, words

TABS = ["unread-portal", "unread-phone", "open", "sent", "completed", "all"]
# Session, user, member; the practices and the pending requests of the rail; the tabs' counts, the rows, their tags.
BUDGET = 8


def test_the_message_center_opens_on_unread_portal(cast, sign_in, write):
    write()
    page = words(sign_in(cast.fay).get(reverse("staff:messaging:inbox", args=["maple"])))
    for tab in ("Unread Portal", "Unread Phone", "Open", "Sent", "Completed", "All"):
        assert tab in page
    assert "Unread Cough, Leo Garcia" in page
    assert "Web Portal User" in page


@pytest.mark.parametrize("tab", TABS)
def test_an_empty_tab_says_what_would_be_there(cast, sign_in, tab):
    response = sign_in(cast.fay).get(center(tab))
    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


def test_a_tab_nobody_made_is_not_found(cast, sign_in):
    assert sign_in(cast.fay).get(center("spam")).status_code == 404


def fill(cast, count: int, who=None, kind: str = "general") -> None:
    threads = [
        Thread(
            practice=cast.maple,
            patient=(cast.leo, cast.mia, cast.paul)[n % 3],
            account=cast.gina,
            kind=kind,
            subject=f"Question {n:03}",
            last_number=1,
            last_at=cast.now - timedelta(minutes=n),
            started_at=cast.now,
        )
        for n in range(count)
    ]
    Thread.objects.bulk_create(threads)
    Message.objects.bulk_create(
        Message(
            practice=cast.maple,
            thread=t,
            number=1,
            side="patient",
            author=cast.gina,
            body="?",
            sent_at=cast.now,
            visible_from=cast.now,
        )
        for t in threads
    )
    Delivery.objects.bulk_create(
        Delivery(practice=cast.maple, thread=t, member=who or cast.nia, reason="department", delivered_at=cast.now)
        for t in threads
    )


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("count", [3, 300])
def test_a_list_costs_the_same_for_three_rows_and_for_three_hundred(
    cast, sign_in, tab, count, django_assert_max_num_queries
):
    fill(cast, count, cast.sam, "appointment")
    client = sign_in(cast.sam)
    client.get(center(tab))  # the first page of a session writes down that somebody is there
    with django_assert_max_num_queries(BUDGET):
        assert client.get(center(tab)).status_code == 200


def test_counts_are_exact_to_99_and_then_99_plus(cast, sign_in):
    fill(cast, 99)
    page = sign_in(cast.nia).get(center())
    assert [tab.count for tab in page.context["tabs"]] == [99, 0, 99, 0, 0, 0]
    fill(cast, 1)
    page = sign_in(cast.nia).get(center())
    assert [tab.count for tab in page.context["tabs"]] == ["99+", 0, "99+", 0, 0, 0]


def test_paging_shows_every_row_once(cast, sign_in):
    fill(cast, 120)
    client, seen, url = sign_in(cast.nia), [], center("open")
    while url:
        page = client.get(url)
        seen += [row.subject for row in page.context["rows"]]
        url = page.context["pager"]["older_url"]
    assert seen == [f"Question {n:03}" for n in range(120)]


def test_a_broken_page_key_starts_from_the_top(cast, sign_in, write):
    write()
    assert "Cough, Leo Garcia" in words(sign_in(cast.fay).get(center("open", after="nonsense~x")))
