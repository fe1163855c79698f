"""The front desk registers families: by e-mail, by text, on paper, with a question (J4.3-7)."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from practice.models import Patient
from registration import pins
from registration.models import Invitation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
REFUSED = "422 (Unprocessable Entity)"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def begin(page: Page, patient: Patient) -> None:
    page.goto(f"/staff/maple/patients/{patient.pk}/")
    page.get_by_role("link", name="Register", exact=True).click()
    expect(page.get_by_role("heading", name="Register", exact=True)).to_be_visible()


def named(cast, given: str) -> Patient:
    return Patient.objects.get(practice=cast.maple, given_name=given)


def test_j4_by_e_mail_the_parent_gets_the_link_and_the_pin(cast, enter, celery_worker, smtp):
    fay = enter(cast.fay)
    begin(fay, cast.amira)
    expect(fay.get_by_label("PIN", exact=True)).to_be_checked()
    expect(fay.get_by_label("Email Address", exact=True)).to_be_checked()
    expect(fay.get_by_label("E-mail", exact=True)).to_have_value("salma.haddad@mail.example")
    expect(fay.get_by_label("Cell Carrier")).to_be_hidden()
    press(fay, "Complete Registration")
    expect(fay.get_by_text("An e-mail is on its way to salma.haddad@mail.example.")).to_be_visible()
    expect(fay.get_by_text("Pending", exact=True)).to_be_visible()
    (letter,) = smtp.wait_for(1)
    made = Invitation.objects.get(patient=cast.amira)
    said = letter.get_body(("plain",)).get_content()
    assert pins.spoken(made) in said
    assert "/welcome/" in said
    assert letter["To"] == "salma.haddad@mail.example"


def test_j4_a_text_needs_the_carrier(cast, enter, console, celery_worker):
    console.allow(REFUSED)
    fay, walter = enter(cast.fay), named(cast, "Walter")
    begin(fay, walter)
    fay.get_by_label("Text Message").check()
    expect(fay.get_by_label("E-mail", exact=True)).to_be_hidden()
    expect(fay.get_by_label("Cell Phone")).to_have_value("(555) 010-4422")
    press(fay, "Complete Registration")
    expect(fay.get_by_role("alert")).to_contain_text("Cell Carrier is required for text messages")
    expect(fay.get_by_label("Text Message")).to_be_checked()
    assert not Invitation.objects.filter(patient=walter).exists()
    fay.get_by_label("Cell Carrier").select_option(label="Verizon")
    press(fay, "Complete Registration")
    expect(fay.get_by_text("A text message is on its way to (555) 010-4422.")).to_be_visible()
    fay.get_by_role("link", name="Portal access").click()
    row = fay.get_by_role("row", name=re.compile("PIN by text"))
    expect(row).to_be_visible()
    for _try in range(20):
        if row.get_by_text("Sent", exact=True).count():
            break
        fay.wait_for_timeout(500)
        fay.reload()
    expect(row.get_by_text("Sent", exact=True)).to_be_visible()


def test_j4_on_paper_nothing_is_sent_and_the_pin_is_shown_once(cast, enter):
    fay = enter(cast.fay)
    begin(fay, cast.teen)
    fay.get_by_label("Do not send PIN").check()
    expect(fay.get_by_label("E-mail", exact=True)).to_be_hidden()
    fay.get_by_label("Print PIN").check()
    press(fay, "Complete Registration")
    expect(fay.get_by_role("heading", name="PIN for Zoë Laurent")).to_be_visible()
    first = Invitation.objects.get(patient=cast.teen)
    fay.evaluate(AXE_SCRIPT)
    assert fay.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)") == []
    fay.emulate_media(media="print")
    for said in ("Maple Pediatrics", pins.spoken(first), "/pin/maple/", "Works until", "Claire Laurent"):
        expect(fay.get_by_role("article")).to_contain_text(said)
    expect(fay.get_by_role("img", name="QR code of the address")).to_be_visible()
    for unprinted in ("Done", "Print"):
        expect(fay.get_by_role("button", name=unprinted, exact=True)).to_be_hidden()
    fay.emulate_media(media="screen")
    press(fay, "Done")
    expect(fay.get_by_text("PIN on paper")).to_be_visible()
    fay.go_back()
    expect(fay.get_by_text(pins.spoken(first))).to_have_count(0)

    begin(fay, cast.teen)
    expect(fay.get_by_text("PIN issued 1 min ago by Fay")).to_be_visible()
    press(fay, "Reprint PIN")
    second = Invitation.objects.get(patient=cast.teen, status="issued")
    expect(fay.get_by_role("article")).to_contain_text(pins.spoken(second))
    assert second != first


def test_j4_two_at_once_the_second_reprints_or_leaves(cast, enter, console):
    console.allow(REFUSED)
    fay, colleague = enter(cast.fay), enter(cast.fay, "phone")
    begin(fay, cast.amira)
    begin(colleague, cast.amira)
    press(fay, "Complete Registration")
    expect(fay.get_by_text("Pending", exact=True)).to_be_visible()
    press(colleague, "Complete Registration")
    expect(colleague.get_by_role("alert")).to_contain_text("PIN issued 1 min ago by Fay")
    colleague.get_by_role("link", name="Leave it").click()
    expect(colleague.get_by_role("heading", name="Amira Haddad-Lindqvist")).to_be_visible()
    assert Invitation.objects.filter(patient=cast.amira).count() == 1


def test_j4_the_answer_to_a_question_is_never_shown_again(cast, enter):
    fay = enter(cast.fay)
    begin(fay, cast.amira)
    expect(fay.get_by_label("Question", exact=True)).to_be_hidden()
    fay.get_by_label("Do not send PIN").check()
    fay.get_by_label("Verification Question").check()
    expect(fay.get_by_label("Do not send PIN")).to_be_disabled()
    expect(fay.get_by_label("Email Address", exact=True)).to_be_checked()
    fay.get_by_label("Question", exact=True).fill("Name of the dog?")
    fay.get_by_label("Answer").fill("Bucephalus")
    press(fay, "Complete Registration")
    expect(fay.get_by_text("Registered. An e-mail is on its way")).to_be_visible()
    fay.get_by_role("link", name="Portal access").click()
    expect(fay.get_by_text("Question by e-mail")).to_be_visible()
    assert "Bucephalus" not in fay.content()
    fay.go_back()
    fay.get_by_role("link", name="Register", exact=True).click()
    assert "Bucephalus" not in fay.content()


def test_without_scripts_everything_is_there_and_works(cast, enter, console):
    console.allow(REFUSED)
    fay = enter(cast.fay, "phone", java_script_enabled=False)
    begin(fay, cast.amira)
    fay.get_by_label("Verification Question").check()
    fay.get_by_label("Do not send PIN").check()
    press(fay, "Complete Registration")
    expect(fay.get_by_text("A verification question goes with a link").first).to_be_visible()
    fay.get_by_label("PIN", exact=True).check()
    press(fay, "Complete Registration")
    expect(fay.get_by_role("article")).to_contain_text(pins.spoken(Invitation.objects.get(patient=cast.amira)))
    expect(fay.get_by_role("button", name="Print", exact=True)).to_be_hidden()


def test_x35_a_number_that_wants_no_texts_is_recorded_while_registering(cast, enter, console):
    console.allow(REFUSED)
    fay, noah = enter(cast.fay), named(cast, "Noah")
    begin(fay, noah)
    fay.get_by_label("Text Message").check()
    press(fay, "Whoever has this number wants no texts")
    expect(fay.get_by_text("No more texts are sent to (555) 010-4421.")).to_be_visible()
    fay.get_by_label("Text Message").check()
    fay.get_by_label("Cell Carrier").select_option(label="AT&T")
    press(fay, "Complete Registration")
    expect(fay.get_by_role("alert")).to_contain_text("no more texts")
    fay.goto(f"/staff/maple/patients/{noah.pk}/access/")
    expect(fay.get_by_role("link", name="Ruth Adeyemi")).to_be_visible()
