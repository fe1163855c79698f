"""Every screen, for everybody who opens it: by screen reader and keyboard, in both themes, on any width."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Page

from tests.walks import world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

DESKTOP, PHONE, NARROWEST = {"width": 1440, "height": 900}, {"width": 390, "height": 844}, {"width": 320, "height": 700}
FIRST_VISIT_BYTES = 150_000
STRANGER = "a stranger"
# Who opens what. Braces name a row of the world made below.
ADDRESSES = {
    STRANGER: [
        "/",
        "/signin/",
        "/password/reset/",
        "/password/reset/sent/",
        "/terms/maple/",
        "/join/none/",
        "/nowhere/",
    ],
    "gina": [
        "/security/",
        "/security/password/",
        "/my/maple/{leo}/",
        "/my/maple/{leo}/account/",
        "/my/maple/{leo}/messages/",
        "/my/maple/{leo}/messages/new/",
        "/my/maple/{leo}/messages/{thread}/",
        "/my/maple/{leo}/appointments/",
        "/my/maple/{leo}/appointments/{visit}/rescheduling/",
        "/my/maple/{leo}/appointments/{visit}/cancellation/",
        "/my/maple/{mia}/appointments/",
        "/my/maple/{leo}/appointments/request/who/",
        "/my/maple/{leo}/appointments/request/case/",
        "/my/maple/{leo}/appointments/request/visit_type/?case={case}",
        "/my/maple/{leo}/appointments/requests/{request}/",
        "/my/maple/{leo}/appointments/requests/{request}/withdrawal/",
    ],
    "sam": [
        "/staff/maple/messages/",
        "/staff/maple/messages/unread-phone/",
        "/staff/maple/messages/unread-portal/?selected={thread}",
        "/staff/maple/messages/unread-portal/?selected={thread}&do=forward",
        "/staff/maple/messages/unread-portal/?selected={thread}&do=reply",
        "/staff/maple/schedule/day/{day}/?location={north}",
        "/staff/maple/schedule/visits-to-move/",
        "/staff/maple/schedule/appointments/{visit}/",
        "/staff/maple/schedule/appointments/{visit}/?view=week",
        "/staff/maple/schedule/appointments/{visit}/cancellation/",
        "/staff/maple/schedule/appointments/{visit}/move/?minutes=45",
        "/staff/maple/schedule/week/{day}/?location={north}",
        "/staff/maple/schedule/new/?location={north}",
        "/staff/maple/schedule/book/?provider={ada}&location={north}&at={day}T19:00Z",
        "/staff/maple/schedule/book/?provider={ada}&location={north}&at={day}T19:00Z&patient={leo}",
        "/staff/maple/schedule/requests/",
        "/staff/maple/schedule/requests/?status=expired",
        "/staff/maple/schedule/requests/?selected={request}&more=propose",
        "/staff/maple/schedule/requests/{request}/",
        "/staff/maple/schedule/requests/{request}/?more=approve",
        "/staff/maple/schedule/requests/{request}/edition/",
        "/staff/maple/patients/{leo}/appointments/",
        "/staff/maple/places/locations/new/",
    ],
    "fay": [
        "/staff/maple/messages/new/?patient={leo}",
        "/staff/maple/messages/new/?patient={amira}",
        "/staff/maple/patients/{leo}/invitation/",
        "/staff/maple/patients/{leo}/access/",
        "/staff/maple/patients/{leo}/registration/",
        "/staff/maple/patients/{amira}/registration/",
    ],
    "ad": [
        "/staff/maple/patients/",
        "/staff/maple/patients/?q=nobody",
        "/staff/maple/patients/new/",
        "/staff/maple/patients/{leo}/",
        "/staff/maple/patients/{leo}/details/",
        "/staff/maple/patients/{leo}/cases/",
        "/staff/maple/patients/{leo}/messages/",
        "/staff/maple/patients/{leo}/contacts/new/",
        "/staff/maple/staff-directory/",
        "/staff/maple/staff-directory/invite/",
        "/staff/maple/staff-directory/routing/",
        "/staff/maple/staff-directory/{sam}/",
        "/staff/maple/staff-directory/{sam}/deactivation/",
        "/staff/maple/staff-directory/departments/{department}/",
        "/staff/maple/portal/",
        "/staff/maple/portal/texts/terms/",
        "/staff/maple/places/",
        "/staff/maple/places/locations/{north}/",
        "/staff/maple/places/providers/",
        "/staff/maple/places/providers/{ada}/",
        "/staff/maple/places/providers/{ada}/hours/{north}/",
        "/staff/maple/places/visit-types/",
        "/staff/maple/places/visit-types/{well}/",
        "/staff/maple/places/cases/",
        "/staff/maple/places/cases/{case}/",
    ],
}
OTHER_ANSWERS = {"/nowhere/": 404, "/join/none/": 404, "/staff/maple/places/locations/new/": 403}
RUN_AXE = "options => axe.run(document, {resultTypes: ['violations'], ...options}).then(found => found.violations)"
# A theme changes colours and nothing else.
COLOURS = {"runOnly": ["color-contrast"]}


@pytest.fixture
def rows(cast):
    """What the braces of the table stand for."""
    made = world.furnish(cast)
    world.take_away(cast, cast.mia_visit)
    return {
        "leo": cast.leo.pk,
        "amira": cast.amira.pk,
        "mia": cast.mia.pk,
        "thread": made.thread.pk,
        "request": made.request.pk,
        "department": made.department.pk,
        "case": cast.leo_primary.pk,
        "visit": cast.leo_visit.pk,
        "day": cast.leo_visit.starts_at.astimezone(cast.north.zone).date(),
        "north": cast.north.pk,
        "ada": cast.dr_ada.pk,
        "well": cast.well.pk,
        "sam": cast.sam.pk,
    }


@pytest.fixture
def enter(cast, client, open_page, webserver, console):
    """`enter("sam")`: that person's browser, signed in; a stranger's is not."""
    console.allow("403 (Forbidden)")
    console.allow("404 (Not Found)")

    def begin(name: str) -> Page:
        page = open_page(viewport=DESKTOP, reduced_motion="reduce")
        if name != STRANGER:
            who = getattr(cast, name)
            client.force_login(getattr(who, "user", who))
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
            page.context.add_cookies([cookie | {"url": webserver.url}])
        return page

    return begin


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_screen_shuts_anybody_out(enter, rows, name):
    page = enter(name)
    faults = []
    for address in ADDRESSES[name]:
        answer = page.goto(address.format(**rows))
        if answer.status != OTHER_ANSWERS.get(address, 200) or (name != STRANGER and "/signin/" in page.url):
            faults.append(f"{address}: {answer.status} at {page.url}")
        faults += [f"{address}: {fault}" for fault in _faults(page)]
    assert faults == []


def test_planted_faults_are_seen(enter):
    page = enter(STRANGER)
    page.set_content("<h1>One</h1><h1>Two</h1><input><pre>" + "wide" * 200 + "</pre>")
    faults = "\n".join(_faults(page))
    assert "2 headings" in faults
    assert "1440 pixels, light: label" in faults
    assert "sideways at 320 pixels" in faults


def _faults(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = []
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} headings of the first level")
    for width in (DESKTOP, PHONE):
        page.set_viewport_size(width)
        for theme, options in (("dark", COLOURS), ("light", {})):
            page.emulate_media(color_scheme=theme)
            where = f"{width['width']} pixels, {theme}"
            found += [f"{where}: {_said(one)}" for one in page.evaluate(RUN_AXE, options)]
    page.set_viewport_size(NARROWEST)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways at 320 pixels")
    page.set_viewport_size(DESKTOP)
    return found


def _said(violation: dict) -> str:
    node = violation["nodes"][0]
    return f"{violation['id']} at {node['target']} ({len(violation['nodes'])}): {node.get('failureSummary', '')}"


@pytest.mark.parametrize(("name", "address"), [(STRANGER, "/signin/"), ("gina", "/my/maple/{leo}/"), ("sam", "/")])
def test_a_first_visit_is_light(enter, rows, name, address):
    page = enter(name)
    weighed = {}

    def weigh(request) -> None:
        if request.resource_type != "font":
            weighed[request.url] = request.sizes()["responseBodySize"]

    page.on("requestfinished", weigh)
    page.goto(address.format(**rows), wait_until="networkidle")
    assert len(weighed) > 3
    assert sum(weighed.values()) <= FIRST_VISIT_BYTES, weighed


def test_links_have_the_names_that_people_search_for(enter, rows):
    page = enter("sam")
    page.goto("/staff/maple/messages/unread-portal/")
    assert page.get_by_role("link", name="Unread Appointment Request, Leo Garcia", exact=True).count() == 1
    page.goto("/staff/maple/schedule/day/{day}/?location={north}".format(**rows))
    assert page.get_by_role("link", name="9:00 am Leo Garcia, Well visit, Booked", exact=True).count() == 1
    assert page.get_by_role("link", name="Book 10:30 am with Dr Ada", exact=True).count() == 1
