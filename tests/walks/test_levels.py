"""Full, limited, booking only: what each may do is enforced on every page, every call and every door (V16)."""

import pytest
from django.core.files.base import ContentFile

from messaging.models import Attachment
from practice import access
from practice.access import LEVELS, Actor
from practice.models import AccessGrant
from practice.service import DOORS
from tests import build
from tests.walks import levels, urls

STAFF_BY_RULE = {
    "messaging.services.reading.preview",
    "messaging.services.reading.open_thread",
    "messaging.services.reading.mark_unread",
}


@pytest.fixture
def mias(cast, furnished, values):
    """What stands in an address about Mia: all of it Gina's own. She has full access to Leo."""
    request = furnished.offered.request
    attachment = Attachment.objects.create(
        practice=cast.maple,
        patient=cast.mia,
        message=request.thread.messages.get(number=1),
        uploaded_by=cast.gina,
        uploaded_at=cast.now,
        name="rash.png",
        kind="png",
        size=3,
        file=ContentFile(b"png", "rash.png"),
    )
    build.medication(cast.mia, "Cetirizine", "10 mg")
    return {
        **values,
        "patient": cast.mia.pk,
        "thread": request.thread_id,
        "request_id": request.pk,
        "appointment_id": cast.mia_visit.pk,
        "attachment": attachment.pk,
        "rows": {
            "patient": cast.mia,
            "thread": request.thread,
            "request": request,
            "appointment": cast.mia_visit,
            "attachment": attachment,
            "window": "general",
        },
    }


@pytest.fixture
def gina(client, cast, mias):
    client.force_login(cast.gina)
    return client


def hold(cast, level: str) -> None:
    AccessGrant.objects.filter(user=cast.gina, patient=cast.mia).update(level=level)


def test_every_page_and_call_of_the_patients_side_is_in_the_table():
    named = {route.name for route in urls.patient_routes()}
    by_topic = {route.name for route in urls.patient_routes() if "topic" in route.names}
    assert named == {*levels.PAGES, *levels.FREE, *by_topic}


@pytest.mark.parametrize("level", LEVELS)
def test_v16_a_level_opens_its_pages_and_calls_and_no_others(cast, gina, mias, level):
    hold(cast, level)

    def may(name, values):
        allowed = levels.TOPICS[values["topic"]] if values["topic"] else levels.PAGES.get(name, levels.ALL)
        return level in allowed

    assert levels.page_faults(urls.patient_routes(), mias, gina, may) == []


def test_v16_what_decides_is_the_permissions_of_the_level(cast, gina, mias, monkeypatch):
    monkeypatch.setitem(access.LEVEL_PERMISSIONS, "limited", frozenset())
    hold(cast, "limited")
    assert levels.page_faults(urls.patient_routes(), mias, gina, lambda name, _values: name in levels.FREE) == []


def test_every_door_that_a_level_opens_is_in_the_table():
    given = frozenset().union(*access.LEVEL_PERMISSIONS.values())
    reached = {name for name, door in DOORS.items() if door.permission in given}
    assert reached == {*levels.DOORS_OF_PATIENTS, *STAFF_BY_RULE}


@pytest.mark.parametrize("level", LEVELS)
def test_v16_a_level_passes_its_doors_and_no_others(cast, acting, mias, level):
    gina: Actor = levels.at_level(acting(cast.gina), cast.mia.pk, level)
    wrong = [
        name
        for name, (allowed, *about) in levels.DOORS_OF_PATIENTS.items()
        if levels.passes(name, gina, **{one: mias["rows"][one] for one in about}) != (level in allowed)
    ]
    assert wrong == []


def test_doors_of_staff_that_patients_permissions_name_are_closed_to_them(cast, acting, mias):
    rows = {"thread": mias["rows"]["thread"]}
    assert [name for name in STAFF_BY_RULE if levels.passes(name, acting(cast.gina), **rows)] == []


def test_the_walk_sees_a_page_that_asks_too_little_or_too_much(cast, gina, mias):
    routes = [route for route in urls.patient_routes() if route.name == "my:messaging:threads"]
    assert levels.page_faults(routes, mias, gina, lambda *_: False)
    hold(cast, "booking")
    assert levels.page_faults(routes, mias, gina, lambda *_: True)
