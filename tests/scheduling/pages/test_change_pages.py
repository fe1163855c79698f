"""`Reschedule` and `Cancel`: the practice is asked, and the visit stands until it approves (J2.4)."""

import re
import uuid
from datetime import timedelta

import pytest

from practice import clock
from scheduling import moments, services
from scheduling.models import Appointment, AppointmentRequest, AvailabilityRule
from tests.scheduling.pages.reading import Form

pytestmark = pytest.mark.django_db


@pytest.fixture
def gina(cast, sign_in):
    return sign_in(cast.gina)


@pytest.fixture
def moving(cast, my):
    """Where Mia's visit is asked to be moved."""
    return my(cast.mia, "rescheduling", cast.mia_visit.pk)


@pytest.fixture
def cancelling(cast, my):
    return my(cast.mia, "cancellation", cast.mia_visit.pk)


@pytest.fixture
def others(cast, starts):
    """Free times for Mia's visit, as the page's checkboxes send them."""

    def free(n: int) -> list[str]:
        return [moments.write(start) for start in starts(n + 1) if start != cast.mia_visit.starts_at][:n]

    return free


@pytest.fixture
def ask_to(cast, acting):
    """`ask_to("cancel")`: Gina, or `who`, asks to change Mia's visit through the door."""

    def send(kind, starts=(), who=None, visit=None):
        by = acting(who or cast.gina)
        return services.request_change(by=by, appointment=visit or cast.mia_visit, kind=kind, starts=list(starts))

    return send


def request_of(patient) -> AppointmentRequest:
    return AppointmentRequest.objects.get(patient=patient)


def test_a_visit_to_come_offers_reschedule_and_cancel(cast, gina, my, words, moving, cancelling):
    page = words(gina.get(my(cast.mia, "appointments")))
    for address, word in ((moving, "Reschedule"), (cancelling, "Cancel")):
        assert re.search(rf'href="{re.escape(address)}" aria-label="{word} [^"]+">{word}<', page)


def test_j2_4_asking_to_move_sends_a_request_and_the_visit_stands(cast, gina, moving, others, words):
    page = words(gina.get(moving))
    assert "<h1>Ask to move this visit</h1>" in page
    assert "The visit stays as it is until the practice approves another time." in page
    sent = gina.post(moving, {"slot": others(2), "reason": "School trip."}, follow=True)
    assert "<h1>Requested, not moved</h1>" in words(sent)
    made = request_of(cast.mia)
    assert (made.kind, made.appointment, made.reason) == ("reschedule", cast.mia_visit, "School trip.")
    assert [moments.write(slot.starts_at) for slot in made.slots.order_by("position")] == others(2)
    assert Appointment.objects.get(pk=cast.mia_visit.pk).starts_at == cast.mia_visit.starts_at


def test_next_available_is_a_wish_to_move_too(cast, gina, moving):
    gina.post(moving, {"next_available": "1"})
    assert (request_of(cast.mia).kind, request_of(cast.mia).wish) == ("reschedule", "next_available")


def test_d3_where_no_times_are_offered_the_next_available_is_asked_for(cast, gina, moving, others, words):
    chosen = others(1)
    cast.settings.request_ways = ["preferences"]
    cast.settings.save(update_fields=["request_ways"])
    page = words(gina.get(moving))
    assert re.search(r'name="next_available" value="1" checked', page)  # the only answer there is comes chosen
    assert 'name="slot"' not in page
    assert "Choose up to three times" not in page
    page = words(refused := gina.post(moving, {"slot": chosen, "reason": "School trip."}))
    assert refused.status_code == 409
    assert "Please say in another way when the visit should be." in page
    assert "School trip." in page


def test_the_times_are_those_of_the_visit_s_own_kind_without_its_own(cast, gina, moving, starts, words):
    day = clock.local(cast.mia_visit.starts_at, cast.north.zone).date()
    page = words(gina.post(moving, {"day": day.isoformat()}))
    values = re.findall(r'name="slot" value="([^"]+)"', page)
    assert values
    assert moments.write(cast.mia_visit.starts_at) not in values


def test_looking_at_another_day_sends_nothing_and_loses_nothing(cast, gina, moving, others, words):
    day = clock.local(cast.mia_visit.starts_at, cast.north.zone).date() + timedelta(days=14)
    response = gina.post(moving, {"day": day.isoformat(), "slot": others(1), "reason": "School trip."})
    page = words(response)
    assert response.status_code == 200
    assert "School trip." in page
    assert re.search(rf'value="{others(1)[0]}"[^>]* checked', page)
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose at least one time"),
        ({"slot": 4}, "Choose up to three times."),
        ({"slot": 1, "next_available": "1"}, "not both"),
    ],
)
def test_one_to_three_times_or_the_next_available(cast, gina, moving, others, words, given, said):
    if "slot" in given:
        given = {**given, "slot": others(given["slot"])}
    response = gina.post(moving, {**given, "reason": "School trip."})
    assert response.status_code == 422
    assert said in words(response)
    assert "School trip." in words(response)
    assert not AppointmentRequest.objects.exists()


def test_a_time_just_taken_brings_the_nearest_and_keeps_the_reason(cast, gina, moving, others, acting, words):
    taken = moments.read(others(1)[0])
    facts = {"provider": cast.dr_ada, "location": cast.north, "visit_type": cast.well, "case": None}
    services.book(by=acting(cast.sam), patient=cast.paul, starts_at=taken, **facts)
    response = gina.post(moving, {"slot": [moments.write(taken)], "reason": "School trip."})
    page = words(response)
    assert response.status_code == 409
    assert "was just taken" in page
    assert page.split('id="nearest"')[1].split("</fieldset>")[0].count('type="checkbox"') == 3
    assert "School trip." in page


def test_a_reason_over_2000_characters_is_refused_beside_its_field(gina, moving, cancelling, others, words):
    for address, more in ((moving, {"slot": others(1)}), (cancelling, {})):
        response = gina.post(address, {**more, "reason": "x" * 2001})
        assert response.status_code == 422
        assert 'id="id_reason_error"' in words(response)
        assert "x" * 2001 in words(response)


def test_asking_to_cancel_sends_a_request_and_the_visit_stands(cast, gina, cancelling, words):
    page = words(gina.get(cancelling))
    assert "<h1>Ask to cancel this visit</h1>" in page
    assert "The visit stays booked until the practice approves." in page
    assert "<h1>Requested, not cancelled</h1>" in words(gina.post(cancelling, {}, follow=True))
    assert request_of(cast.mia).kind == "cancel"
    assert Appointment.objects.get(pk=cast.mia_visit.pk).status == "booked"


def test_sent_twice_it_is_one_request(cast, gina, cancelling):
    key = str(uuid.uuid4())
    first, second = (gina.post(cancelling, {"request_key": key}) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert AppointmentRequest.objects.count() == 1


def test_a_second_tab_is_told_that_it_is_asked_already_and_keeps_its_text(cast, gina, cancelling, ask_to, words):
    ask_to("reschedule")
    response = gina.post(cancelling, {"reason": "School trip."})
    page = words(response)
    assert response.status_code == 409
    assert "There is already an open request about this visit." in page
    assert "School trip." in page


def test_while_it_is_open_the_card_says_so_instead_of_the_buttons(cast, gina, ask_to, my, words, moving, cancelling):
    ask_to("reschedule")
    page = words(gina.get(my(cast.mia, "appointments")))
    assert "You have asked to move this visit; it stays as it is until the practice answers." in page
    assert "Move: Well visit with Dr Ada at North" in page
    assert moving not in page
    assert cancelling not in page
    response = gina.get(cancelling)
    assert response.status_code == 409
    assert "already been asked about" in words(response)


def test_x12_another_guardian_sees_that_it_is_asked_and_not_the_text(cast, sign_in, ask_to, my, acting, words):
    made = services.request_change(
        by=acting(cast.gina), appointment=cast.leo_visit, kind="cancel", reason="He has moved out."
    )
    hugo = sign_in(cast.hugo)
    page = words(hugo.get(my(cast.leo, "appointments")))
    assert "Somebody has asked to cancel this visit; it stays as it is until the practice answers." in page
    assert "Cancel: Well visit with Dr Ada at North" in page
    for hidden in ("moved out", str(made.thread_id), "Withdraw"):
        assert hidden not in page
    response = hugo.post(my(cast.leo, "cancellation", cast.leo_visit.pk), {"reason": "x"})
    assert response.status_code == 409
    assert AppointmentRequest.objects.filter(patient=cast.leo).count() == 1


def test_while_requests_are_off_there_are_no_buttons_but_the_phone(cast, gina, my, words, moving, cancelling):
    cast.settings.requests_on = False
    cast.settings.save()
    page = words(gina.get(my(cast.mia, "appointments")))
    assert moving not in page
    assert cancelling not in page
    assert "To move or cancel this visit, please call (555) 010-4400." in page
    response = gina.post(cancelling, {"reason": "School trip."})
    assert response.status_code == 409
    assert "(555) 010-4400" in words(response)
    assert not AppointmentRequest.objects.exists()


def test_switched_off_while_it_is_written_the_text_is_handed_back(cast, gina, cancelling, words):
    cast.settings.requests_on = False
    cast.settings.save()
    page = words(gina.post(cancelling, {"reason": "School trip."}))
    assert "What you wrote" in page
    assert "School trip." in page


@pytest.mark.parametrize("what", ["location", "visit type", "provider", "hours"])
def test_where_something_is_closed_only_cancelling_is_offered(cast, gina, my, words, moving, cancelling, what):
    if what == "location":
        cast.north.allows_requests = False
        cast.north.save()
    elif what == "visit type":
        cast.well.requestable = False
        cast.well.save()
    elif what == "provider":
        cast.dr_ada.takes_online = False
        cast.dr_ada.save()
    else:
        AvailabilityRule.objects.filter(provider=cast.dr_ada, location=cast.north).delete()
    page = words(gina.get(my(cast.mia, "appointments")))
    assert moving not in page
    assert cancelling in page
    assert "To move it, call (555) 010-4400." in page
    response = gina.get(moving)
    assert response.status_code == 409
    assert cancelling in words(response)
    assert gina.post(cancelling, {}).status_code == 302


@pytest.mark.parametrize("status", ["checked_in", "completed", "no_show"])
def test_what_does_not_stand_any_more_offers_nothing_and_is_refused(cast, gina, my, words, moving, cancelling, status):
    Appointment.objects.filter(pk=cast.mia_visit.pk).update(status=status)
    page = words(gina.get(my(cast.mia, "appointments")))
    assert "Reschedule" not in page
    assert cancelling not in page
    for address in (moving, cancelling):
        assert gina.post(address, {"next_available": "1"}).status_code == 409
    assert not AppointmentRequest.objects.exists()


def test_a_strangers_visit_and_a_sibling_s_are_not_found(cast, sign_in, gina, my):
    for name in ("rescheduling", "cancellation"):
        assert gina.get(my(cast.leo, name, cast.mia_visit.pk)).status_code == 404
        assert sign_in(cast.paul_user).post(my(cast.paul, name, cast.mia_visit.pk)).status_code == 404
        sign_in(cast.gina)


def test_a_kept_time_is_no_visit(cast, gina, my):
    Appointment.objects.filter(pk=cast.mia_visit.pk).update(status="held", held_until=cast.mia_visit.starts_at)
    for name in ("rescheduling", "cancellation", "calendar_file"):
        assert gina.get(my(cast.mia, name, cast.mia_visit.pk)).status_code == 404


def test_without_scripts_a_visit_is_asked_to_be_moved(cast, gina, moving):
    page = gina.get(moving).content.decode()
    form = Form(page, "Send request")
    assert form.names[-1] == "Next available"
    first = form.names[0]
    assert re.fullmatch(r"\w{3}, \w{3} \d+, \d+:\d\d [ap]m", first)
    assert gina.post(moving, form.fill(first, reason="")).status_code == 302
    assert request_of(cast.mia).slots.count() == 1
