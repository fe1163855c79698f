"""The schedule under the hand: visits are dragged to another time, provider, day or length, and by a form as well."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from portal.demo import build
from practice import clock
from practice.models import OutboundMessage
from scheduling.models import Appointment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

LEO = re.compile("^9:00 am Leo Garcia, Well visit, Booked$")
TOLD = "Gina Garcia and Hugo Brandt are told by e-mail."


@pytest.fixture
def sam(cast, client, open_page, webserver):
    """`sam()`: Sam's browser, signed in."""

    def begin(**options) -> Page:
        page = open_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce", **options)
        client.force_login(cast.sam.user)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        page.context.add_cookies([cookie | {"url": webserver.url}])
        return page

    return begin


@pytest.fixture
def day(cast):
    """The day of Leo's visit at nine, on which Dr Ben is at North too."""
    on = clock.local(cast.leo_visit.starts_at, cast.north.zone).date()
    build.provider_hours(build.provider(cast.maple, "Dr Cleo"), cast.north, range(5), (9, 17))
    return on


@pytest.fixture
def open_day(cast, sam, day):
    """Sam looks at Leo's day."""
    page = sam()
    page.goto(f"/staff/maple/schedule/day/{day}/?location={cast.north.pk}")
    return page


@pytest.fixture
def stands(cast):
    """`stands()`: the time on North's clock, the provider and the minutes of Leo's visit by now."""

    def now() -> tuple:
        visit = Appointment.objects.select_related("provider").get(pk=cast.leo_visit.pk)
        there = clock.local(visit.starts_at, cast.north.zone)
        return f"{there:%A %H:%M}", visit.provider.name, (visit.ends_at - visit.starts_at).seconds // 60

    return now


def drag(page: Page, start: tuple[float, float], end: tuple[float, float], *, drop: bool = True) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    if drop:
        page.mouse.up()


def middle(locator) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_v9_a_visit_dragged_to_another_time_and_provider_ends_in_a_confirmation(open_day, day, stands):
    before, page = stands(), open_day
    x, y = middle(page.get_by_role("link", name=LEO))
    goal = middle(page.get_by_role("link", name="Book 10:30 am with Dr Cleo", exact=True))
    drag(page, (x, y), goal)
    expect(page.get_by_role("heading", name="Move the visit of Leo Garcia")).to_be_visible()
    expect(page.get_by_text(TOLD)).to_be_visible()
    expect(page.get_by_text(f"{clock.day(day)}, 10:30 am with Dr Cleo, 30 minutes")).to_be_visible()
    assert stands() == before
    page.get_by_role("button", name="Move the visit").click()
    expect(page.get_by_role("status").filter(has_text=TOLD)).to_be_visible()
    expect(page.get_by_role("link", name="10:30 am Leo Garcia, Well visit, Booked", exact=True)).to_be_visible()
    assert stands() == (f"{day:%A} 10:30", "Dr Cleo", 30)
    assert OutboundMessage.objects.filter(notice="appointment.moved").count() == 2


def test_its_lower_edge_dragged_makes_it_longer(open_day, day, stands):
    page = open_day
    link = page.get_by_role("link", name=LEO).bounding_box()
    edge = (link["x"] + 60, link["y"] + link["height"] - 1)
    drag(page, edge, (edge[0], edge[1] + link["height"] / 2))
    expect(page.get_by_label("Minutes")).to_have_value("45")
    expect(page.get_by_text(TOLD)).to_be_visible()
    page.get_by_role("button", name="Move the visit").click()
    expect(page.get_by_role("status").filter(has_text=TOLD)).to_be_visible()
    assert stands() == (f"{day:%A} 09:00", "Dr Ada", 45)


def test_escape_aborts_a_drag_and_a_click_still_opens_the_card(open_day, stands):
    before, page = stands(), open_day
    link = page.get_by_role("link", name=LEO)
    x, y = middle(link)
    drag(page, (x, y), (x, y + 150), drop=False)
    expect(page.locator(".ghost")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".ghost")).to_have_count(0)
    page.mouse.up()
    expect(page.get_by_role("heading", name="Leo Garcia")).to_have_count(0)
    assert "/schedule/day/" in page.url
    link.click()
    expect(page.get_by_role("heading", name="Leo Garcia")).to_be_visible()
    assert stands() == before


def test_what_is_frozen_stays_where_it_is(cast, open_day, stands):
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(status="completed")
    page = open_day
    page.reload()
    x, y = middle(page.get_by_role("link", name="9:00 am Leo Garcia, Well visit, Completed", exact=True))
    drag(page, (x, y), (x, y + 150), drop=False)
    expect(page.locator(".ghost")).to_have_count(0)


def test_in_the_week_a_visit_dragged_to_another_day_keeps_its_time_of_day(cast, sam, day, stands):
    page = sam()
    page.goto(f"/staff/maple/schedule/week/{day}/?location={cast.north.pk}")
    there = day + timedelta(days=1) if day.weekday() < 4 else day - timedelta(days=1)
    cell = page.locator(f'td[data-day="{there}"]').nth(2)
    link = page.get_by_role("link", name=LEO)
    cell.scroll_into_view_if_needed()
    link.scroll_into_view_if_needed()
    drag(page, middle(link), middle(cell))
    expect(page.get_by_text(TOLD)).to_be_visible()
    expect(page.get_by_text(f"{clock.day(there)}, 9:00 am with Dr Cleo, 30 minutes")).to_be_visible()
    page.get_by_role("link", name="Go back").click()
    expect(page.get_by_role("link", name=LEO)).to_be_visible()
    assert "/schedule/week/" in page.url


def test_the_keyboard_moves_a_visit_by_its_card(open_day, day, stands):
    page = open_day
    page.get_by_role("link", name=LEO).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Leo Garcia")).to_be_focused()
    page.get_by_role("link", name="Move", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Time").fill("11:15")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=TOLD)).to_be_visible()
    assert stands() == (f"{day:%A} 11:15", "Dr Ada", 30)


def test_without_scripts_the_week_its_card_and_a_move_work(cast, sam, day, stands):
    page = sam(java_script_enabled=False)
    page.goto(f"/staff/maple/schedule/week/{day}/?location={cast.north.pk}")
    page.get_by_role("link", name=LEO).click()
    expect(page.get_by_role("heading", name="Leo Garcia")).to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("status").filter(has_text="Confirmed: Leo Garcia.")).to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").filter(has_text="Taken back.")).to_be_visible()
    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_label("Time").fill("2:30 pm")
    page.get_by_role("button", name="Move the visit").click()
    expect(page.get_by_role("link", name="2:30 pm Leo Garcia, Well visit, Booked", exact=True)).to_be_visible()
    assert stands() == (f"{day:%A} 14:30", "Dr Ada", 30)


def test_in_the_week_a_press_opens_the_card_beside_it_and_back_closes_it(cast, sam, day):
    page = sam()
    page.goto(f"/staff/maple/schedule/week/{day}/?location={cast.north.pk}")
    page.get_by_role("link", name=LEO).click()
    expect(page.get_by_role("heading", name="Leo Garcia")).to_be_visible()
    assert f"/schedule/appointments/{cast.leo_visit.pk}/?view=week" in page.url
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Leo Garcia")).to_have_count(0)
    expect(page.get_by_role("link", name=LEO)).to_be_visible()
