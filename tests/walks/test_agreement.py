"""List, counter and direct address agree, for every duty, patient scope and department."""

import pytest
from django.urls import reverse

from messaging import selectors as messaging
from messaging.models import Delivery, Thread
from practice.access import DUTIES, STAFF, Actor
from practice.models import PatientAccess
from practice.prepared import ask_all
from scheduling import selectors as scheduling
from scheduling.models import AppointmentRequest
from tests import build
from tests.walks import world

SCOPES = ("all", "locations", "listed")


@pytest.fixture
def threads(cast):
    """A request of each sort of patient: at North, at South, and on a list."""
    return [_asked(cast, patient) for patient in (cast.leo, cast.teen, cast.mia)]


def _asked(cast, patient):
    thread = world.start_thread(cast, patient, cast.gina, [])
    world.ask(cast, thread, patient, patient.cases.first(), cast.gina)
    return thread


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("delivered", [True, False])
def test_what_is_counted_is_listed_and_opens(client, cast, threads, scope, delivered):
    for n, duties in enumerate([[duty] for duty in DUTIES] + [["scheduling", "messages"]]):
        member = _member(cast, f"{scope}-{delivered}-{n}", duties, scope)
        if delivered:
            _deliver(cast, member, threads)
        by = Actor(practice=cast.maple, side=STAFF, now=cast.now, user=member.user, member=member)
        client.force_login(member.user)
        _inbox_agrees(client, by)
        _requests_agree(client, by)


def _member(cast, name: str, duties: list[str], scope: str):
    user = build.user(f"{name}@x.example", name, cast.now)
    member = build.member(cast.maple, user, duties, cast.now, patient_scope=scope)
    member.scope_locations.add(cast.north)
    PatientAccess.objects.create(practice=cast.maple, member=member, patient=cast.mia)
    return member


def _deliver(cast, member, threads) -> None:
    Delivery.objects.bulk_create(
        Delivery(practice=cast.maple, thread=thread, member=member, reason="department", delivered_at=cast.now)
        for thread in threads
    )


def _inbox_agrees(client, by) -> None:
    unread = messaging.tab(by, "unread-portal").rows
    assert len(unread) == messaging.waiting(by)["unread-portal"] == ask_all(unread=messaging.unread(by))["unread"]
    listed = {thread.pk for name in ("all", "open", "unread-portal") for thread in messaging.tab(by, name).rows}
    center = reverse("staff:messaging:tab", args=["maple", "all"])
    opened = {
        pk
        for pk in Thread.objects.values_list("pk", flat=True)
        if client.get(center, {"selected": pk}).status_code == 200
    }
    assert listed == opened, by.member.duties


def _requests_agree(client, by) -> None:
    listed = {request.pk for request in scheduling.requests(by, "pending")}
    assert len(listed) == scheduling.pending_count(by)
    opened = {
        pk
        for pk in AppointmentRequest.objects.values_list("pk", flat=True)
        if client.get(reverse("staff:scheduling:request", args=["maple", pk])).status_code == 200
    }
    assert listed == opened, by.member.duties
