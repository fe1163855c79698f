"""From an empty chart: a referral and new insurance, from the family's phone to the answer (J5.5, R63-R70)."""

import re

import pytest
from playwright.sync_api import Page, expect

from messaging import threads

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def test_a_referral_travels_from_the_phone_to_the_answer(cast, enter):
    gina, rita = enter(cast.gina, "phone"), enter(cast.rita)
    gina.goto(f"/my/maple/{cast.leo.pk}/")
    follow(gina, "Send a Message")
    gina.get_by_label("Subject").fill("Allergy test")
    gina.get_by_label("Message").fill("Hives after nuts.")
    gina.get_by_label("About").select_option(label="A referral")
    expect(gina.get_by_role("heading", name="Request a Referral")).to_be_visible()
    expect(gina.get_by_label("Why is it needed?")).to_have_value("Allergy test\n\nHives after nuts.")
    gina.get_by_label("Specialty").fill("Allergy")
    gina.get_by_label("Whom would you like to see?").fill("Dr Lund")
    press(gina, "Send")
    expect(gina.get_by_role("heading", name="Patient Portal Referral")).to_be_visible()

    rita.goto("/staff/maple/messages/")
    rita.get_by_role("link", name="Unread Patient Portal Referral, Leo Garcia").click()
    follow(rita, "Create referral")
    expect(rita.get_by_label("Referred to")).to_have_value("Dr Lund")
    press(rita, "Create referral")
    expect(rita.get_by_role("article").get_by_text("Referral created", exact=True).first).to_be_visible()
    press(rita, "Reply")
    rita.get_by_label("Response").fill("Dr Lund's office will call you.")
    rita.get_by_label("Completed: remove from all inboxes").check()
    press(rita, "Send")
    expect(rita.get_by_role("link", name="Patient Portal Referral, Leo Garcia")).to_have_count(0)
    rita.goto(f"/staff/maple/patients/{cast.leo.pk}/referrals/")
    expect(rita.get_by_role("cell", name="Dr Lund")).to_be_visible()

    gina.wait_for_timeout((threads.UNDO.total_seconds() + 1) * 1000)  # until then Rita can take it back
    gina.reload()
    expect(gina.get_by_text("Dr Lund's office will call you.")).to_be_visible()
    expect(gina.get_by_text("Referral created")).to_have_count(0)


def test_new_insurance_is_reported_from_home_and_accepted_beside_the_old(cast, enter, console):
    console.allow("422")
    fay = enter(cast.fay)
    fay.goto(f"/staff/maple/patients/{cast.leo.pk}/insurance/")
    follow(fay, "Add insurance")
    fay.get_by_label("Insurance company").fill("Acme")
    fay.get_by_label("Member number").fill("A-1")
    press(fay, "Add insurance")
    expect(fay.get_by_text("Acme is the current insurance.")).to_be_visible()

    gina = enter(cast.gina, "phone")
    gina.goto(f"/my/maple/{cast.leo.pk}/")
    follow(gina, "My insurance has changed")
    gina.get_by_label("Insurance company").fill("Bluewater")
    press(gina, "Send")
    expect(gina.get_by_role("alert")).to_contain_text("Member number")
    gina.get_by_label("Member number").fill("B-2")
    press(gina, "Send")
    expect(gina.get_by_role("heading", name="Insurance Change Notification")).to_be_visible()

    fay.goto("/staff/maple/messages/")
    fay.get_by_role("link", name="Unread Insurance Change Notification, Leo Garcia").click()
    panel = fay.get_by_role("region", name="New insurance")
    expect(panel.get_by_role("row", name=re.compile("^Member number A-1 B-2"))).to_be_visible()
    press(fay, "Accept into the chart")
    expect(fay.get_by_text("It is in the chart now.")).to_be_visible()
    press(fay, "Undo")
    expect(fay.get_by_text("It is out of the chart again.")).to_be_visible()
    press(fay, "Accept into the chart")
    press(fay, "Complete")
    expect(fay.get_by_text("Completed.", exact=True)).to_be_visible()
    fay.goto(f"/staff/maple/patients/{cast.leo.pk}/insurance/")
    expect(fay.get_by_role("cell", name="A-1")).to_be_visible()
    expect(fay.get_by_text("B-2")).to_be_visible()


def test_the_medication_list_is_kept_and_an_allergy_stands_at_the_head(cast, enter):
    nia = enter(cast.nia)
    nia.goto("/staff/maple/pharmacies/")
    follow(nia, "Add pharmacy")
    nia.get_by_label("Name").fill("Elm Street Pharmacy")
    press(nia, "Add pharmacy")
    nia.goto(f"/staff/maple/patients/{cast.leo.pk}/medications/")
    follow(nia, "Add medication")
    nia.get_by_label("Medication").fill("Albuterol")
    nia.get_by_label("Dose").fill("2 puffs")
    nia.get_by_label("Pharmacy").select_option(label="Elm Street Pharmacy")
    nia.get_by_label("Prescriber").select_option(label="Ada Moreau")
    press(nia, "Add medication")
    follow(nia, "Discontinue Albuterol")
    nia.get_by_label("Reason").fill("Switched")
    press(nia, "Discontinue")
    press(nia, "Undo")
    expect(nia.get_by_role("link", name="Discontinue Albuterol")).to_be_visible()
    follow(nia, "Add allergy or alert")
    nia.get_by_label("What everybody must know").fill("Penicillin")
    press(nia, "Record")
    flags = nia.get_by_role("list", name="Allergies and alerts")
    expect(flags).to_have_text("Allergy: Penicillin")
    press(nia, "End Penicillin")
    expect(flags).to_have_count(0)
    press(nia, "Undo")
    expect(flags).to_have_text("Allergy: Penicillin")


def test_without_scripts_changing_the_topic_keeps_what_was_written(cast, enter):
    gina = enter(cast.gina, "phone", java_script_enabled=False)
    gina.goto(f"/my/maple/{cast.leo.pk}/messages/new/")
    gina.get_by_label("Message").fill("Hives after nuts.")
    gina.get_by_label("About").select_option(label="A referral")
    press(gina, "Send")
    expect(gina.get_by_label("Why is it needed?")).to_have_value("Hives after nuts.")
    gina.get_by_label("Specialty").fill("Allergy")
    press(gina, "Send")
    expect(gina.get_by_role("heading", name="Patient Portal Referral")).to_be_visible()
