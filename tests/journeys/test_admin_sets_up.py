"""J7, steps 3 and 4: an administrator sets requests up, decides who receives them, and nobody else may."""

import re

import pytest
from playwright.sync_api import Page, expect

from practice.models import Location, PortalSettings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


def sign_in(page: Page, name: str) -> None:
    page.goto("/signin/")
    page.get_by_label("E-mail").fill(f"{name}@demo.example")
    page.get_by_label("Password").fill("frontdesk-demo")
    press(page, "Sign in")
    expect(page).not_to_have_url(re.compile("/signin/"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=isinstance(name, str)).first.click()


def rail(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True).click()


@pytest.fixture
def admin(cast, open_page, console):
    """Adele, whose practice has nothing open to requests."""
    console.allow("422 (Unprocessable")
    console.allow("403 (Forbidden)")
    PortalSettings.objects.filter(practice=cast.maple).update(requests_on=False)
    Location.objects.update(allows_requests=False)
    page = open_page()
    sign_in(page, "ad")
    return page


def test_j7_3_requests_are_saved_as_not_live_and_turned_on_once_everything_is_there(cast, admin, open_page):
    gina = open_page("phone")
    sign_in(gina, "gina")
    gina.goto(f"/my/maple/{cast.leo.pk}/")

    rail(admin, "Patient Portal")
    admin.get_by_label("Turn on Appointment Requests").check()
    press(admin, "Save settings")
    expect(admin.get_by_text("Not yet: the list says what is missing.").first).to_be_visible()
    press(admin, "Save as not live")
    requests = admin.get_by_role("region", name="Appointment Requests")
    expect(requests.get_by_text("Not live", exact=True)).to_be_visible()
    gina.reload()
    expect(gina.get_by_role("link", name="Request an Appointment")).to_have_count(0)

    follow(admin, "A location that allows requests, with opening hours")
    follow(admin, re.compile("^North"))
    admin.get_by_label("Allow Appointment Requests").check()
    press(admin, "Save location")
    follow(admin, "Cases")
    follow(admin, re.compile("^Speech therapy ?, Leo Garcia"))
    admin.get_by_label("Allow Appointment Requests").check()
    admin.get_by_label("Well visit").uncheck()
    admin.get_by_label("Sick visit").check()
    press(admin, "Save case")

    rail(admin, "Patient Portal")
    expect(admin.get_by_role("heading", name="Everything is there")).to_be_visible()
    gina.reload()
    expect(gina.get_by_role("link", name="Request an Appointment")).to_have_count(0)
    press(admin, "Turn it on")
    expect(admin.get_by_text("Appointment Requests are on: patients see them now.")).to_be_visible()
    expect(requests.get_by_text("On", exact=True)).to_be_visible()

    gina.reload()
    gina.get_by_role("link", name="Request an Appointment").click()
    gina.get_by_label("Leo Garcia").check()
    press(gina, "Continue")
    gina.get_by_label("Speech therapy", exact=True).check()
    press(gina, "Continue")
    expect(gina.get_by_label("Sick visit", exact=True)).to_be_visible()
    expect(gina.get_by_label("Well visit", exact=True)).to_have_count(0)


def test_j7_4_an_empty_department_says_who_receives_requests_and_routing_agrees(cast, admin):
    rail(admin, "Staff Directory")
    follow(admin, "Add department")
    admin.get_by_label("Name").fill("North scheduling")
    press(admin, "Add department")
    admin.get_by_label("Sam Whitlock").check()
    press(admin, "Save members")
    expect(admin.get_by_role("link", name=re.compile("North scheduling Sam Whitlock"))).to_be_visible()

    follow(admin, re.compile("IC-Appointment Request"))
    for name in ("Sam Whitlock", "Fay Lindgren"):
        admin.get_by_label(name).uncheck()
    press(admin, "Save members")
    emptied = admin.get_by_role("link", name=re.compile("IC-Appointment Request"))
    expect(emptied).to_contain_text("Nobody here")
    expect(emptied).to_contain_text("Its messages go to the provider they name, else to Adele Dorsey.")
    emptied.click()
    expect(admin.get_by_text("Nobody is in this department.")).to_be_visible()

    rail(admin, "Staff Directory")
    follow(admin, "Test routing")
    for provider, who in (("Dr Ada", "Ada Moreau"), ("No Preference", "Adele Dorsey")):
        admin.get_by_label("What a patient sends").select_option(label="An appointment request")
        admin.get_by_label("Provider they name").select_option(label=provider)
        press(admin, "Test routing")
        expect(admin.get_by_role("status")).to_contain_text(who)


def test_j7_5_a_rule_leads_the_requests_of_a_location_and_a_notebook_is_the_practices(cast, admin, open_page):
    rail(admin, "Staff Directory")
    follow(admin, "Rules")
    admin.get_by_role("link", name="Add rule").first.click()
    admin.get_by_label("Location").select_option(label="South")
    admin.get_by_label("Department").select_option(label="IC-General")
    press(admin, "Add rule")
    expect(admin.get_by_role("row", name=re.compile("South IC-General"))).to_be_visible()
    follow(admin, "Test routing")
    admin.get_by_label("What a patient sends").select_option(label="An appointment request")
    for location, who in (("South", "IC-General"), ("North", "IC-Appointment Request")):
        admin.get_by_label("Location").select_option(label=location)
        press(admin, "Test routing")
        expect(admin.get_by_role("status")).to_contain_text(who)

    rail(admin, re.compile("^Message Center"))
    admin.get_by_role("link", name="Phrase Construction").click()
    admin.get_by_role("link", name="Add notebook").first.click()
    admin.get_by_label("Name").fill("Front office")
    admin.get_by_label("Everybody at the practice").check()
    press(admin, "Add notebook")
    admin.get_by_role("link", name="Add phrase").first.click()
    admin.get_by_label("Title").fill("Parking")
    admin.get_by_label("Text").fill("Park behind the house.")
    press(admin, "Add phrase")
    fay = open_page()
    sign_in(fay, "fay")
    fay.goto("/staff/maple/messages/")
    fay.get_by_role("link", name="Phrase Construction").click()
    expect(fay.get_by_role("region", name="Front office").get_by_text("Park behind the house.")).to_be_visible()


@pytest.mark.parametrize("name", ["fay", "sam"])
def test_j7_7_nobody_but_an_administrator_opens_these_pages(cast, admin, open_page, name):
    page = open_page()
    sign_in(page, name)
    for address in (
        "portal/",
        "portal/texts/terms/",
        "places/",
        f"places/locations/{cast.north.pk}/",
        "places/providers/",
        f"places/providers/{cast.dr_ada.pk}/",
        f"places/visit-types/{cast.well.pk}/",
        f"places/cases/{cast.leo_primary.pk}/",
        "staff-directory/",
        "staff-directory/routing/",
    ):
        assert page.goto(f"/staff/maple/{address}").status == 403, address
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Patient Portal")).to_have_count(0)


def test_j7_bad_numbers_stay_where_they_were_typed_with_the_reason_beside_them(admin):
    rail(admin, "Patient Portal")
    ahead, notice = admin.get_by_label("How far ahead patients may look, in days"), admin.get_by_label("Minimum hours")
    for number in ("-1", "1000000000"):
        ahead.fill(number)
        press(admin, "Save settings")
        expect(admin.get_by_role("heading", name="Please look at this again")).to_be_visible()
        expect(ahead).to_have_value(number)
    ahead.fill("1")
    notice.fill("25")
    press(admin, "Save settings")
    expect(admin.get_by_text("This is longer than patients may look ahead.").first).to_be_visible()
    assert admin.get_by_label("Start times").locator("option").all_inner_texts() == [
        "Each visit type's own steps",
        "Every 15 minutes",
        "Every 30 minutes",
        "On the hour",
    ]


def test_j7_the_second_of_two_administrators_sees_the_difference(admin):
    rail(admin, "Patient Portal")
    other = admin.context.new_page()
    other.goto(admin.url)
    other.get_by_label("How far ahead").fill("30")
    press(other, "Save settings")
    expect(other.get_by_text("The settings were saved.")).to_be_visible()

    admin.get_by_label("How far ahead").fill("90")
    press(admin, "Save settings")
    expect(admin.get_by_text("Saved by the other: 30").first).to_be_visible()
    expect(admin.get_by_label("How far ahead")).to_have_value("90")
    press(admin, "Save settings")
    expect(admin.get_by_text("The settings were saved.")).to_be_visible()
    other.reload()
    expect(other.get_by_label("How far ahead")).to_have_value("90")


def test_x7_a_new_time_zone_asks_first_and_going_back_keeps_what_was_typed(cast, admin):
    rail(admin, "Locations & Cases")
    follow(admin, re.compile("^North"))
    admin.get_by_label("Address").fill("1 New Street")
    admin.get_by_label("Time zone").select_option("America/Chicago")
    press(admin, "Save location")
    expect(admin.get_by_role("heading", name="Change the time zone of North?")).to_be_visible()
    expect(admin.get_by_role("cell", name="Leo Garcia, Well visit with Dr Ada")).to_be_visible()
    press(admin, "Go back")
    expect(admin.get_by_label("Address")).to_have_value("1 New Street")
    expect(admin.get_by_label("Time zone")).to_have_value("America/Chicago")
    press(admin, "Save location")
    press(admin, "Change the time zone")
    expect(admin.get_by_text("keeps its time on the new clock")).to_be_visible()
    cast.leo_visit.refresh_from_db()
    assert cast.leo_visit.starts_at.astimezone(Location.objects.get(pk=cast.north.pk).zone).hour == 9
