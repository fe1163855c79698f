"""A practice begun by hand: a family of four gets in by four different ways, by pages alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_by_hand import follow, join, link_in, press, rail

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.xdist_group("worker"),
    pytest.mark.django_db(transaction=True),
]
PIN = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
CHILD_BORN, AUNT_BORN, GRANDFATHER_BORN = "2019-04-02", "1990-06-15", "1948-01-31"


def add_patient(admin: Page, given: str, born: str, **more: str) -> None:
    rail(admin, "Patients")
    admin.get_by_role("link", name=re.compile("^Add (the first )?patient$")).first.click()
    admin.get_by_label("Given name").fill(given)
    admin.get_by_label("Family name").fill("Wiśniewski")
    admin.get_by_label("Birth date").fill(born)
    for label, text in more.items():
        admin.get_by_label(re.compile(f"^{label}")).fill(text)
    if "Guardian's name" in more:
        admin.get_by_label("Relationship").select_option(label="Mother")
    press(admin, "Add patient")
    expect(admin.get_by_role("heading", name=f"{given} Wiśniewski")).to_be_visible()


def register(admin: Page, name: str, label: str = "Register", **fields: str) -> None:
    """Begin to register somebody on the Patient File of this patient."""
    rail(admin, "Patients")
    follow(admin, name)
    admin.get_by_role("link", name=label, exact=True).click()
    for field, text in fields.items():
        admin.get_by_label(field, exact=True).fill(text)


def print_pin(admin: Page) -> str:
    admin.get_by_label("Do not send PIN").check()
    admin.get_by_label("Print PIN").check()
    press(admin, "Complete Registration")
    found = PIN.search(admin.get_by_role("article").inner_text())
    press(admin, "Done")
    return found.group()


def come_with(page: Page, pin: str, born: str, whose: str, **fields: str) -> None:
    page.goto("/pin/juniper/")
    page.get_by_label(whose).check()
    page.get_by_label("PIN").fill(pin)
    page.get_by_label("Birth date").fill(born)
    press(page, "Continue")
    fields = {"Your name": "Somebody Wiśniewski"} | fields
    for label, text in fields.items():
        page.get_by_label(re.compile(f"^{label}")).fill(text)
    create(page)


def create(page: Page) -> None:
    page.get_by_label("Password").fill("apples under the stairs")
    page.get_by_label("I accept the terms").check()
    press(page, "Create account")


def test_a_family_of_four_gets_in_by_four_ways(open_page, juniper, smtp):
    admin = open_page()
    join(admin, juniper, "Noor Haddad")
    guardian = {"Guardian's name": "Ewa Wiśniewska", "Guardian's e-mail": "ewa@home.example"}
    add_patient(admin, "Tomasz", CHILD_BORN, **guardian)

    # By e-mail: the welcome message has the link and the PIN.
    register(admin, "Tomasz Wiśniewski")
    press(admin, "Complete Registration")
    welcome = smtp.wait_for(2)[1]
    mother = open_page("phone")
    mother.goto(link_in(welcome))
    mother.get_by_label("Birth date").fill(CHILD_BORN)
    mother.get_by_label("PIN").fill(PIN.search(welcome.get_body(("plain",)).get_content()).group())
    press(mother, "Continue")
    create(mother)
    expect(mother.get_by_role("heading", name="Tomasz Wiśniewski")).to_be_visible()

    # On paper: another guardian, with a PIN of his own.
    register(admin, "Tomasz Wiśniewski", "Generate PIN for another guardian", Name="Piotr Wiśniewski")
    father = open_page("phone")
    come_with(father, print_pin(admin), CHILD_BORN, "A child", **{"E-mail": "piotr@home.example"})
    expect(father.get_by_role("heading", name="Tomasz Wiśniewski")).to_be_visible()

    # On paper without an e-mail address: a user name.
    add_patient(admin, "Jan", GRANDFATHER_BORN)
    register(admin, "Jan Wiśniewski")
    grandfather = open_page("phone")
    come_with(grandfather, print_pin(admin), GRANDFATHER_BORN, "Myself", **{"User name": "jan.w"})
    expect(grandfather.get_by_role("heading", name="Jan Wiśniewski")).to_be_visible()

    # By an invite to everybody who has an address and no account.
    add_patient(admin, "Zofia", AUNT_BORN, **{"E-mail": "zofia@home.example"})
    rail(admin, "Patient Portal")
    admin.get_by_role("link", name="Invite Patients to Portal").click()
    press(admin, "Send (1) invites")
    invited = next(mail for mail in reversed(smtp.wait_for(4)) if mail["To"] == "zofia@home.example")
    aunt = open_page("phone")
    aunt.goto(link_in(invited))
    aunt.get_by_label("Birth date").fill(AUNT_BORN)
    press(aunt, "Continue")
    create(aunt)
    expect(aunt.get_by_role("heading", name="Zofia Wiśniewski")).to_be_visible()
    rail(admin, "Patients")
    expect(admin.get_by_text("Registered", exact=True)).to_have_count(3)
