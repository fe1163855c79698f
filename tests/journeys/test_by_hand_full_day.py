"""A practice begun by hand, worked on: from nothing to a full day's schedule, by pages alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import test_by_hand as begin
from tests.journeys.test_by_hand import follow, press, rail

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.xdist_group("worker"),
    pytest.mark.django_db(transaction=True),
]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ALL_DAY = "12am - midnight"  # so that the journey can be walked at any time of any day
ENOUGH = 8  # free times of a day for everything below
IMANI, JONAS = "Dr Imani Osei", "Dr Jonas Weiß"
BOOKED = re.compile(r"^\d+:\d\d [ap]m .+, (Check-up|Consultation), (Booked|Confirmed|Checked in)$")


def open_all_day(admin: Page) -> None:
    for day in WEEKDAYS:
        admin.get_by_label(day).fill(ALL_DAY)


def set_places_up(admin: Page) -> None:
    """A location, two providers who are there all day, and two visit types, one of them Jonas's alone."""
    follow(admin, "A location that allows requests")
    follow(admin, "Add location")
    admin.get_by_label("Name").fill("Main Street")
    admin.get_by_label("Allow Appointment Requests").check()
    open_all_day(admin)
    press(admin, "Add location")
    for name in (IMANI, JONAS):
        rail(admin, "Locations & Cases")
        follow(admin, "Providers")
        follow(admin, "Add provider")
        admin.get_by_label("Name").fill(name)
        press(admin, "Add provider")
        follow(admin, "Set hours")
        open_all_day(admin)
        press(admin, "Save hours")
        expect(admin.get_by_text("The hours were saved.")).to_be_visible()
    for name, minutes, provider in (("Check-up", "30", None), ("Consultation", "20", JONAS)):
        rail(admin, "Locations & Cases")
        follow(admin, "Visit types")
        follow(admin, "Add visit type")
        admin.get_by_label("Name").fill(name)
        admin.get_by_label("Minutes", exact=True).fill(minutes)
        if provider:
            admin.get_by_label(provider).check()
        press(admin, "Add visit type")
    expect(admin.get_by_role("row", name=re.compile(f"Consultation 20 .* {JONAS}"))).to_be_visible()


def gap(scheduler: Page, provider: str):
    """The second free time: the first may be half over."""
    return scheduler.get_by_role("link", name=re.compile(f"^Book .* with {provider}$")).nth(1)


def open_a_day(scheduler: Page) -> bool:
    """The schedule of today, or late in the evening of tomorrow; says whether it is today."""
    rail(scheduler, "Schedule")
    expect(scheduler.get_by_role("region", name="Calendar")).to_be_visible()
    if scheduler.get_by_role("link", name=re.compile("^Book ")).count() >= ENOUGH:
        return True
    scheduler.get_by_role("link", name="Next").click()
    expect(gap(scheduler, IMANI)).to_be_visible()
    return False


def book(scheduler: Page, provider: str, patient: str, visit_type: str) -> None:
    """Somebody whom the practice knows, into a gap of the day that is open."""
    gap(scheduler, provider).click()
    scheduler.get_by_role("searchbox", name="Patient", exact=True).fill(patient)
    press(scheduler, "Search")
    scheduler.get_by_role("list", name="Patients found").get_by_role("link").click()
    finish(scheduler, visit_type)


def book_somebody_new(scheduler: Page, provider: str, given: str, family: str, visit_type: str) -> None:
    """Whoever is on the phone is added while the time is held in view, and booked."""
    gap(scheduler, provider).click()
    follow(scheduler, "Add patient")
    scheduler.get_by_label("Given name").fill(given)
    scheduler.get_by_label("Family name").fill(family)
    scheduler.get_by_label("Birth date").fill("1984-07-19")
    press(scheduler, "Add patient")
    expect(scheduler.get_by_text("Nobody has portal access; phone the patient or family.")).to_be_visible()
    finish(scheduler, visit_type)


def finish(scheduler: Page, visit_type: str) -> None:
    scheduler.get_by_label(visit_type).check()
    case = scheduler.get_by_role("radio", name="Primary care")
    if case.count():
        case.check()
    press(scheduler, "Book")
    expect(scheduler.get_by_text("The visit is booked.")).to_be_visible()


def move_to_the_other(scheduler: Page) -> None:
    """The visit whose card is open goes to the last free time of the day with Jonas."""
    scheduler.get_by_role("link", name="Move", exact=True).click()
    times = scheduler.locator("#free-times option").evaluate_all("all => all.map(one => one.value)")
    scheduler.get_by_label("Provider").select_option(label=JONAS)
    scheduler.get_by_label("Time", exact=True).fill(times[-1])
    press(scheduler, "Move the visit")
    expect(scheduler.get_by_role("status").filter(has_text="Moved from")).to_contain_text(f"with {JONAS}")


def open_card(scheduler: Page, name: str) -> None:
    scheduler.get_by_role("link", name=re.compile(f"[ap]m {name}, ")).click()
    expect(scheduler.get_by_role("heading", name=name)).to_be_visible()


def test_an_administrator_sets_up_and_a_scheduler_works_a_full_day(open_page, juniper, smtp):
    admin, scheduler, guardian = open_page(), open_page(), open_page("phone")
    begin.join(admin, juniper, "Noor Haddad")
    set_places_up(admin)
    begin.invite_scheduler(admin)
    begin.join(scheduler, smtp.wait_for(2)[1], "Pia Lund")
    begin.put_in_department(admin)
    begin.add_patient(admin)
    begin.turn_requests_on(admin)
    begin.invite_guardian(admin)
    begin.register(guardian, smtp.wait_for(3)[2])
    time = begin.ask_for_a_visit(guardian)

    today = open_a_day(scheduler)
    book(scheduler, IMANI, "Tomasz", "Check-up")
    assert smtp.wait_for(4)[3]["To"] == "ewa@home.example"
    book_somebody_new(scheduler, IMANI, "Aroha", "Ngata", "Check-up")
    book_somebody_new(scheduler, JONAS, "Émile", "O'Neill-Brandt", "Consultation")
    book_somebody_new(scheduler, IMANI, "Yusuf", "Demir", "Check-up")
    move_to_the_other(scheduler)
    expect(scheduler.get_by_role("link", name=BOOKED)).to_have_count(4)

    open_card(scheduler, "Aroha Ngata")
    press(scheduler, "Confirm")
    expect(scheduler.get_by_role("link", name=re.compile("Aroha Ngata, Check-up, Confirmed"))).to_be_visible()
    open_card(scheduler, "Émile O'Neill-Brandt")
    arrived = scheduler.get_by_role("button", name="Check in", exact=True)
    if today:
        arrived.click()
        expect(scheduler.get_by_role("link", name=re.compile("O'Neill-Brandt, .*, Checked in"))).to_be_visible()
    else:
        expect(arrived).to_have_count(0)

    rail(scheduler, re.compile("^Appointment Requests"))
    scheduler.get_by_role("link", name="Appointment Request, Tomasz Wiśniewski").click()
    press(scheduler, "Approve")
    expect(scheduler.get_by_text("Approved: the visit is booked and the patient is told.")).to_be_visible()
    guardian.goto(begin.link_in(smtp.wait_for(5)[4]))
    expect(guardian.get_by_role("region", name="Upcoming").get_by_text(time)).to_be_visible()
