"""The Message Center keeps itself up to date, and out of the way of whoever works in it."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from messaging.models import Thread
from messaging.services import answering, patient
from messaging.services.completing import complete

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
UNREAD_PORTAL = "/staff/maple/messages/unread-portal/"
AT_MOST = 5_000  # ms


@pytest.fixture
def write(cast, acting):
    """`write("Fever")`: a message from Gina about Leo, to Fay."""

    def send(subject: str) -> Thread:
        gina = acting(cast.gina, at=timezone.now())
        return patient.send_message(by=gina, patient=cast.leo, subject=subject, body="Since this morning.")

    return send


def row(page: Page, subject: str):
    return page.get_by_role("link", name=re.compile(f"{subject}, Leo Garcia"))


def subjects(page: Page) -> list[str]:
    return page.locator("#list .subject").all_inner_texts()


def test_a_message_appears_within_five_seconds_everywhere_and_is_announced(cast, enter, write):
    page, other = enter(cast.fay), enter(cast.fay)
    page.goto(UNREAD_PORTAL)
    other.goto("/staff/maple/messages/open/")
    page.wait_for_function("document.readyState === 'complete'")
    expect(page.locator(".empty")).to_be_visible()
    write("Fever")
    expect(row(page, "Unread Fever")).to_be_visible(timeout=AT_MOST)
    expect(page).to_have_title(re.compile(r"^\(1\) Message Center"))
    expect(page.get_by_role("link", name="Unread Portal (1 message)")).to_be_visible()
    expect(page.locator(".rail").get_by_role("link", name="Message Center (1 unread)")).to_be_visible()
    expect(page.locator("#told")).to_have_text("Unread Fever, Leo Garcia")
    expect(row(other, "Fever")).to_be_visible(timeout=AT_MOST)
    write("Rash")
    expect(row(page, "Unread Rash")).to_be_visible(timeout=AT_MOST)
    assert subjects(page) == ["Rash", "Fever"]
    row(page, "Unread Rash").click()
    expect(page.get_by_role("heading", name="Rash")).to_be_visible()


def test_what_is_being_typed_read_and_scrolled_stays(cast, acting, enter, write):
    for n in range(30):
        write(f"Old {n:02}")
    page = enter(cast.fay)
    page.goto(UNREAD_PORTAL)
    row(page, "Old 15").click()
    page.get_by_role("button", name="Reply").click()
    field = page.get_by_label("Response")
    field.fill("Come in at nine")
    page.locator(".list-scroll").evaluate("pane => { pane.scrollTop = 300 }")
    seen = page.evaluate("document.elementFromPoint(600, 250)?.closest('tr')?.dataset.id")
    write("New one")
    complete(by=acting(cast.nia), thread=Thread.objects.get(subject="Old 15"))
    expect(row(page, "Unread New one")).to_have_count(1, timeout=AT_MOST)
    expect(field).to_be_focused()
    expect(field).to_have_value("Come in at nine")
    assert page.evaluate("document.elementFromPoint(600, 250)?.closest('tr')?.dataset.id") == seen
    expect(page.get_by_role("heading", name="Old 15")).to_be_visible()


def test_a_selected_row_that_left_the_tab_stays_until_it_is_left(cast, acting, enter, write):
    first, second = write("First"), write("Second")
    page = enter(cast.fay)
    page.goto(UNREAD_PORTAL)
    row(page, "First").click()
    expect(page.get_by_role("heading", name="First")).to_be_visible()
    for thread in (first, second):
        answering.reply(by=acting(cast.nia), thread=thread, response="Done.", seen_number=1, after_sending="completed")
    expect(row(page, "Second")).to_have_count(0, timeout=AT_MOST)
    expect(row(page, "First")).to_have_attribute("aria-current", "true")


def test_t33_who_was_signed_out_is_told_and_the_page_asks_no_more(cast, enter, write, console):
    console.allow("401")
    write("Fever")
    page = enter(cast.fay)
    page.goto(UNREAD_PORTAL)
    row(page, "Fever").click()
    page.get_by_role("button", name="Reply").click()
    page.get_by_label("Response").fill("Come in at nine")
    Session.objects.all().delete()
    expect(page.get_by_role("alert").filter(has_text="signed out")).to_be_visible(timeout=AT_MOST)
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.get_by_label("Response")).to_have_value("Come in at nine")
    asked: list[str] = []
    page.on("request", lambda request: "x-poll" in request.headers and asked.append(request.url))
    began = time.monotonic()
    while time.monotonic() - began < 5:
        page.wait_for_timeout(500)
    assert asked == []


def test_the_slash_key_searches(cast, enter, write):
    write("Fever")
    write("Rash")
    page = enter(cast.fay)
    page.goto("/staff/maple/messages/all/")
    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Search messages")
    expect(field).to_be_focused()
    field.fill("rash")
    field.press("Enter")
    expect(row(page, "Rash")).to_be_visible()
    expect(row(page, "Fever")).to_have_count(0)
    page.get_by_text("Filters").click()
    page.get_by_label("Unanswered").check()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("q=rash.*unanswered=1"))
    page.get_by_role("link", name="Clear").click()
    expect(row(page, "Fever")).to_be_visible()
