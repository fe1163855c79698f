"""A refill travels from the phone through a nurse and a prescriber to the answer (J5), and is given inside it (J6)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from messaging import threads
from practice.models import RefillRecord
from tests import build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
REFILL = "Patient Portal Rx Refill, Leo Garcia"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def open_in(page: Page, tab: str, name: str = f"Unread {REFILL}") -> None:
    page.goto(f"/staff/maple/messages/{tab}/")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("article")).to_be_visible()


@pytest.fixture
def chart(cast):
    """Leo's albuterol, which Dr Ada prescribes, and the pharmacy where it is fetched."""
    pharmacy = build.pharmacy(cast.maple, "Elm Street Pharmacy", "1 Elm Street, Albany")
    facts = {"days_supply": 30, "last_filled_on": cast.now.date() - timedelta(days=60)}
    return build.medication(cast.leo, "Albuterol", "90 mcg inhaler", pharmacy=pharmacy, prescriber=cast.ada, **facts)


@pytest.fixture
def gina(cast, enter, chart):
    """Gina's phone, on which she has just asked for Leo's albuterol."""
    page = enter(cast.gina, "phone")
    page.goto(f"/my/maple/{cast.leo.pk}/")
    page.get_by_role("link", name="Request a Refill").click()
    page.get_by_label("Albuterol").check()
    page.get_by_label("Note").fill("Nearly empty.")
    press(page, "Send")
    expect(page.get_by_role("heading", name="Patient Portal Rx Refill")).to_be_visible()
    return page


def test_j5_a_nurse_passes_a_refill_on_and_turns_the_answer_to_the_parent(cast, enter, gina):
    nia, ada = enter(cast.nia), enter(cast.ada)
    open_in(nia, "unread-portal")
    panel = nia.get_by_role("article")
    for fact in ("Albuterol 90 mcg inhaler", "Elm Street Pharmacy", "Nearly empty."):
        expect(panel.get_by_text(fact).first).to_be_visible()
    nia.get_by_role("article").get_by_role("link", name="Forward").click()
    expect(nia.get_by_role("checkbox", name=re.compile("Fay Lindgren"))).to_be_disabled()
    expect(nia.get_by_label("Include prior text")).to_be_checked()
    nia.get_by_role("checkbox", name=re.compile("Ada Moreau")).check()
    nia.get_by_label("Note").fill("May he have it?")
    press(nia, "Send")
    expect(nia.locator("#flash")).to_contain_text("Forwarded.")

    open_in(ada, "unread-phone")
    expect(ada.get_by_role("article").get_by_text("Nia Okonkwo").first).to_be_visible()
    expect(ada.get_by_role("article").get_by_text("Nearly empty.").first).to_be_visible()
    press(ada, "Reply")
    expect(ada.get_by_label("To", exact=True).locator("option:checked")).to_have_text("Nia Okonkwo")
    ada.get_by_label("Response").fill("Yes, one inhaler.")
    press(ada, "Send")
    expect(ada.locator("#flash")).to_contain_text("Sent to Nia Okonkwo.")
    gina.reload()
    expect(gina.get_by_text("May he have it?").or_(gina.get_by_text("Yes, one inhaler."))).to_have_count(0)

    open_in(nia, "unread-phone")
    press(nia, "Reply")
    nia.get_by_label("To", exact=True).select_option("Web Portal User")
    nia.get_by_label("Response").fill("It is at the pharmacy tomorrow.")
    nia.get_by_label("Completed: remove from all inboxes").check()
    press(nia, "Send")
    asked = nia.get_by_role("dialog", name="Gina Garcia, about Leo Garcia")
    expect(asked).to_contain_text("It is at the pharmacy tomorrow.")
    asked.get_by_role("button", name="Send").click()
    expect(nia.locator("#flash")).to_contain_text("Sent to Gina Garcia.")
    for page, tab in ((nia, "open"), (ada, "open")):
        page.goto(f"/staff/maple/messages/{tab}/")
        expect(page.get_by_role("link", name=REFILL)).to_have_count(0)
    gina.wait_for_timeout((threads.UNDO.total_seconds() + 1) * 1000)  # until then Nia can take it back
    gina.reload()
    expect(gina.get_by_text("It is at the pharmacy tomorrow.")).to_be_visible()
    expect(gina.get_by_text("Yes, one inhaler.")).to_have_count(0)


def test_j6_a_prescriber_refills_inside_the_reply_and_the_line_can_be_edited(cast, enter, gina):
    ada = enter(cast.ada)
    open_in(ada, "all", REFILL)
    press(ada, "Reply")
    press(ada, "Rx")
    rx = ada.get_by_role("region", name="Rx")
    expect(rx.get_by_label("Albuterol 90 mcg inhaler")).to_be_checked()
    rx.get_by_label("Quantity").fill("1 inhaler")
    rx.get_by_label("Refills", exact=True).fill("2")
    press(ada, "Add to response")
    response = ada.get_by_label("Response")
    expect(response).to_have_value(re.compile("Albuterol.*1 inhaler.*Elm Street Pharmacy", re.DOTALL))
    response.press("End")
    response.type(" Call us if it does not help.")
    ada.get_by_label("Completed: remove from all inboxes").check()
    assert not RefillRecord.objects.exists()
    press(ada, "Send")
    expect(ada.locator("#flash")).to_contain_text("Sent to Gina Garcia.")
    [record] = RefillRecord.objects.all()
    assert (record.quantity, record.refills) == ("1 inhaler", 2)
    gina.reload()  # a refill given is not taken back: its answer is there at once
    expect(gina.get_by_text("Call us if it does not help.")).to_be_visible()
