"""Choosing, moving and taking times as patients do it: by keyboard, in another zone, twice at once, too late."""

import re

import pytest
from playwright.sync_api import Page, expect

from practice import clock
from scheduling import services
from scheduling.models import Appointment, AppointmentRequest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
SLOT = re.compile(r"^\w{3}, \w{3} \d+, \d+:\d\d [ap]m$")
NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"


def times_step(cast) -> str:
    chosen = {"case": cast.paul_primary, "visit_type": cast.well, "location": cast.north, "provider": cast.dr_ada}
    query = "&".join(f"{name}={row.pk}" for name, row in chosen.items())
    return f"/my/maple/{cast.paul.pk}/appointments/request/times/?{query}"


def appointments(patient) -> str:
    return f"/my/maple/{patient.pk}/appointments/"


def name_of(box) -> str:
    return box.evaluate("box => box.getAttribute('aria-label')")


# --- X5: whose clock ---


def test_x5_elsewhere_ones_own_time_stands_in_brackets_and_names_stay(cast, enter):
    paul = enter(cast.paul_user, "phone", timezone_id=CHICAGO)
    paul.goto(times_step(cast))
    expect(paul.get_by_text("Times are New York time.")).to_be_visible()
    box = paul.get_by_role("checkbox", name=SLOT).first
    time = box.locator("xpath=..").locator("time")
    expect(time).to_have_text(re.compile(r"^\d+:\d\d [ap]m \(\d+:\d\d [ap]m your time\)$"))
    hours = re.findall(r"(\d+):\d\d", time.inner_text())
    assert (int(hours[0]) - int(hours[1])) % 12 == 1
    assert SLOT.match(name_of(box))
    # Another day comes by htmx: its times are read too.
    paul.get_by_role("group", name="Day").get_by_role("button", name=re.compile(r"\d times")).nth(1).click()
    expect(paul.locator(".days [aria-current]")).to_be_focused()
    expect(paul.locator(".slots time").first).to_contain_text("your time")


def test_x5_in_the_same_zone_nothing_is_added(cast, enter):
    gina = enter(cast.gina, timezone_id=NEW_YORK)
    for address in (f"/my/maple/{cast.leo.pk}/", appointments(cast.leo)):
        gina.goto(address)
        expect(gina.get_by_text("New York time").first).to_be_visible()
        expect(gina.locator("time").first).to_have_attribute("data-read", "")
        expect(gina.get_by_text("your time")).to_have_count(0)


def test_x5_a_visit_says_both_clocks_and_the_day_where_it_is_another(cast, enter):
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(location=cast.north)
    gina = enter(cast.gina, timezone_id="Pacific/Auckland")
    gina.goto(appointments(cast.leo))
    visit = gina.get_by_role("region", name="Upcoming").get_by_role("listitem")
    when = clock.moment(cast.leo_visit.starts_at, NEW_YORK)
    there = clock.moment(cast.leo_visit.starts_at, "Pacific/Auckland")
    expect(visit.locator("time")).to_have_text(f"{when} ({there} your time)")
    expect(visit).to_contain_text("New York time")


def test_x5_without_scripts_the_zone_is_written(cast, enter):
    paul = enter(cast.paul_user, timezone_id=CHICAGO, java_script_enabled=False)
    paul.goto(times_step(cast))
    expect(paul.get_by_text("Times are New York time.")).to_be_visible()
    assert SLOT.match(name_of(paul.get_by_role("checkbox", name=SLOT).first))


# --- without mouse or sight ---


def tab_to(page: Page, target) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _press in range(80):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def name_on(day) -> str:
    return day.evaluate("button => button.querySelector('.sr').textContent")


def test_three_times_are_chosen_by_keyboard_alone_and_each_press_is_said(cast, enter):
    paul = enter(cast.paul_user)
    paul.goto(times_step(cast))
    said = paul.get_by_role("status").filter(has_text="chosen").or_(paul.locator(".tally"))
    days = paul.get_by_role("group", name="Day").get_by_role("button", name=re.compile(r"\d times"))
    full = [day for day in days.all() if int(re.search(r"(\d+) times", name_on(day))[1]) >= 3]
    full[0].click()
    expect(full[0]).to_have_attribute("aria-current", re.compile("."))
    second_day = full[1]
    assert re.match(r"\w{3}, \w{3} \d+, \d+ times$", name_on(second_day))
    names = []
    for count in (1, 2):
        box = paul.get_by_role("checkbox", name=SLOT).nth(count)
        tab_to(paul, box)
        paul.keyboard.press("Space")
        expect(box).to_be_checked()
        names.append(name_of(box))
        expect(said.first).to_have_text("1 time chosen" if count == 1 else "2 times chosen")
    paul.keyboard.press("Shift+Tab")
    for _press in range(80):
        if second_day.evaluate("node => node === document.activeElement"):
            break
        paul.keyboard.press("Shift+Tab")
    paul.keyboard.press("Enter")
    expect(paul.locator(".days [aria-current]")).to_be_focused()
    expect(paul.get_by_role("group", name="Also chosen").get_by_role("checkbox")).to_have_count(2)
    third = paul.get_by_role("group", name=re.compile("Morning|Afternoon")).get_by_role("checkbox").first
    tab_to(paul, third)
    paul.keyboard.press("Space")
    names.append(name_of(third))
    expect(said.first).to_contain_text("That is all three.")
    expect(paul.get_by_role("checkbox", name=SLOT, checked=False).first).to_be_disabled()
    tab_to(paul, paul.get_by_role("button", name="Continue", exact=True))
    paul.keyboard.press("Enter")
    expect(paul.get_by_role("heading", name="What should we know?")).to_be_visible()
    for name in names:
        expect(paul.get_by_role("checkbox", name=name, exact=True)).to_be_checked()


def test_without_scripts_days_and_times_are_chosen_by_plain_buttons(cast, enter):
    paul = enter(cast.paul_user, "phone", java_script_enabled=False)
    paul.goto(times_step(cast))
    first = paul.get_by_role("checkbox", name=SLOT).first
    first.check(force=True)
    name = name_of(first)
    paul.get_by_role("group", name="Day").get_by_role("button", name=re.compile(r"\d times")).nth(1).click()
    expect(paul.get_by_role("group", name="Also chosen").get_by_role("checkbox", name=name)).to_be_checked()
    paul.get_by_role("button", name="Continue", exact=True).click()
    expect(paul.get_by_role("checkbox", name=name, exact=True)).to_be_checked()


# --- J1, bad input, in the browser ---


def to_review(page: Page, cast, note: str) -> str:
    page.goto(times_step(cast))
    box = page.get_by_role("checkbox", name=SLOT).first
    box.check(force=True)
    name = name_of(box)
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_label("Reason").fill(note)
    return name


def test_j1_pressed_twice_there_is_one_request(cast, enter):
    paul = enter(cast.paul_user)
    to_review(paul, cast, "Cough.")
    paul.get_by_role("button", name="Send request").dblclick()
    expect(paul.get_by_role("heading", name="Requested, not booked")).to_be_visible()
    assert AppointmentRequest.objects.filter(patient=cast.paul).count() == 1


def test_j1_sent_in_two_tabs_the_second_says_that_it_exists(cast, enter, console):
    console.allow("409 (Conflict)")
    paul = enter(cast.paul_user)
    other = paul.context.new_page()
    to_review(paul, cast, "Cough.")
    to_review(other, cast, "Cough since Friday.")
    paul.get_by_role("button", name="Send request").click()
    expect(paul.get_by_role("heading", name="Requested, not booked")).to_be_visible()
    other.get_by_role("button", name="Send request").click()
    expect(other.get_by_role("alert")).to_contain_text("You have already asked for this visit.")
    expect(other.get_by_label("Reason")).to_have_value("Cough since Friday.")
    assert AppointmentRequest.objects.filter(patient=cast.paul).count() == 1


def test_j1_a_time_taken_meanwhile_says_so_and_one_of_three_others_is_taken_instead(cast, enter, acting, free, console):
    console.allow("409 (Conflict)")
    paul, start = enter(cast.paul_user, "phone"), free(1)[0]
    to_review(paul, cast, "Cough.")
    facts = {"provider": cast.dr_ada, "location": cast.north, "visit_type": cast.well, "case": None}
    services.book(by=acting(cast.sam), patient=cast.mia, starts_at=start, **facts)
    paul.get_by_role("button", name="Send request").click()
    expect(paul.get_by_role("alert")).to_contain_text("was just taken")
    nearest = paul.get_by_role("group", name="The nearest free times").get_by_role("checkbox")
    expect(nearest).to_have_count(3)
    expect(paul.get_by_label("Reason")).to_have_value("Cough.")
    nearest.first.check(force=True)
    paul.get_by_role("button", name="Send request").click()
    expect(paul.get_by_role("heading", name="Requested, not booked")).to_be_visible()


def test_j1_switched_off_between_the_steps_the_phone_is_shown_and_the_text_is_there(cast, enter, console):
    console.allow("409 (Conflict)")
    paul = enter(cast.paul_user, "phone")
    to_review(paul, cast, "He coughs since Friday.")
    cast.settings.requests_on = False
    cast.settings.save()
    paul.get_by_role("button", name="Send request").click()
    expect(paul.get_by_role("heading", name="The practice no longer takes online requests")).to_be_visible()
    expect(paul.get_by_role("main").get_by_role("link", name="(555) 010-4400")).to_be_visible()
    expect(paul.get_by_text("He coughs since Friday.")).to_be_visible()


# --- J2 and J3: a visit is moved, and an offered time is taken ---


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_j2_4_gina_asks_to_move_mias_visit_and_it_stands_until_sam_approves(cast, enter, scripts):
    gina = enter(cast.gina, "phone", java_script_enabled=scripts)
    gina.goto(appointments(cast.mia))
    was = clock.moment(cast.mia_visit.starts_at, cast.north.zone)
    upcoming = gina.get_by_role("region", name="Upcoming")
    upcoming.get_by_role("link", name="Reschedule").click()
    expect(gina.get_by_role("heading", name="Ask to move this visit")).to_be_visible()
    expect(gina.get_by_text("The visit stays as it is until the practice approves another time.")).to_be_visible()
    box = gina.get_by_role("checkbox", name=SLOT).first
    box.check(force=True)
    wanted = name_of(box)
    gina.get_by_label("Reason").fill("School trip.")
    gina.get_by_role("button", name="Send request").click()
    expect(gina.get_by_role("heading", name="Requested, not moved")).to_be_visible()

    gina.get_by_role("link", name="Appointments").last.click()
    expect(upcoming.get_by_text(was)).to_be_visible()
    expect(upcoming).to_contain_text("You have asked to move this visit; it stays as it is until the practice answers.")
    expect(upcoming.get_by_role("link", name="Reschedule")).to_have_count(0)

    asked = AppointmentRequest.objects.get(patient=cast.mia)
    sam = enter(cast.sam, java_script_enabled=scripts)
    sam.goto(f"/staff/maple/schedule/requests/{asked.pk}/")
    expect(sam.get_by_role("radio", name=re.compile(re.escape(wanted)))).to_be_checked()
    sam.get_by_role("button", name="Approve").click()
    expect(sam.get_by_role("status").first).to_be_visible()

    gina.goto(appointments(cast.mia))
    expect(upcoming.get_by_text(wanted)).to_be_visible()
    expect(upcoming.get_by_text(was)).to_have_count(0)
    file = gina.request.get(upcoming.get_by_role("link", name="Add to calendar").get_attribute("href")).text()
    assert "SEQUENCE:1" in file
    assert f"UID:{cast.mia_visit.pk}@frontdesk" in file


def test_j3_4_an_offered_time_is_taken_in_one_press(cast, enter, ask_for_leo, free, acting):
    times = [(free(8)[n], cast.dr_ada) for n in (2, 7)]
    services.propose(by=acting(cast.sam), request=ask_for_leo, times=times)
    wanted = clock.moment(times[1][0], cast.north.zone)
    gina = enter(cast.gina, "phone")
    gina.goto(f"/my/maple/{cast.leo.pk}/")
    gina.get_by_role("link", name="The practice offers you other times").click()
    card = (
        gina.get_by_role("region", name="Requests").get_by_role("listitem").filter(has_text="The practice offers you")
    )
    expect(card.first).to_contain_text("Kept for you until")
    gina.get_by_role("button", name=f"Accept {wanted}").click()
    expect(gina.get_by_role("heading", name="Booked")).to_be_visible()
    expect(gina.get_by_role("main")).to_contain_text(wanted)
    expect(gina.get_by_role("link", name="Add to calendar")).to_be_visible()


@pytest.fixture
def ask_for_leo(cast, acting, free) -> AppointmentRequest:
    """Gina's request for a sick visit of Leo's."""
    return services.request(
        by=acting(cast.gina),
        patient=cast.leo,
        case=cast.leo_primary,
        visit_type=cast.sick,
        location=cast.north,
        provider=cast.dr_ada,
        starts=free(1),
    )
