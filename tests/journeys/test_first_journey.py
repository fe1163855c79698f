"""The main job, end to end: asked on a phone, answered from the Message Center, told by e-mail. Real everything."""

import re

import pytest
from playwright.sync_api import Page, expect

from scheduling.models import AppointmentRequest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.xdist_group("worker"),
    pytest.mark.django_db(transaction=True),
]


STRIPES = """link => {
  let painted = "";
  for (let box = link; box && !box.matches("main"); box = box.parentElement) {
    painted += getComputedStyle(box).backgroundImage;
  }
  return painted;
}"""


def sign_in(page: Page, name: str) -> None:
    page.goto("/signin/")
    page.get_by_label("E-mail").fill(f"{name}@demo.example")
    page.get_by_label("Password").fill("frontdesk-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).not_to_have_url(re.compile("/signin/"))


def choose(page: Page, question: str, answer: str) -> None:
    """Answer one step of the request and go on."""
    expect(page.get_by_role("radiogroup", name=question)).to_be_visible()
    page.get_by_label(answer, exact=True).check()
    page.get_by_role("button", name="Continue").click()


def ask_for_a_visit(page: Page) -> str:
    """Paul asks for the first free time with Dr Ada; returns how the page writes it."""
    page.get_by_role("link", name="Request an Appointment").click()
    expect(page.get_by_text("Speech therapy")).to_have_count(0)
    choose(page, "Case", "Primary care")
    choose(page, "Visit type", "Well visit")
    choose(page, "Location", "North")
    choose(page, "Provider", "Dr Ada")
    slot = page.get_by_role("checkbox", name=re.compile(r"^\w{3}, \w{3} \d+, \d+:\d\d [ap]m$")).first
    slot.check()
    time = slot.evaluate("box => box.getAttribute('aria-label') || box.labels[0].innerText").strip()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Reason").fill("Yearly check-up.")
    page.get_by_label("My insurance has changed").check()
    page.get_by_label("Insurance company").fill("Bluewater Health")
    page.get_by_label("Member number").fill("BW 12")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", name="Requested, not booked")).to_be_visible()
    return time


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_request_is_asked_on_a_phone_and_answered_from_the_message_center(
    cast, open_page, celery_worker, smtp, scripts
):
    paul = open_page("phone", java_script_enabled=scripts)
    sign_in(paul, "paul")
    time = ask_for_a_visit(paul)

    sam = open_page(java_script_enabled=scripts)
    sign_in(sam, "sam")
    sam.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("Message Center")).click()
    row = sam.get_by_role("link", name="Appointment Request, Paul Novak")
    expect(row).to_contain_text("Unread")
    row.click()
    reader = sam.get_by_role("article", name="Appointment Request")
    expect(reader.get_by_text("Yearly check-up.")).to_be_visible()
    expect(reader.get_by_role("radio", name=re.compile(re.escape(time)))).to_be_checked()
    reader.get_by_role("button", name="Approve").click()
    expect(sam.get_by_role("link", name="Appointment Request, Paul Novak")).to_have_count(0)

    sam.goto("/staff/maple/messages/completed/")
    expect(sam.get_by_role("link", name="Appointment Request, Paul Novak")).to_be_visible()

    (mail,) = smtp.wait_for(1)
    assert mail["To"] == "paul@demo.example"
    text = mail.get_body(("plain",)).get_content()
    assert "/my/maple/" in text
    assert "check-up" not in mail.as_string()
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["text/calendar"]

    paul.get_by_role("navigation", name="Main").get_by_role("link", name="Appointments").click()
    expect(paul.get_by_role("region", name="Upcoming").get_by_text(time)).to_be_visible()
    paul.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("Messages")).click()
    expect(paul.get_by_role("link", name=re.compile("Insurance Change Notification"))).to_be_visible()


def test_j1_sam_approves_on_the_calendar_and_it_is_done_with_for_all(cast, open_page, celery_worker, smtp):
    paul = open_page("phone")
    sign_in(paul, "paul")
    time = ask_for_a_visit(paul)
    expect(paul.get_by_text("Nothing is booked yet.")).to_be_visible()
    expect(paul.get_by_role("main")).to_contain_text(time)
    paul.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("Messages")).click()
    for subject in ("Appointment Request", "Insurance Change Notification"):
        expect(paul.get_by_role("link", name=re.compile(subject))).to_be_visible()

    fay, sam = open_page(), open_page()
    sign_in(fay, "fay")
    fay.goto("/staff/maple/messages/unread-portal/")
    for subject in ("Appointment Request", "Insurance Change Notification"):
        link = fay.get_by_role("link", name=f"Unread {subject}, Paul Novak", exact=True)
        expect(fay.get_by_role("row").filter(has=link)).to_contain_text("Web Portal User")
    sign_in(sam, "sam")
    asked = AppointmentRequest.objects.get(patient=cast.paul)
    _day, _comma, at = time.rpartition(", ")
    on = asked.slots.get().starts_at.astimezone(cast.north.zone).date().isoformat()
    sam.goto(f"/staff/maple/schedule/day/{on}/?location={cast.north.pk}")
    requested = sam.get_by_role("link", name=f"{at} Paul Novak, Well visit, Requested")
    expect(requested).to_contain_text("Requested")
    # Stripes for the eye, the word for everybody.
    assert "repeating-linear-gradient" in requested.evaluate(STRIPES)
    requested.click()
    sam.get_by_role("button", name="Approve").click()
    expect(sam.get_by_text("the visit is booked")).to_be_visible()
    sam.goto(f"/staff/maple/schedule/day/{on}/?location={cast.north.pk}")
    expect(sam.get_by_role("link", name=f"{at} Paul Novak, Well visit, Booked")).to_be_visible()
    expect(requested).to_have_count(0)

    fay.goto("/staff/maple/messages/unread-portal/")
    expect(fay.get_by_role("link", name="Insurance Change Notification, Paul Novak")).to_be_visible()
    expect(fay.get_by_role("link", name="Appointment Request, Paul Novak")).to_have_count(0)
    fay.goto("/staff/maple/messages/completed/")
    expect(fay.get_by_role("link", name="Appointment Request, Paul Novak")).to_be_visible()

    (mail,) = smtp.wait_for(1)
    (file,) = mail.iter_attachments()
    assert (mail["To"], file.get_content_type()) == ("paul@demo.example", "text/calendar")
    for clinical in ("Well", "check-up", "Dr Ada", "Primary care"):
        assert clinical not in mail.as_string()
        assert clinical not in file.get_content()
    paul.goto(f"/my/maple/{cast.paul.pk}/messages/{asked.thread_id}/")
    expect(paul.get_by_text(f"Your appointment is booked: {time}")).to_be_visible()


def test_a_reply_reaches_the_parent_and_completes_the_thread(cast, open_page, celery_worker, smtp):
    paul = open_page("phone")
    sign_in(paul, "paul")
    paul.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("Messages")).click()
    paul.get_by_role("link", name="New message").click()
    paul.get_by_label("Subject").fill("School form")
    paul.get_by_label("Message").fill("Can I bring it by?")
    paul.get_by_role("button", name="Send").click()
    expect(paul.get_by_text("Can I bring it by?")).to_be_visible()

    fay = open_page()
    sign_in(fay, "fay")
    fay.goto("/staff/maple/messages/")
    fay.get_by_role("link", name="School form, Paul Novak").click()
    fay.get_by_role("link", name="Reply").or_(fay.get_by_role("button", name="Reply")).first.click()
    fay.get_by_label("Response").fill("Any morning, please.")
    fay.get_by_label("Completed: remove from all inboxes").check()
    fay.get_by_role("button", name="Send").click()
    expect(fay.get_by_role("link", name="School form, Paul Novak")).to_have_count(0)

    (mail,) = smtp.wait_for(1)
    assert "Any morning" not in mail.as_string()
    # The worker's own base address is not this web server's, so only the path counts here.
    paul.goto(re.search(r"http://[^/]+(/\S+)", mail.get_body(("plain",)).get_content()).group(1))
    expect(paul.get_by_text("Any morning, please.")).to_be_visible()
