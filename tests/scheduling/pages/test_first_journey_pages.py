"""J1 through the pages, without scripts: Paul asks, Sam approves on the schedule, Paul has the answer."""

import pytest
from django.test import Client
from django.urls import reverse

from messaging.models import Message, Thread
from practice import clock
from practice.models import OutboundMessage
from scheduling.models import Appointment, AppointmentRequest
from tests.scheduling.pages.reading import Form

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in():
    def browser(who) -> Client:
        client = Client()
        client.force_login(getattr(who, "user", who))
        return client

    return browser


def go_on(client, page: str, *ticked: str) -> str:
    """Tick, press Continue, read the next page."""
    form = Form(page, "Continue")
    return client.get(form.action, form.fill(*ticked)).content.decode()


def test_j1_a_request_becomes_a_visit(cast, signed_in, my, staff, starts, acting):
    paul, sam, zone = signed_in(cast.paul_user), signed_in(cast.sam), cast.north.zone
    start = starts(1)[0]
    label = clock.moment(start, zone)

    page = paul.get(my(cast.paul, "request"), follow=True).content.decode()
    assert Form(page, "Continue").names == ["Primary care"]
    page = go_on(paul, page, "Primary care")
    assert Form(page, "Continue").names == ["Sick visit", "Well visit"]
    page = go_on(paul, page, "Well visit")
    assert Form(page, "Continue").names == ["North"]
    page = go_on(paul, page, "North")
    page = go_on(paul, page, "Dr Ada")
    assert label in Form(page, "Continue").names
    page = go_on(paul, page, label)

    form = Form(page, "Send request")
    insurance = {"company": "Blue Ridge", "member_number": "B-77"}
    sent = paul.post(form.action, form.fill("My insurance has changed", reason="Cough.", **insurance), follow=True)
    assert b"Requested, not booked" in sent.content
    asked = AppointmentRequest.objects.get(patient=cast.paul)
    assert set(Thread.objects.filter(patient=cast.paul).values_list("subject", flat=True)) == {
        "Appointment Request",
        "Insurance Change Notification",
    }

    inbox = sam.get(reverse("staff:messaging:inbox", args=["maple"])).content.decode()
    assert "Paul Novak" in inbox
    day = staff("day_of", clock.local(start, zone).date(), location=cast.north.pk)
    assert f"{clock.time(start, zone)} Paul Novak, Well visit, Requested" in sam.get(day).content.decode()

    form = Form(sam.get(staff("request", asked.pk)).content.decode(), "Approve")
    approved = sam.post(form.action, form.fill(), follow=True)
    assert b"the visit is booked" in approved.content
    assert f"{clock.time(start, zone)} Paul Novak, Well visit, Booked" in sam.get(day).content.decode()

    visit = Appointment.objects.get(patient=cast.paul)
    assert (visit.starts_at, visit.provider) == (start, cast.dr_ada)
    asked.thread.refresh_from_db()
    assert asked.thread.completed_at
    assert label in Message.objects.filter(thread=asked.thread).latest("number").body
    assert OutboundMessage.objects.filter(recipient=cast.paul_user).count() == 1
    assert label in paul.get(my(cast.paul, "appointments")).content.decode()
