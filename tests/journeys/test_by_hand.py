"""A practice begun by hand: from the operator's command to its first answered request, by pages alone."""

import re
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.xdist_group("worker"),
    pytest.mark.django_db(transaction=True),
]

TIME = re.compile(r"^\w{3}, \w{3} \d+, \d+:\d\d [ap]m$")


def link_in(mail: EmailMessage) -> str:
    """The path of the address in a mail: the worker's own base address is not this web server's."""
    return re.search(r"http://[^/]+(/\S+)", mail.get_body(("plain",)).get_content()).group(1)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("main").get_by_role("link", name=name).click()


def rail(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()


def join(page: Page, mail: EmailMessage, name: str) -> None:
    page.goto(link_in(mail))
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password").fill("seven green umbrellas")
    press(page, "Join")


def set_places_up(admin: Page) -> None:
    """What the list of missing things asks for, one after the other."""
    follow(admin, "A location that allows requests")
    follow(admin, "Add location")
    admin.get_by_label("Name").fill("Main Street")
    admin.get_by_label("Allow Appointment Requests").check()
    press(admin, "Add location")
    follow(admin, "Providers")
    follow(admin, "Add provider")
    admin.get_by_label("Name").fill("Dr Imani Osei")
    press(admin, "Add provider")
    follow(admin, "Set hours")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        admin.get_by_label(day).fill("9-12, 1-4pm")
    press(admin, "Save hours")
    rail(admin, "Locations & Cases")
    follow(admin, "Visit types")
    follow(admin, "Add visit type")
    admin.get_by_label("Name").fill("Check-up")
    press(admin, "Add visit type")
    expect(admin.get_by_role("cell", name="Check-up").or_(admin.get_by_role("link", name="Check-up"))).to_be_visible()


def invite_scheduler(admin: Page) -> None:
    rail(admin, "Staff Directory")
    follow(admin, "Invite staff member")
    admin.get_by_label("E-mail").fill("pia@juniper.example")
    admin.get_by_label("Scheduling:").check()
    admin.get_by_label("Messages:").check()
    press(admin, "Send invitation")
    expect(admin.get_by_text("An invitation is on its way to pia@juniper.example.")).to_be_visible()


def put_in_department(admin: Page) -> None:
    rail(admin, "Staff Directory")
    follow(admin, re.compile("IC-Appointment Request"))
    admin.get_by_label("Pia Lund").check()
    admin.get_by_label("Noor Haddad").uncheck()
    press(admin, "Save members")


def add_patient(admin: Page) -> None:
    """A child with a guardian, and a case the family may ask for visits in."""
    rail(admin, "Patients")
    follow(admin, "Add patient")
    admin.get_by_label("Given name").fill("Tomasz")
    admin.get_by_label("Family name").fill("Wiśniewski")
    admin.get_by_label("Birth date").fill("2019-04-02")
    admin.get_by_label("Guardian's name").fill("Ewa Wiśniewska")
    admin.get_by_label("Relationship").select_option(label="Mother")
    admin.get_by_label("Guardian's e-mail").fill("ewa@home.example")
    press(admin, "Add patient")
    follow(admin, "Cases")
    follow(admin, "Add the first case")
    admin.get_by_label("Name").fill("Primary care")
    admin.get_by_label("Allow Appointment Requests").check()
    admin.get_by_label("Check-up").check()
    press(admin, "Add case")


def turn_requests_on(admin: Page) -> None:
    admin.get_by_role("link", name="Patient Portal", exact=True).click()
    expect(admin.get_by_role("heading", name="Everything is there")).to_be_visible()
    admin.get_by_label("Turn on Appointment Requests").check()
    press(admin, "Save settings")
    expect(admin.get_by_text("The settings were saved.")).to_be_visible()


def invite_guardian(admin: Page) -> None:
    rail(admin, "Patients")
    follow(admin, "Tomasz Wiśniewski")
    follow(admin, "Send Invite to patient portal")
    expect(admin.get_by_label("E-mail")).to_have_value("ewa@home.example")
    press(admin, "Send invite")
    expect(admin.get_by_text("Pending")).to_be_visible()


def register(guardian: Page, mail: EmailMessage) -> None:
    guardian.goto(link_in(mail))
    guardian.get_by_label("Birth date").fill("2019-04-02")
    press(guardian, "Continue")
    guardian.get_by_label("Password").fill("apples under the stairs")
    guardian.get_by_label("I accept the terms").check()
    press(guardian, "Create account")
    expect(guardian.get_by_role("heading", name="Tomasz Wiśniewski")).to_be_visible()


def ask_for_a_visit(guardian: Page) -> str:
    """Ask for the first free time; returns how the page writes it."""
    guardian.get_by_role("link", name="Request an Appointment").click()
    for answer in ("Primary care", "Check-up", "Main Street", "Dr Imani Osei"):
        guardian.get_by_label(answer, exact=True).check()
        press(guardian, "Continue")
    slot = guardian.get_by_role("checkbox", name=TIME).first
    slot.check()
    time = slot.evaluate("box => box.getAttribute('aria-label') || box.labels[0].innerText").strip()
    press(guardian, "Continue")
    guardian.get_by_label("Reason").fill("Cough for two weeks.")
    press(guardian, "Send request")
    expect(guardian.get_by_role("heading", name="Requested, not booked")).to_be_visible()
    return time


def test_a_practice_begins_by_hand_and_answers_its_first_request(open_page, juniper, smtp):
    admin, scheduler, guardian = open_page(), open_page(), open_page("phone")
    admin.goto(link_in(juniper))
    expect(admin.get_by_label("Your name")).to_have_value("Noor Haddad")
    join(admin, juniper, "Noor Haddad")
    expect(admin.get_by_role("heading", name="What is missing")).to_be_visible()

    set_places_up(admin)
    invite_scheduler(admin)
    join(scheduler, smtp.wait_for(2)[1], "Pia Lund")
    expect(scheduler.get_by_role("heading", name="Dashboard")).to_be_visible()
    put_in_department(admin)
    add_patient(admin)
    turn_requests_on(admin)
    invite_guardian(admin)
    register(guardian, smtp.wait_for(3)[2])
    time = ask_for_a_visit(guardian)

    rail(scheduler, re.compile("Message Center"))
    scheduler.get_by_role("link", name="Appointment Request, Tomasz Wiśniewski").click()
    press(scheduler, "Approve")
    expect(scheduler.get_by_text("Approved: the visit is booked and the patient is told.")).to_be_visible()

    booked = smtp.wait_for(4)[3]
    assert booked["To"] == "ewa@home.example"
    assert "Cough" not in booked.as_string()
    guardian.goto(link_in(booked))
    expect(guardian.get_by_role("region", name="Upcoming").get_by_text(time)).to_be_visible()
    guardian.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("Messages")).click()
    guardian.get_by_role("link", name=re.compile("Appointment Request")).click()
    expect(guardian.get_by_text(f"Your appointment is booked: {time}")).to_be_visible()
