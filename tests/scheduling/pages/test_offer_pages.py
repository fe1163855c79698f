"""Other times the practice offers: seen under Requests and on Home, taken or declined in one press (settled 28)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from practice import clock
from practice.models import AccessGrant
from scheduling import selectors, services
from scheduling.models import Appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(cast, acting, starts):
    """`offer(request)`: Sam offers the third and the sixth free time with Dr Ada, an hour and more apart."""

    def make(request, now=None):
        free = starts(6)
        times = [(free[2], cast.dr_ada), (free[5], cast.dr_ada)]
        services.propose(by=acting(cast.sam, at=now), request=request, times=times)
        return [when for when, _who in times]

    return make


@pytest.fixture
def asked(cast, ask, starts):
    """Gina's request for Leo."""
    return ask(cast.gina, patient=cast.leo, starts=starts(1))


@pytest.fixture
def accept(cast, acting, my):
    """The address of `Accept` for the n-th of the times."""

    def address(request, n: int) -> str:
        kept = selectors.offered(acting(cast.gina), request)
        return my(request.patient, "acceptance", request.pk, kept[n].pk)

    return address


def in_words(cast, when) -> str:
    return clock.moment(when, cast.north.zone)


def test_offered_times_stand_beside_the_request_with_until_when(cast, asked, offer, sign_in, my, accept, words):
    times = offer(asked)
    page = words(sign_in(cast.gina).get(my(cast.leo, "appointments")))
    assert "The practice offers you" in page
    assert "Proposed" in page
    for n, when in enumerate(times):
        assert in_words(cast, when) in page
        assert accept(asked, n) in page
    assert "Kept for you until" in page
    assert my(cast.leo, "offer_refusal", asked.pk) in page
    assert re.search(rf'href="[^"]*{asked.thread_id}/">Ask the practice<', page)
    assert "Other times offered" in page


def test_j3_4_accept_books_it_in_one_press(cast, asked, offer, sign_in, accept, words, my):
    times = offer(asked)
    page = words(sign_in(cast.gina).post(accept(asked, 1), follow=True))
    assert "<h1>Booked</h1>" in page
    assert in_words(cast, times[1]) in page
    visit = Appointment.objects.get(patient=cast.leo, starts_at=times[1])
    assert visit.status == "booked"
    assert my(cast.leo, "calendar_file", visit.pk) in page
    assert "Approved" in words(sign_in(cast.gina).get(my(cast.leo, "appointments")))


def test_accept_moves_the_visit_that_was_to_be_moved(cast, acting, offer, sign_in, accept, words):
    made = services.request_change(by=acting(cast.gina), appointment=cast.leo_visit, kind="reschedule")
    times = offer(made)
    page = words(sign_in(cast.gina).post(accept(made, 0), follow=True))
    assert "<h1>Moved</h1>" in page
    assert in_words(cast, times[0]) in page
    visit = Appointment.objects.get(pk=cast.leo_visit.pk)
    assert (visit.starts_at, visit.sequence) == (times[0], 1)


def test_decline_gives_the_request_back_to_the_practice(cast, asked, offer, sign_in, my, words):
    offer(asked)
    page = words(sign_in(cast.gina).post(my(cast.leo, "offer_refusal", asked.pk), follow=True))
    assert "The practice looks for another one." in page
    assert "Pending" in page
    assert not Appointment.objects.filter(patient=cast.leo, status="held").exists()


def test_a_time_that_is_not_kept_any_more_is_refused_beside_its_request(cast, asked, offer, sign_in, accept, words):
    offer(asked)
    address = accept(asked, 0)
    Appointment.objects.filter(status="held").update(held_until=cast.now - timedelta(minutes=1))
    response = sign_in(cast.gina).post(address)
    page = words(response)
    assert response.status_code == 409
    card = page.split(f'id="request-{asked.pk}"')[1].split("</li>")[0]
    assert "no longer kept for you" in card
    assert not Appointment.objects.filter(patient=cast.leo, status="booked").exclude(pk=cast.leo_visit.pk).exists()


def test_a_time_of_an_offer_taken_back_is_refused_and_not_a_dead_page(
    cast, asked, offer, sign_in, accept, acting, words
):
    offer(asked)
    old = accept(asked, 0)
    offer(asked)
    response = sign_in(cast.gina).post(old)
    assert response.status_code == 409
    assert "no longer kept for you" in words(response)


def test_what_was_decided_meanwhile_is_said(cast, asked, offer, sign_in, accept, acting, my, words):
    offer(asked)
    address = accept(asked, 0)
    services.decline(by=acting(cast.sam), request=asked, reason="Dr Ada is away.")
    for response in (
        sign_in(cast.gina).post(address),
        sign_in(cast.gina).post(my(cast.leo, "offer_refusal", asked.pk)),
    ):
        assert response.status_code == 409
        assert "already declined on" in words(response)


def test_another_guardian_sees_that_times_are_offered_and_takes_none(cast, asked, offer, sign_in, accept, my, words):
    times = offer(asked)
    address = accept(asked, 0)
    hugo = sign_in(cast.hugo)
    page = words(hugo.get(my(cast.leo, "appointments")))
    assert "The practice offers other times to whoever asked." in page
    for hidden in (in_words(cast, times[0]), "Accept", "Decline"):
        assert hidden not in page
    assert hugo.post(address).status_code == 403
    assert hugo.post(my(cast.leo, "offer_refusal", asked.pk)).status_code == 403
    assert sign_in(cast.paul_user).post(address).status_code == 404


def test_whoever_reads_no_messages_is_not_led_to_them(cast, asked, offer, sign_in, my, words):
    AccessGrant.objects.filter(user=cast.gina).update(level="booking")
    offer(asked)
    page = words(sign_in(cast.gina).get(my(cast.leo, "appointments")))
    assert "Accept" in page
    assert "Ask the practice" not in page


def test_an_offer_nobody_answered_says_that_it_is_over(cast, asked, offer, sign_in, my, words):
    offer(asked)
    Appointment.objects.filter(status="held").update(held_until=cast.now - timedelta(minutes=1))
    page = words(sign_in(cast.gina).get(my(cast.leo, "appointments")))
    assert "are not kept any more" in page
    assert "Accept" not in page


def test_home_says_first_that_times_are_offered(cast, asked, offer, sign_in, words):
    offer(asked)
    home = reverse("my:portal:home", args=["maple", cast.leo.pk])
    page = words(sign_in(cast.gina).get(home))
    waiting = page.split("Waiting for you")[1]
    assert waiting.index("The practice offers you other times") < waiting.index("Appointment Request")
    assert f"#request-{asked.pk}" in page
    assert "Waiting for the practice" not in page
    hugo = words(sign_in(cast.hugo).get(home))
    assert "The practice offers you other times" not in hugo
    assert "Waiting for the practice" in hugo


def test_the_page_of_a_request_follows_what_became_of_it(cast, asked, sign_in, my, acting, words):
    gina, address = sign_in(cast.gina), my(cast.leo, "request_sent", asked.pk)
    assert "<h1>Requested, not booked</h1>" in words(gina.get(address))
    at = asked.slots.get().starts_at
    services.approve(by=acting(cast.sam), request=asked, starts_at=at, provider=cast.dr_ada)
    assert "<h1>Booked</h1>" in words(gina.get(address))
    assert sign_in(cast.hugo).get(address)["Location"] == my(cast.leo, "appointments")
