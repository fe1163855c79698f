"""Journeys run in real time, on the real web server, in real browsers."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page

from scheduling import selectors
from tests.quarters import away_from_a_quarter

NEW_YORK = "America/New_York"


@pytest.fixture
def now():
    """The moment the cast is made: the servers have clocks of their own."""
    return away_from_a_quarter(30)


@pytest.fixture
def enter(open_page, webserver):
    """`enter(cast.gina, "phone", timezone_id=…)`: that person's browser, signed in."""

    def begin(who, device: str = "desktop", **options) -> Page:
        page = open_page(device, **{"timezone_id": NEW_YORK} | options)
        client = Client()
        client.force_login(getattr(who, "user", who))
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        page.context.add_cookies([cookie | {"url": webserver.url}])
        return page

    return begin


@pytest.fixture
def free(cast, acting):
    """The first free times of a well visit with Dr Ada at North, as patients are offered them."""

    def starts(n: int) -> list:
        by = acting(cast.paul_user)
        first = by.today(cast.north.zone)
        facts = {"visit_type": cast.well, "location": cast.north, "provider": cast.dr_ada}
        found = selectors.open_slots(by, **facts, first_day=first, last_day=first + timedelta(days=60))
        return [slot.starts_at for slot in found[:n]]

    return starts


@pytest.fixture
def juniper(celery_worker, smtp) -> EmailMessage:
    """A practice as the operator's command leaves it: nothing in it but the invitation of Noor, who administers it."""
    call_command(
        "create_practice",
        name="Juniper Family Practice",
        slug="juniper",
        time_zone="America/Chicago",
        phone="(312) 555-0188",
        admin_name="Noor Haddad",
        admin_email="noor@juniper.example",
    )
    return smtp.wait_for(1)[0]
