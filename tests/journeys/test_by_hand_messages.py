"""A practice begun by hand: a message of every kind travels from the family's phone to its answer, by pages alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from messaging import threads
from tests.journeys.test_by_hand import follow, join, press, rail, register

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.xdist_group("worker"),
    pytest.mark.django_db(transaction=True),
]
NURSE, DOCTOR, CHILD = "Pia Lund", "Imani Osei", "Tomasz Wiśniewski"
MINE = ("IC-General", "IC-Rx Refill", "IC-Referral", "IC-Insurance")
LATER = (threads.UNDO.total_seconds() + 1) * 1000  # ms until what was sent cannot be taken back


def invite(admin: Page, email: str, *duties: str) -> None:
    rail(admin, "Staff Directory")
    follow(admin, "Invite staff member")
    admin.get_by_label("E-mail").fill(email)
    for duty in duties:
        admin.get_by_label(f"{duty}:").check()
    press(admin, "Send invitation")
    expect(admin.get_by_text(f"An invitation is on its way to {email}.")).to_be_visible()


def put_in_departments(admin: Page) -> None:
    for department in MINE:
        rail(admin, "Staff Directory")
        follow(admin, re.compile(f"^{department}"))
        admin.get_by_label(NURSE).check()
        admin.get_by_label("Noor Haddad").uncheck()
        press(admin, "Save members")


def add_family(admin: Page) -> None:
    rail(admin, "Patients")
    follow(admin, "Add patient")
    admin.get_by_label("Given name").fill("Tomasz")
    admin.get_by_label("Family name").fill("Wiśniewski")
    admin.get_by_label("Birth date").fill("2019-04-02")
    admin.get_by_label("Guardian's name").fill("Ewa Wiśniewska")
    admin.get_by_label("Relationship").select_option(label="Mother")
    admin.get_by_label("Guardian's e-mail").fill("ewa@home.example")
    press(admin, "Add patient")
    follow(admin, "Send Invite to patient portal")
    press(admin, "Send invite")
    expect(admin.get_by_text("Pending")).to_be_visible()


def keep_medication(nurse: Page) -> None:
    """A pharmacy, and the medication that is fetched there."""
    rail(nurse, "Patients")
    follow(nurse, CHILD)
    follow(nurse, "Medications")
    follow(nurse, "Pharmacies")
    follow(nurse, "Add pharmacy")
    nurse.get_by_label("Name").fill("Elm Street Pharmacy")
    press(nurse, "Add pharmacy")
    rail(nurse, "Patients")
    follow(nurse, CHILD)
    follow(nurse, "Medications")
    nurse.get_by_role("link", name="Add medication").first.click()
    nurse.get_by_label("Medication").fill("Albuterol")
    nurse.get_by_label("Dose").fill("2 puffs")
    nurse.get_by_label("Pharmacy").select_option(label="Elm Street Pharmacy")
    nurse.get_by_label("Prescriber").select_option(label=DOCTOR)
    press(nurse, "Add medication")
    expect(nurse.get_by_role("link", name="Discontinue Albuterol")).to_be_visible()


def keep_phrase(nurse: Page) -> None:
    rail(nurse, re.compile("Message Center"))
    nurse.get_by_role("link", name="Phrase Construction").click()
    nurse.get_by_role("link", name="Add notebook").first.click()
    nurse.get_by_label("Name").fill("My answers")
    press(nurse, "Add notebook")
    nurse.get_by_role("link", name="Add phrase").first.click()
    nurse.get_by_label("Title").fill("We call")
    nurse.get_by_label("Text").fill("We call you about {{patient}} today.")
    press(nurse, "Add phrase")
    expect(nurse.get_by_text("We call you about").first).to_be_visible()


def send(guardian: Page, act: str, **fields: str) -> None:
    guardian.get_by_role("navigation", name="Main").get_by_role("link", name="Home").click()
    guardian.get_by_role("main").get_by_role("link", name=act).click()
    for label, text in fields.items():
        guardian.get_by_label(label.replace("_", " ")).fill(text)


def open_unread(page: Page, subject: str) -> None:
    rail(page, re.compile("Message Center"))
    page.get_by_role("link", name=f"Unread {subject}, {CHILD}").click()
    expect(page.get_by_role("article")).to_be_visible()


def answer(page: Page, text: str) -> None:
    press(page, "Reply")
    page.get_by_label("Response").fill(text)
    page.get_by_label("Completed: remove from all inboxes").check()
    press(page, "Send")


def reads(guardian: Page, subject: str, text: str) -> None:
    guardian.wait_for_timeout(LATER)
    guardian.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("Messages")).click()
    guardian.get_by_role("link", name=re.compile(subject)).first.click()
    expect(guardian.get_by_text(text)).to_be_visible()


def test_every_kind_of_message_travels_from_the_phone_to_its_answer(open_page, juniper, smtp):
    admin, nurse, doctor, guardian = open_page(), open_page(), open_page(), open_page("phone")
    join(admin, juniper, "Noor Haddad")
    invite(admin, "pia@juniper.example", "Messages", "Registration")
    join(nurse, smtp.wait_for(2)[1], NURSE)
    invite(admin, "imani@juniper.example", "Prescribing", "Messages")
    join(doctor, smtp.wait_for(3)[2], DOCTOR)
    put_in_departments(admin)
    add_family(admin)
    register(guardian, smtp.wait_for(4)[3])
    keep_medication(nurse)
    keep_phrase(nurse)

    send(guardian, "Send a Message", Subject="School form", Message="Can you sign it?")
    press(guardian, "Send")
    open_unread(nurse, "School form")
    press(nurse, "Reply")
    press(nurse, "Phrase Construction")
    nurse.get_by_role("button", name=re.compile("^We call")).click()
    expect(nurse.get_by_label("Response")).to_have_value(f"We call you about {CHILD} today.")
    nurse.get_by_label("Completed: remove from all inboxes").check()
    press(nurse, "Send")
    reads(guardian, "School form", f"We call you about {CHILD} today.")

    send(guardian, "Request a Refill")
    guardian.get_by_label("Albuterol").check()
    press(guardian, "Send")
    open_unread(nurse, "Patient Portal Rx Refill")
    nurse.get_by_role("article").get_by_role("link", name="Forward").click()
    nurse.get_by_role("checkbox", name=re.compile(DOCTOR)).check()
    press(nurse, "Send")
    rail(doctor, re.compile("Message Center"))
    doctor.get_by_role("link", name="Unread Phone").click()
    doctor.get_by_role("link", name=f"Unread Patient Portal Rx Refill, {CHILD}").click()
    press(doctor, "Reply")
    press(doctor, "Rx")
    doctor.get_by_label("Quantity").fill("1 inhaler")
    press(doctor, "Add to response")
    doctor.get_by_label("To", exact=True).select_option("Web Portal User")
    doctor.get_by_label("Completed: remove from all inboxes").check()
    press(doctor, "Send")
    doctor.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(doctor.locator("#flash")).to_contain_text("Sent to Ewa Wiśniewska.")
    reads(guardian, "Patient Portal Rx Refill", "1 inhaler")

    send(guardian, "Request a Referral", Specialty="Allergy", Why_is_it_needed="Hives after nuts.")
    press(guardian, "Send")
    open_unread(nurse, "Patient Portal Referral")
    follow(nurse, "Create referral")
    nurse.get_by_label("Referred to").fill("Dr Lund")
    press(nurse, "Create referral")
    answer(nurse, "Dr Lund's office will call you.")
    reads(guardian, "Patient Portal Referral", "Dr Lund's office will call you.")

    send(guardian, "My insurance has changed", Insurance_company="Bluewater", Member_number="B-2")
    press(guardian, "Send")
    open_unread(nurse, "Insurance Change Notification")
    press(nurse, "Accept into the chart")
    answer(nurse, "Thank you, we have it.")
    reads(guardian, "Insurance Change Notification", "Thank you, we have it.")
    rail(nurse, re.compile("Message Center"))
    nurse.get_by_role("link", name="Open", exact=True).or_(nurse.get_by_role("link", name=re.compile("^Open "))).click()
    expect(nurse.get_by_text("Nothing in your inbox")).to_be_visible()
