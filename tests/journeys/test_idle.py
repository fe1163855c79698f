"""T-33: a minute before a session ends by itself the page asks, and at its end it is hidden and leads to sign-in."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from portal.sessions import STAFF_IDLE, SessionStore

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def unused_for(page: Page, seconds: float) -> None:
    """Let so long have passed since this browser asked for anything, and have it look at the clock."""
    [key] = [cookie["value"] for cookie in page.context.cookies() if "session" in cookie["name"]]
    session = SessionStore(key)
    session["seen_at"] = time.time() - seconds
    session.save()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_t33_the_page_asks_in_time_and_leaves_at_the_end(cast, enter, console):
    console.allow("401 (Unauthorized)")
    fay = enter(cast.fay)
    fay.goto("/staff/maple/patients/")
    unused_for(fay, STAFF_IDLE / 2)
    fay.wait_for_timeout(300)
    question = fay.get_by_role("dialog", name="Are you still there?")
    expect(question).to_be_hidden()

    unused_for(fay, STAFF_IDLE - 30)
    expect(question).to_be_visible()
    question.get_by_role("button", name="Stay signed in").click()
    expect(question).to_be_hidden()
    fay.reload()
    expect(fay.get_by_role("heading", name="Patients")).to_be_visible()

    unused_for(fay, STAFF_IDLE + 1)
    expect(fay).to_have_url(re.compile(r"/signin/\?next=/staff/maple/patients/"))
