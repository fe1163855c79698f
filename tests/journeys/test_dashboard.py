"""The front desk opens its day and narrows it down (J4.1-2); the same without scripts, and with wrong days."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def today(cast):
    return cast.now.astimezone(cast.north.zone).date()


@pytest.fixture
def until(today):
    """Friday, or in four days where that is tomorrow or over."""
    return today + timedelta(days=4)


@pytest.fixture
def visits(cast, until):
    """On the last of those days: Leo, who is registered, and Amira with Dr Ada at North, the others elsewhere."""
    facts = {"case": None, "location": cast.north, "provider": cast.dr_ada, "visit_type": cast.sick, "day": until}
    facts |= {"now": cast.now}
    build.visit(cast.leo, hour=15, **facts)
    build.visit(cast.amira, hour=16, **facts)
    build.visit(cast.paul, hour=15, **facts | {"provider": cast.dr_ben})
    build.visit(cast.teen, hour=16, **facts | {"location": cast.south, "provider": cast.dr_ben})


def comers(page: Page):
    return page.get_by_role("table").get_by_role("row")


def narrow(page: Page, until) -> None:
    """End, location, then Dr Ada in the window of providers; nothing is shown in between."""
    page.get_by_label("End Date").fill(until.isoformat())
    page.get_by_label("Location").select_option(label="North")
    page.get_by_role("button", name="Select Provider(s)").click()
    page.get_by_label("Dr Ada").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("group", name="Selected").get_by_label("Dr Ada")).to_be_visible()
    page.get_by_role("button", name="Apply").click()


def is_narrowed(page: Page, until) -> None:
    expect(page.get_by_label("End Date")).to_have_value(until.isoformat())
    expect(page.get_by_label("Location")).to_have_value(re.compile(".+"))
    leo, amira = comers(page).filter(has_text="Leo Garcia").last, comers(page).filter(has_text="Amira")
    expect(leo).to_contain_text("Registered")
    expect(leo.get_by_role("link", name="Register", exact=True)).to_have_count(0)
    for said in ("4:00 pm", "Dr Ada", "North", "Booked", "Unregistered"):
        expect(amira).to_contain_text(said)
    expect(amira.get_by_role("link", name="Register", exact=True)).to_be_visible()
    expect(comers(page).filter(has_text=re.compile("Paul|Zoë"))).to_have_count(0)


def test_j4_the_front_desk_finds_who_is_not_registered(cast, enter, visits, today, until):
    fay = enter(cast.fay)
    fay.goto("/staff/riverside/")
    fay.get_by_text("Practice: Riverside Family Medicine").click()
    fay.get_by_role("link", name="Maple Pediatrics").click()
    fay.get_by_role("navigation", name="Main").get_by_role("link", name="Dashboard").click()
    for label in ("Start Date", "End Date"):
        expect(fay.get_by_label(label)).to_have_value(today.isoformat())
    narrow(fay, until)
    expect(fay.get_by_role("dialog")).to_have_count(0)
    is_narrowed(fay, until)
    fay.get_by_role("link", name="Show all providers").click()
    expect(comers(fay).filter(has_text="Paul Novak")).to_have_count(1)
    comers(fay).filter(has_text="Amira").get_by_role("link", name="Register", exact=True).click()
    expect(fay.get_by_role("main")).to_contain_text("Amira Haddad-Lindqvist")
    expect(fay.get_by_label("Email Address", exact=True).first).to_be_visible()
    fay.get_by_role("button", name="Complete Registration").click()
    expect(comers(fay).filter(has_text="Amira")).to_contain_text("Pending")
    expect(fay.get_by_label("End Date")).to_have_value(until.isoformat())


def test_the_window_goes_by_escape_and_cancel_and_leaves_everything(cast, enter, visits, until):
    fay = enter(cast.fay)
    fay.goto("/staff/maple/dashboard/")
    fay.get_by_label("End Date").fill(until.isoformat())
    for leave in (lambda: fay.keyboard.press("Escape"), fay.get_by_role("link", name="Cancel").click):
        fay.get_by_role("button", name="Select Provider(s)").click()
        fay.get_by_role("button", name="Select all providers").click()
        expect(fay.get_by_label("Dr Ben")).to_be_checked()
        leave()
        expect(fay.get_by_role("dialog")).to_have_count(0)
        expect(fay.get_by_label("End Date")).to_have_value(until.isoformat())
    expect(fay.get_by_role("button", name="Select Provider(s)")).to_be_focused()


def test_without_scripts_the_same_is_a_page_of_its_own(cast, enter, visits, until):
    fay = enter(cast.fay, "phone", java_script_enabled=False)
    fay.goto("/staff/maple/dashboard/")
    narrow(fay, until)
    is_narrowed(fay, until)


def test_j4_wrong_days_are_said_beside_the_field_and_the_rest_is_kept(cast, enter, console, today):
    console.allow("422")
    fay = enter(cast.fay)
    fay.goto("/staff/maple/dashboard/")
    fay.get_by_label("Location").select_option(label="South")
    fay.get_by_label("End Date").fill((today - timedelta(days=1)).isoformat())
    fay.get_by_role("button", name="Show").click()
    expect(fay.get_by_role("alert")).to_contain_text("End Date: It ends before it begins.")
    expect(fay.get_by_label("Location")).to_have_value(str(cast.south.pk))
    fay.get_by_label("End Date").fill((today + timedelta(days=3653)).isoformat())
    fay.get_by_role("button", name="Show").click()
    expect(fay.get_by_role("alert")).to_contain_text("End Date: At most a year at once, please.")
    fay.get_by_label("End Date").fill(today.isoformat())
    fay.get_by_role("button", name="Show").click()
    expect(fay.get_by_role("alert")).to_have_count(0)
    expect(fay.get_by_label("Location")).to_have_value(str(cast.south.pk))
