"""J2, steps 1, 2 and 6: a guardian comes with the PIN on paper, adds a child, and the other parent sees one child."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from registration import pins
from registration.selectors import portal_status
from tests import build
from tests.registration.papers import paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def type_pin(page: Page, invitation) -> None:
    page.get_by_label("PIN").fill(pins.spoken(invitation))
    page.get_by_label("Birth date").fill(invitation.patient.born_on.isoformat())


def come(page: Page, invitation, name: str, email: str) -> None:
    """From the landing page to the child's own page, as somebody without a login."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("I have a PIN.*Maple")).click()
    page.get_by_label("A child").check()
    type_pin(page, invitation)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill("four dull grey pebbles")
    page.get_by_label("I accept the terms").check()
    page.get_by_role("button", name="Create account").click()
    expect(page).to_have_url(re.compile(f"/my/maple/{invitation.patient_id}/"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_j2_a_guardian_of_two_and_the_father_of_one_come_with_their_pins(cast, open_page, acting, scripts):
    def fay():
        return acting(cast.fay, at=timezone.now())

    first, second = (build.patient(cast.maple, name, "Quist", 6, cast.now) for name in ("Nils", "Ada"))
    assert portal_status(fay(), first) == "unregistered"
    printed = paper(first, fay())
    assert portal_status(fay(), first) == "pending"

    mother = open_page("phone", java_script_enabled=scripts)
    come(mother, printed, "Ines Quist", "ines@example.org")
    assert portal_status(fay(), first) == "registered"

    mother.get_by_role("link", name="Account").click()
    mother.get_by_role("link", name="Add a child").click()
    type_pin(mother, paper(second, fay()))
    mother.get_by_label("I accept the terms").check()
    mother.get_by_role("button", name="Add a child").click()
    expect(mother.get_by_text("From now on you also act for Ada.")).to_be_visible()
    person = mother.get_by_role("navigation", name="Person")
    expect(person.get_by_role("link", name="Nils")).to_be_visible()
    expect(person.get_by_role("link", name="Ada")).to_have_attribute("aria-current", "true")

    father = open_page("phone", java_script_enabled=scripts)
    come(father, paper(first, fay(), name="Olav Quist", relationship="father"), "Olav Quist", "olav@example.org")
    expect(father.get_by_role("navigation", name="Person")).to_have_count(0)
    for part in ("Home", "Appointments", "Messages", "Account"):
        father.get_by_role("link", name=part, exact=True).click()
        expect(father.locator("body")).not_to_contain_text("ines@example.org")
        expect(father.locator("body")).not_to_contain_text("Ada")
