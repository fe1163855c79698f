"""Take the README's pictures of the running demo: `.venv/bin/python docs/take_screenshots.py [http://localhost:8000]`.

Start `python3 run.py` first. Needs Chromium, which the browser tests need too.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.services import chromium
from tests.services.browser import DEVICES, FLAGS

FOLDER = Path(__file__).parent / "screenshots"
WIDE = {"viewport": {"width": 1280, "height": 860}}


def main(base: str = "http://localhost:8000") -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium.find(), args=FLAGS, chromium_sandbox=False)
        _parent(browser, base)
        _scheduler(browser, base)
        browser.close()


def _parent(browser: Browser, base: str) -> None:
    page = _sign_in(browser, base, "Gina", **DEVICES["phone"])
    page.get_by_role("link", name="Leo").first.click()
    page.wait_for_load_state()
    page.screenshot(path=FOLDER / "patient-home.png")
    page.get_by_role("link", name="Request an Appointment").first.click()
    for answer in ("Leo Garcia", "Primary care", "Well visit", "North", "Dr Ada"):
        page.get_by_label(answer, exact=True).check()
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("checkbox").first.check()
    page.wait_for_timeout(400)
    page.screenshot(path=FOLDER / "patient-times.png")


def _scheduler(browser: Browser, base: str) -> None:
    page = _sign_in(browser, base, "Sam", **WIDE)
    page.goto("/staff/maple/messages/")
    page.get_by_role("link", name="Appointment Request, ").first.click()
    page.get_by_role("article").wait_for()
    page.wait_for_timeout(400)
    page.screenshot(path=FOLDER / "message-center.png")
    page.goto("/staff/maple/schedule/")
    for _day in range(7):
        if page.get_by_role("link", name="Requested").count():
            break
        page.get_by_role("link", name="Next").click()
        page.wait_for_load_state()
    page.screenshot(path=FOLDER / "schedule.png")


def _sign_in(browser: Browser, base: str, name: str, **device) -> Page:
    page = browser.new_context(base_url=base, locale="en-US", **device).new_page()
    page.goto("/signin/")
    page.get_by_role("button", name=f"Sign in as {name}").click()
    page.wait_for_load_state()
    return page


if __name__ == "__main__":
    main(*sys.argv[1:])
