"""Approve and Decline from a message or the schedule (D5, D6, X14, J3)."""

import re
from html import unescape

import pytest

from messaging import inbox
from messaging.models import Message
from messaging.services import forwarding
from portal.demo import build
from practice import clock
from scheduling import panel, services
from scheduling.models import Appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast, ask, starts):
    return ask(starts=starts(1), reason="Cough.")


@pytest.fixture
def take(cast, now):
    """`take(start)`: Mia gets that time with Dr Ada."""

    def book(start):
        there = clock.local(start, cast.north.zone)
        facts = {"location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": now}
        return build.visit(
            cast.mia, case=cast.mia_primary, day=there.date(), hour=there.hour, minute=there.minute, **facts
        )

    return book


def first_time(asked, cast) -> str:
    return panel.time_value(asked.slots.first().starts_at, cast.dr_ada)


def test_j1_5_approving_books_answers_completes_and_comes_back(cast, sign_in, staff, asked, acting, words):
    back = inbox.address(acting(cast.sam), "all", selected=str(asked.thread_id))
    fields = {"time": first_time(asked, cast), "next": back}
    client = sign_in(cast.sam)
    response = client.post(staff("approval", asked.pk), fields)
    assert response["Location"] == back
    asked.refresh_from_db()
    assert asked.status == "approved"
    asked.thread.refresh_from_db()
    assert asked.thread.completed_at
    assert "the visit is booked" in words(client.get(back))


def test_next_never_leads_off_this_site(cast, sign_in, staff, asked):
    fields = {"time": first_time(asked, cast), "next": "https://elsewhere.example/"}
    response = sign_in(cast.sam).post(staff("approval", asked.pk), fields)
    assert response["Location"] == staff("request", asked.pk)


@pytest.mark.parametrize("time", ["", "soon", "2026-11-24T13:15Z", "2026-11-24T13:15Z~x"])
def test_approving_without_a_time_is_refused_with_the_panel(cast, sign_in, staff, asked, time, words):
    response = sign_in(cast.sam).post(staff("approval", asked.pk), {"time": time})
    assert response.status_code in (409, 422)
    assert 'role="radiogroup"' in words(response)


def test_j3_3_a_slot_taken_since_cannot_be_approved_and_three_others_are_ticked_to_propose(
    cast, sign_in, staff, asked, take, words
):
    take(asked.slots.first().starts_at)
    response = sign_in(cast.sam).post(staff("approval", asked.pk), {"time": first_time(asked, cast)})
    page = words(response)
    assert response.status_code == 409
    assert "just taken" in page
    assert "slot now taken" in page
    assert not re.findall(r'type="radio" name="time" value="[^"]+"', page)
    assert re.search(r"<button[^>]* disabled[^>]*><svg.*?</svg>Approve", page)
    assert len(re.findall(r'type="checkbox" name="times" value="[^"]+" checked', page)) == 3
    assert not Appointment.objects.filter(patient=cast.paul).exists()


def test_j3_x14_what_a_colleague_declined_meanwhile_says_by_whom(cast, sign_in, staff, asked, acting, words):
    services.decline(by=acting(cast.sam), request=asked, reason="Full.")
    response = sign_in(cast.sam).post(staff("approval", asked.pk), {"time": first_time(asked, cast)})
    assert response.status_code == 409
    assert "already declined by Sam Whitlock" in words(response)


def test_declining_sends_the_reason_and_an_empty_one_is_asked_for(cast, sign_in, staff, asked, words):
    client = sign_in(cast.sam)
    refused = client.post(staff("declination", asked.pk), {"reason": ""})
    assert refused.status_code == 422
    assert "Please tell the patient why." in words(refused)
    response = client.post(staff("declination", asked.pk), {"reason": "Dr Ada is away."})
    assert response.status_code == 302
    assert Message.objects.filter(thread=asked.thread, body="Dr Ada is away.").exists()


def test_a_reason_too_long_is_kept(cast, sign_in, staff, asked, words):
    response = sign_in(cast.sam).post(staff("declination", asked.pk), {"reason": "y" * 2001})
    assert response.status_code == 422
    assert "y" * 2001 in words(response)


def test_d6_without_the_duty_it_is_refused_though_the_thread_is_theirs(cast, sign_in, staff, asked):
    client = sign_in(cast.fay)  # in the department, not scheduling
    response = client.post(staff("approval", asked.pk), {"time": first_time(asked, cast)})
    assert response.status_code == 404
    assert client.post(staff("declination", asked.pk), {"reason": "No."}).status_code == 404
    asked.refresh_from_db()
    assert asked.status == "pending"


def test_d6_the_last_resort_decides_without_the_duty(cast, sign_in, staff, ask, starts, words):
    cast.appointment_requests.members.clear()
    asked = ask(provider=None, starts=starts(1))
    client = sign_in(cast.ad)
    assert 'role="radiogroup"' in words(client.get(staff("request", asked.pk)))
    response = client.post(staff("approval", asked.pk), {"time": first_time(asked, cast)})
    assert response.status_code == 302
    asked.refresh_from_db()
    assert asked.status == "approved"
    assert client.get(response["Location"]).status_code == 200


def test_d6_who_held_the_request_reads_that_a_colleague_was_faster(cast, sign_in, staff, ask, starts, acting, words):
    cast.appointment_requests.members.clear()
    asked = ask(starts=starts(1))
    services.decline(by=acting(cast.sam), request=asked, reason="Full.")
    response = sign_in(cast.ada).post(staff("approval", asked.pk), {"time": first_time(asked, cast)})
    assert response.status_code == 409
    assert "already declined by Sam Whitlock" in words(response)


def test_the_card_decides_too_and_leads_back_to_the_message(cast, sign_in, staff, asked, acting, words):
    back = inbox.address(acting(cast.sam), "open", selected=str(asked.thread_id))
    page = words(sign_in(cast.sam).get(staff("request", asked.pk, next=back)))
    assert back.replace("&", "&amp;") in page
    assert staff("approval", asked.pk) in page
    assert staff("declination", asked.pk) in page
    assert "Cough." in page
    more = re.search(r'href="([^"]+more=approve[^"]*)"', page)[1].replace("&amp;", "&")
    assert back.replace("&", "&amp;") in words(sign_in(cast.sam).get(more))


def test_a_request_without_times_offers_the_earliest_free_ones(cast, sign_in, staff, ask, words):
    asked = ask(starts=[])
    page = words(sign_in(cast.sam).get(staff("request", asked.pk)))
    assert len(re.findall(r'type="radio" name="time" value="[^"]+"', page)) >= 3
    more = words(sign_in(cast.sam).get(staff("request", asked.pk, more="approve")))
    assert len(re.findall(r'type="radio" name="time" value="[^"]+"', more)) > 3


def test_a_request_of_another_practice_is_not_found(cast, sign_in, asked):
    client = sign_in(cast.olga)
    assert client.post(f"/staff/riverside/schedule/requests/{asked.pk}/approval/").status_code == 404
    assert client.post(f"/staff/maple/schedule/requests/{asked.pk}/approval/").status_code == 404


def test_reading_the_address_of_a_decision_changes_nothing(cast, sign_in, staff, asked):
    assert sign_in(cast.sam).get(staff("approval", asked.pk)).status_code == 405


def test_x42_who_only_got_the_conversation_reads_the_request_and_decides_nothing(cast, sign_in, staff, asked, acting):
    cast.settings.forward_gives_access = True
    cast.settings.save()
    cast.paul.home_location = cast.south
    cast.paul.save()
    forward = {"to": [cast.sam], "give_access": [cast.sam], "include_prior": True, "completed": True}
    forwarding.forward(by=acting(cast.fay), thread=asked.thread, **forward)
    client = sign_in(cast.sam)
    page = client.get(inbox.address(acting(cast.sam), "unread-phone", selected=str(asked.thread_id)))
    html = page.content.decode()
    assert "Access given to Sam Whitlock." in html
    assert str(cast.paul.pk) not in html
    assert "Open in Schedule" not in html
    links = {unescape(link) for link in re.findall(r'(?:href|action)="(/staff/maple/[^"]*)"', html)}
    assert {client.get(link).status_code for link in links} <= {200, 302, 405}
    assert client.get(staff("request", asked.pk)).status_code == 404
    assert client.post(staff("approval", asked.pk), {"time": first_time(asked, cast)}).status_code == 404
