"""X11: twenty pending requests for one slot, approved at once over HTTP. One visit, nineteen kind refusals."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.demo import build
from practice.access import PATIENT, Actor
from scheduling import panel, services
from scheduling.models import Appointment, AppointmentRequest

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

AT_ONCE = 20
CSRF = "x" * 32
EXCLUSION = "provider_not_double_booked"


@pytest.fixture
def now():
    """The web server lives in real time."""
    return timezone.now()


@pytest.fixture
def slot(cast) -> datetime:
    """Two in the afternoon of a working day that is far enough away."""
    day = cast.now.astimezone(cast.north.zone).date() + timedelta(days=7)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, time(14), tzinfo=cast.north.zone)


@pytest.fixture
def pending(cast, slot) -> list[AppointmentRequest]:
    """Twenty families want the same time with Dr Ada."""
    return [_ask(cast, slot, n) for n in range(AT_ONCE)]


def _ask(cast, slot, n: int) -> AppointmentRequest:
    child = build.patient(cast.maple, f"Child{n:02}", "Race", 8, cast.now, home_location=cast.north)
    case = build.case(child, "Primary care", allows_requests=True, visit_types=[cast.well])
    parent = build.user(f"parent{n}@demo.example", f"Parent {n}", cast.now)
    build.grant(parent, child, "mother", cast.now)
    return services.request(
        by=Actor(practice=cast.maple, side=PATIENT, now=cast.now, user=parent, grants={child.pk: "full"}),
        patient=child,
        case=case,
        visit_type=cast.well,
        location=cast.north,
        provider=cast.dr_ada,
        starts=[slot],
    )


def _session(who) -> str:
    client = Client()
    client.force_login(who.user)
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def _approve_all(server, cast, slot, pending) -> list[tuple[int, str]]:
    """Press `Approve` on all of them at the same moment; every answer's status and page."""
    host, cookies = urlsplit(server.url), f"{_session(cast.sam)}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    form = urlencode({"time": panel.time_value(slot, cast.dr_ada), "csrfmiddlewaretoken": CSRF})
    start = threading.Barrier(len(pending))

    def press(request) -> tuple[int, str]:
        url = reverse("staff:scheduling:approval", args=[cast.maple.slug, request.pk])
        line = http.client.HTTPConnection(host.hostname, host.port, timeout=60)
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        start.wait()
        line.request("POST", url, body=form, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()

    with ThreadPoolExecutor(len(pending)) as clerks:
        return list(clerks.map(press, pending))


def _booked(cast, slot) -> int:
    return Appointment.objects.filter(provider=cast.dr_ada, starts_at=slot, status="booked").count()


def test_x11_one_of_twenty_approvals_wins_and_the_others_are_offered_other_times(webserver, cast, slot, pending):
    answers = _approve_all(webserver, cast, slot, pending)
    assert sorted(status for status, _page in answers) == [302] + [409] * (AT_ONCE - 1)
    assert _booked(cast, slot) == 1
    for status, page in answers:
        if status == 409:
            assert "just taken" in page
            assert page.count('name="time" value=""') == page.count('name="time"') == 1  # what was asked for: gone
            assert page.count('name="times"') == 3  # the three nearest, to propose
    statuses = AppointmentRequest.objects.values_list("status", flat=True)
    assert sorted(statuses) == ["approved"] + ["pending"] * (AT_ONCE - 1)


def test_the_constraint_alone_lets_one_win(start_webserver, cast, slot, pending):
    server = start_webserver(GUNICORN_CMD_ARGS="--config python:tests.race.unprotected")
    answers = _approve_all(server, cast, slot, pending)
    assert _booked(cast, slot) == 1
    assert [status for status, _page in answers].count(302) == 1


@pytest.fixture
def without_constraint(transactional_db):
    """The database judges nothing. What the test booked is removed before the constraint comes back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [EXCLUSION])
        definition = cursor.fetchone()[0]
        cursor.execute(f"ALTER TABLE scheduling_appointment DROP CONSTRAINT {EXCLUSION}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE scheduling_appointment CASCADE")
        cursor.execute(f"ALTER TABLE scheduling_appointment ADD CONSTRAINT {EXCLUSION} {definition}")


def test_control_with_the_protection_off_the_slot_is_double_booked(
    without_constraint, start_webserver, cast, slot, pending
):
    server = start_webserver(GUNICORN_CMD_ARGS="--config python:tests.race.unprotected")
    _approve_all(server, cast, slot, pending)
    assert _booked(cast, slot) > 1
