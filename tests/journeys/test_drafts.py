"""What is typed is there again in another browser, and colleagues see who types it (X41, T-33)."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from embedded.children import wait_until
from messaging.models import Draft, Thread
from messaging.services import patient

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
AT_MOST = 5_000  # ms
SAVED = re.compile(r"Draft saved \d+:\d\d [ap]m")


@pytest.fixture
def thread(cast, acting) -> Thread:
    """A message from Gina about Leo, for Fay."""
    return patient.send_message(by=acting(cast.gina), patient=cast.leo, subject="Cough", body="At night.")


def center(thread, do="") -> str:
    return f"/staff/maple/messages/all/?selected={thread.pk}" + (f"&do={do}" if do else "")


def writers(page: Page):
    return page.get_by_text("Fay Lindgren is replying")


def test_one_types_the_other_sees_who_and_the_text_is_there_in_another_browser(cast, enter, thread):
    nia, fay = enter(cast.nia), enter(cast.fay)
    nia.goto(center(thread, "reply"))
    fay.goto(center(thread))
    fay.get_by_role("button", name="Reply").click()
    expect(fay.get_by_label("Response")).to_be_focused()
    expect(writers(nia)).to_be_visible(timeout=AT_MOST)
    fay.keyboard.type("Come in at nine.")
    expect(fay.get_by_text(SAVED)).to_be_visible()
    expect(fay.get_by_role("button", name="Discard draft")).to_be_visible()
    fay.keyboard.type(" Bring the inhaler.")  # and closes the browser at once
    fay.goto("about:blank")
    # A browser that somebody closes still sends its last words; one that a test closes may not.
    assert wait_until(lambda: Draft.objects.filter(body__endswith="inhaler.").exists(), 5)
    fay.context.close()
    expect(writers(nia)).to_have_count(0, timeout=AT_MOST)
    expect(nia.get_by_label("Response")).to_have_value("")
    again = enter(cast.fay, "phone")
    again.goto("/staff/maple/messages/all/")
    expect(again.get_by_role("row").filter(has_text="Draft")).to_be_visible()
    again.get_by_role("link", name=re.compile("Cough, Leo Garcia")).click()
    expect(again.get_by_text("You have begun a reply")).to_be_visible()
    again.get_by_role("link", name="Continue").click()
    expect(again.get_by_label("Response")).to_have_value("Come in at nine. Bring the inhaler.")
    expect(again.get_by_text(SAVED)).to_be_visible()
    again.get_by_role("button", name="Discard draft").click()
    expect(again.locator("#flash")).to_contain_text("Draft discarded.")
    assert not Draft.objects.exists()


def test_x41_completed_by_another_the_writer_reads_on_and_keeps_the_text(cast, enter, thread):
    fay, nia = enter(cast.fay), enter(cast.nia)
    fay.goto(center(thread, "reply"))
    fay.get_by_label("Response").fill("Come in at nine.")
    expect(fay.get_by_text(SAVED)).to_be_visible()
    nia.goto(center(thread))
    nia.get_by_role("button", name="Complete").click()
    expect(nia.locator("#flash")).to_contain_text("Completed.")
    fay.goto(center(thread))
    expect(fay.get_by_text("Completed by Nia Okonkwo")).to_be_visible()
    fay.get_by_role("link", name="Continue").click()
    expect(fay.get_by_role("region", name="Since you began")).to_contain_text("Completed by Nia Okonkwo")
    expect(fay.get_by_label("Response")).to_have_value("Come in at nine.")
    fay.get_by_role("button", name="Send").click()
    expect(fay.locator("#flash")).to_contain_text("Sent to Gina Garcia.")
    assert not Draft.objects.exists()


def test_t33_who_types_on_after_the_session_ended_finds_that_too(cast, enter, thread, console):
    console.allow("401")
    fay = enter(cast.fay)
    fay.goto(center(thread, "reply"))
    fay.get_by_label("Response").fill("Come in")
    expect(fay.get_by_text(SAVED)).to_be_visible()
    Session.objects.all().delete()
    fay.get_by_label("Response").press_sequentially(" at nine.")
    alert = fay.get_by_role("alert").filter(has_text="What you typed is kept for you")
    expect(alert).to_be_visible(timeout=AT_MOST)
    assert "/signin/" in alert.get_by_role("link", name="Sign in").get_attribute("href")


def test_a_guardian_goes_on_with_a_reply_on_another_phone(cast, enter, thread):
    here = f"/my/maple/{cast.leo.pk}/messages/{thread.pk}/"
    gina = enter(cast.gina, "phone")
    gina.goto(here)
    gina.get_by_label("Reply").fill("He has a fever, too.")
    expect(gina.get_by_text(SAVED)).to_be_visible()
    other = enter(cast.gina, "phone")
    other.goto(here)
    expect(other.get_by_label("Reply")).to_have_value("He has a fever, too.")
    other.get_by_role("button", name="Send").click()
    expect(other.locator("#flash")).to_contain_text("Sent.")
    expect(other.get_by_label("Reply")).to_have_value("")
