"""`Change request`: the page that asked, filled in with what was asked; sent, it replaces the request (V32)."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from scheduling import moments, services
from scheduling.models import AppointmentRequest
from scheduling.preferences import Preferences

pytestmark = pytest.mark.django_db


@pytest.fixture
def gina(cast, sign_in):
    return sign_in(cast.gina)


@pytest.fixture
def others(cast, starts):
    """Free times for Mia's visit."""

    def free(n: int) -> list:
        return [start for start in starts(n + 1) if start != cast.mia_visit.starts_at][:n]

    return free


@pytest.fixture
def asked(cast, acting, others):
    """Gina's request to move Mia's visit to the first free time."""
    facts = {"appointment": cast.mia_visit, "kind": "reschedule", "starts": others(1)}
    return services.request_change(by=acting(cast.gina), **facts, reason="School trip.")


@pytest.fixture
def wanted(cast, acting, starts):
    """Paul's request for a well visit; anything may be changed."""

    def send(**changes):
        facts = {"case": cast.paul_primary, "visit_type": cast.well, "location": cast.north, "provider": cast.dr_ada}
        facts |= {"patient": cast.paul, "starts": starts(1), "reason": "He coughs since Friday.", **changes}
        return services.request(by=acting(cast.paul_user), **facts)

    return send


def follow(client, address):
    """The page to which `Change request` leads."""
    response = client.get(address)
    assert response.status_code == 302
    return response["Location"], client.get(response["Location"])


def hidden(page: str, name: str) -> list[str]:
    return re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', page)


def test_the_card_leads_to_the_page_that_asked_with_its_answers(cast, gina, my, words, asked, others):
    change = my(cast.mia, "request_change", asked.pk)
    assert f'href="{change}">Change request<' in words(gina.get(my(cast.mia, "appointments")))
    _address, response = follow(gina, change)
    page = words(response)
    assert "<h1>Ask to move this visit</h1>" in page
    assert "This replaces your request of" in page
    assert re.search(rf'value="{moments.write(others(1)[0])}"[^>]* checked', page)
    assert "School trip." in page
    assert ">Replace request<" in page


def test_no_address_carries_what_was_written(cast, gina, my, asked):
    address, _response = follow(gina, my(cast.mia, "request_change", asked.pk))
    assert "School" not in address


def test_sent_it_replaces_the_request_which_is_listed_no_more(cast, gina, my, words, asked, others):
    address, _page = follow(gina, my(cast.mia, "request_change", asked.pk))
    data = {"replaces": asked.pk, "slot": [moments.write(others(2)[1])], "reason": "School trip."}
    assert "<h1>Requested, not moved</h1>" in words(gina.post(address, data, follow=True))
    asked.refresh_from_db()
    assert asked.status == "withdrawn"
    page = words(gina.get(my(cast.mia, "appointments")))
    assert page.count("Move: Well visit with Dr Ada at North") == 1
    assert str(asked.pk) not in page


def test_looking_at_another_day_keeps_that_it_replaces(cast, gina, my, words, asked):
    address, _page = follow(gina, my(cast.mia, "request_change", asked.pk))
    day = cast.mia_visit.starts_at.date().isoformat()
    page = words(gina.post(address, {"replaces": asked.pk, "day": day, "reason": "Fair."}))
    assert hidden(page, "replaces") == [str(asked.pk)]
    assert "Fair." in page


def test_a_wish_to_move_becomes_one_to_cancel(cast, gina, my, words, asked):
    _address, response = follow(gina, my(cast.mia, "request_change", asked.pk))
    cancelling = my(cast.mia, "cancellation", cast.mia_visit.pk, replaces=asked.pk)
    assert f'href="{cancelling}">Ask to cancel it instead<' in words(response)
    page = words(gina.get(cancelling))
    assert "Ask to move it instead" in page
    sent = gina.post(cancelling, {"replaces": asked.pk, "reason": "Away"}, follow=True)
    assert "<h1>Requested, not cancelled</h1>" in words(sent)
    assert AppointmentRequest.objects.get(status="pending").kind == "cancel"


def test_x14_answered_meanwhile_it_is_refused_and_the_text_handed_back(cast, gina, my, words, asked, acting):
    address, _page = follow(gina, my(cast.mia, "request_change", asked.pk))
    services.decline(by=acting(cast.sam), request=asked, reason="Please call us.")
    response = gina.post(address, {"replaces": asked.pk, "next_available": "1", "reason": "Fair."})
    page = words(response)
    assert response.status_code == 409
    assert "<h1>Your request has been answered meanwhile</h1>" in page
    assert "This request was already declined on" in page
    assert "Fair." in page
    assert "Please call the practice" not in page


def test_what_is_answered_has_no_way_to_change_it(cast, gina, my, words, asked, acting):
    services.decline(by=acting(cast.sam), request=asked, reason="Please call us.")
    change = my(cast.mia, "request_change", asked.pk)
    assert "Change request" not in words(gina.get(my(cast.mia, "appointments")))
    assert "This request cannot be changed any more." in words(gina.get(change, follow=True))


def test_a_second_tab_may_replace_the_request_knowingly(cast, gina, my, words, asked):
    cancelling = my(cast.mia, "cancellation", cast.mia_visit.pk)
    response = gina.post(cancelling, {"reason": "Away"})
    page = words(response)
    assert response.status_code == 409
    assert "There is already an open request about this visit." in page
    assert "This replaces your request of" in page
    assert hidden(page, "replaces") == [str(asked.pk)]
    assert "Away" in page
    asked.refresh_from_db()
    assert asked.status == "pending"


def test_the_page_of_a_visit_that_is_asked_about_leads_to_the_request(cast, gina, my, words, asked):
    page = words(gina.get(my(cast.mia, "rescheduling", cast.mia_visit.pk)))
    assert f'href="{my(cast.mia, "request_change", asked.pk)}">Change request<' in page


def test_settled_23_another_guardian_cannot_change_it(cast, sign_in, my, words, acting):
    facts = {"appointment": cast.leo_visit, "kind": "cancel"}
    made = services.request_change(by=acting(cast.gina), **facts, reason="He has moved out.")
    hugo = sign_in(cast.hugo)
    assert "Change request" not in words(hugo.get(my(cast.leo, "appointments")))
    cancelling = my(cast.leo, "cancellation", cast.leo_visit.pk)
    assert hugo.get(my(cast.leo, "request_change", made.pk)).status_code == 404
    assert hugo.get(cancelling, {"replaces": made.pk}).status_code == 404
    assert hugo.post(cancelling, {"replaces": made.pk}).status_code == 404
    page = words(hugo.post(cancelling, {"reason": "No."}))
    assert "replaces" not in page
    assert "Change request" not in page
    made.refresh_from_db()
    assert made.status == "pending"


def test_a_request_about_another_visit_is_not_found_here(cast, gina, my, asked, acting):
    other = services.request_change(by=acting(cast.gina), appointment=cast.leo_visit, kind="cancel")
    for bad in (other.pk, "x", cast.mia.pk):
        assert gina.get(my(cast.mia, "cancellation", cast.mia_visit.pk), {"replaces": bad}).status_code == 404


def test_while_requests_are_off_there_is_nothing_to_press(cast, gina, my, words, asked):
    cast.settings.requests_on = False
    cast.settings.save()
    assert "Change request" not in words(gina.get(my(cast.mia, "appointments")))


def test_a_request_for_a_new_visit_opens_at_its_times(cast, sign_in, my, words, wanted, starts):
    made = wanted()
    paul = sign_in(cast.paul_user)
    address, response = follow(paul, my(cast.paul, "request_change", made.pk))
    page = words(response)
    assert "<h1>When would suit you?</h1>" in page
    assert "This replaces your request of" in page
    assert re.search(rf'value="{moments.write(starts(1)[0])}"[^>]* checked', page)
    review = words(paul.get(my(cast.paul, "request_step", "review"), parse_qs(urlsplit(address).query)))
    assert "He coughs since Friday." in review
    assert ">Replace request<" in review


def test_it_opens_with_what_suited_too(cast, sign_in, my, words, wanted):
    made = wanted(starts=[], preferences=Preferences((0, 2), "morning", None, None))
    _address, response = follow(sign_in(cast.paul_user), my(cast.paul, "request_change", made.pk))
    page = words(response)
    assert len(re.findall(r'name="suits-weekdays" value="[02]"[^>]* checked', page)) == 2
    assert re.search(r'name="suits-part" value="morning"[^>]* checked', page)


def test_the_next_available_with_anybody_opens_so(cast, sign_in, my, words, wanted):
    cast.settings.no_preference = "everyone"
    cast.settings.save()
    made = wanted(starts=[], provider=None)
    _address, response = follow(sign_in(cast.paul_user), my(cast.paul, "request_change", made.pk))
    assert re.search(r'name="next_available" value="1" checked', words(response))
    assert hidden(words(response), "provider") == ["any"]


def test_sent_a_request_for_a_new_visit_is_replaced(cast, sign_in, my, words, wanted, answers, starts):
    made = wanted()
    data = answers(replaces=made.pk, slot=[moments.write(starts(2)[1])])
    sent = sign_in(cast.paul_user).post(my(cast.paul, "requests"), data, follow=True)
    assert "<h1>Requested, not booked</h1>" in words(sent)
    new = AppointmentRequest.objects.get(patient=cast.paul, status="pending")
    assert (new.replaces, new.thread) == (made, made.thread)


def test_asked_for_twice_the_second_may_replace_the_first(cast, sign_in, my, words, wanted, answers):
    made = wanted()
    response = sign_in(cast.paul_user).post(my(cast.paul, "requests"), answers(reason="Much worse."))
    page = words(response)
    assert response.status_code == 409
    assert "You have already asked for this visit." in page
    assert hidden(page, "replaces") == [str(made.pk)]
    assert "Much worse." in page


def test_x14_answered_while_it_is_changed_the_text_stays(cast, sign_in, my, words, wanted, answers, acting):
    made = wanted()
    services.decline(by=acting(cast.sam), request=made, reason="Please call us.")
    response = sign_in(cast.paul_user).post(my(cast.paul, "requests"), answers(replaces=made.pk, reason="Worse."))
    page = words(response)
    assert response.status_code == 409
    assert "This request was already declined on" in page
    assert "Worse." in page
