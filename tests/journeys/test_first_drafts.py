"""A new message, typed in one browser, is there in another until it is discarded or sent (R44)."""

import re

import pytest
from playwright.sync_api import Page, expect

from messaging.models import FirstDraft, Thread

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
SAVED = re.compile(r"Draft saved \d+:\d\d [ap]m")


def type_into(page: Page, **texts: str) -> None:
    for label, text in texts.items():
        page.get_by_label(label, exact=True).press_sequentially(text)
    expect(page.get_by_text(SAVED)).to_be_visible()


def expect_typed(page: Page, **texts: str) -> None:
    for label, text in texts.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(text)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(r"//[^/]+/(signin/)?$"))


def discard(page: Page) -> None:
    page.get_by_role("button", name="Discard draft").click()
    expect(page.locator("#flash")).to_contain_text("Draft discarded.")
    expect_typed(page, Subject="", Message="")


def test_a_guardian_begins_a_message_on_one_phone_and_sends_it_from_another(cast, enter):
    here = f"/my/maple/{cast.leo.pk}/messages/new/general/"
    gina = enter(cast.gina, "phone")
    gina.goto(here)
    type_into(gina, Subject="Cough", Message="At night.")
    gina.get_by_label("Message", exact=True).press_sequentially(" No fever.")  # and leaves at once
    gina.get_by_role("link", name="Home").click()
    sign_out(gina)
    other = enter(cast.gina, "phone")
    other.goto(here)
    expect_typed(other, Subject="Cough", Message="At night. No fever.")
    discard(other)
    type_into(other, Subject="Hives", Message="After nuts.")
    other.get_by_label("About").select_option(label="A referral")
    expect(other.get_by_label("Why is it needed?")).to_have_value("Hives\n\nAfter nuts.")
    other.get_by_label("About").select_option(label="A general question")
    expect_typed(other, Subject="", Message="Hives\n\nAfter nuts.")
    type_into(other, Subject="Hives")
    other.get_by_role("button", name="Send").click()
    expect(other.locator("#flash")).to_contain_text("Sent.")
    assert Thread.objects.get().subject == "Hives"
    assert not FirstDraft.objects.exists()


def test_staff_begin_a_message_at_one_desk_and_send_it_from_another(cast, enter):
    here = f"/staff/maple/messages/new/?patient={cast.leo.pk}"
    fay = enter(cast.fay)
    fay.goto(here)
    type_into(fay, Subject="Card", Message="Bring the card.")
    fay.get_by_role("banner").locator("summary").last.click()
    sign_out(fay)
    other = enter(cast.fay)
    other.goto(here)
    expect_typed(other, Subject="Card", Message="Bring the card.")
    discard(other)
    other.get_by_label("Gina Garcia, mother").check()
    type_into(other, Subject="Form", Message="Your form is ready.")
    other.get_by_role("button", name="Send").click()
    expect(other.locator("#flash")).to_contain_text("Sent to ")
    assert Thread.objects.get().subject == "Form"
    assert not FirstDraft.objects.exists()
