"""`Request an Appointment`, one question a page (J1, R9-R19, R124, X9-X14)."""

import re
import uuid
from datetime import timedelta

import pytest

from messaging.models import Thread
from practice import clock
from scheduling import moments
from scheduling.models import AppointmentRequest

pytestmark = pytest.mark.django_db
FIRST = "case"


def choices(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]+)"', page)


def test_one_person_starts_at_the_case_and_is_not_asked_for_whom(cast, sign_in, my):
    response = sign_in(cast.paul_user).get(my(cast.paul, "request"))
    assert response["Location"] == my(cast.paul, "request_step", FIRST)


def test_several_persons_are_asked_who_it_is_for(cast, sign_in, my, words):
    client = sign_in(cast.gina)
    response = client.get(my(cast.leo, "request"))
    assert response["Location"] == my(cast.leo, "request_who")
    page = words(client.get(response["Location"]))
    assert "Who is it for?" in page
    assert "Leo Garcia" in page
    assert "Mia Garcia" in page
    chosen = client.get(my(cast.leo, "request_who", person=cast.mia.pk))
    assert chosen["Location"] == my(cast.mia, "request_step", FIRST)


def test_a_strangers_child_is_not_among_the_answers(cast, sign_in, my):
    response = sign_in(cast.gina).get(my(cast.leo, "request_who", person=cast.paul.pk))
    assert response.status_code == 422
    response = sign_in(cast.hugo).get(my(cast.leo, "request_who", person=cast.mia.pk))
    assert response["Location"] == my(cast.leo, "request_step", FIRST)


def test_j1_1_only_what_allows_requests_is_offered(cast, sign_in, my, words):
    client = sign_in(cast.paul_user)
    page = words(client.get(my(cast.paul, "request_step", "case")))
    assert "Primary care" in page
    assert "Speech therapy" not in page
    given = {"case": cast.paul_primary.pk}
    page = words(client.get(my(cast.paul, "request_step", "visit_type", **given)))
    assert "Well visit" in page
    assert "Sick visit" in page
    assert "Confidential" not in page
    given["visit_type"] = cast.well.pk
    page = words(client.get(my(cast.paul, "request_step", "location", **given)))
    assert choices(page, "location") == [str(cast.north.pk)]


def test_no_preference_is_offered_only_where_the_practice_allows_it(cast, sign_in, my, words):
    client = sign_in(cast.paul_user)
    given = {"case": cast.paul_primary.pk, "visit_type": cast.well.pk, "location": cast.north.pk}
    assert "No Preference" in words(client.get(my(cast.paul, "request_step", "provider", **given)))
    cast.settings.no_preference = "nobody"
    cast.settings.save()
    assert "No Preference" not in words(client.get(my(cast.paul, "request_step", "provider", **given)))
    bounced = client.get(my(cast.paul, "request_step", "times", provider="any", **given))
    assert bounced.status_code == 422


def test_going_on_without_an_answer_asks_the_question_again(cast, sign_in, my, words):
    response = sign_in(cast.paul_user).get(my(cast.paul, "request_step", "visit_type"))
    assert response.status_code == 422
    assert "What is it about?" in words(response)
    assert "Choose one to go on." in words(response)


def test_j1_2_times_are_a_list_of_days_with_counts_and_the_zone_is_named(cast, sign_in, my, answers, starts, words):
    query = answers(slot=None, reason=None, request_key=None)
    page = words(sign_in(cast.paul_user).get(my(cast.paul, "request_step", "times", **query)))
    first = starts(1)[0]
    assert f'aria-label="{clock.moment(first, cast.north.zone)}"' in page
    assert clock.long_day(clock.local(first, cast.north.zone).date()) in page
    assert "Times are New York time." in page
    assert "Next available" in page
    assert re.search(r"\d+ times", page)


def test_times_chosen_on_another_day_stay_in_sight(cast, sign_in, my, answers, starts, words):
    start = starts(1)[0]
    other = clock.local(start, cast.north.zone).date() + timedelta(days=7)
    query = answers(reason=None, request_key=None, day=other.isoformat())
    page = words(sign_in(cast.paul_user).get(my(cast.paul, "request_step", "times", **query)))
    assert "Also chosen" in page
    assert f'value="{moments.write(start)}" aria-label="{clock.moment(start, cast.north.zone)}" checked' in page


def test_htmx_gets_the_days_and_times_alone(cast, sign_in, my, answers):
    query = answers(reason=None, request_key=None)
    address = my(cast.paul, "request_step", "times", **query)
    response = sign_in(cast.paul_user).get(address, headers={"hx-request": "true"})
    assert b"<html" not in response.content
    assert b'class="days"' in response.content


@pytest.mark.parametrize("day", ["1999-01-01", "9999-12-31", "2026-02-31", "tomorrow"])
def test_a_day_that_is_not_offered_shows_one_that_is(cast, sign_in, my, answers, day):
    query = answers(slot=None, reason=None, request_key=None, day=day)
    assert sign_in(cast.paul_user).get(my(cast.paul, "request_step", "times", **query)).status_code == 200


def test_more_than_three_times_or_times_and_next_available_are_asked_again(cast, sign_in, my, answers, starts, words):
    client = sign_in(cast.paul_user)
    four = [moments.write(start) for start in starts(4)]
    response = client.get(my(cast.paul, "request_step", "review", **answers(slot=four, reason=None)))
    assert response.status_code == 422
    assert "Choose up to three times." in words(response)
    both = client.get(my(cast.paul, "request_step", "review", **answers(next_available="1", reason=None)))
    assert "not both" in words(both)


def test_j1_3_sending_requests_and_says_that_nothing_is_booked(cast, sign_in, my, answers, words):
    insurance = {"insurance_changed": "on", "company": "Blue Ridge", "member_number": "B-77", "group_number": ""}
    response = sign_in(cast.paul_user).post(my(cast.paul, "requests"), answers(**insurance), follow=True)
    page = words(response)
    assert "<h1>Requested, not booked</h1>" in page
    assert "We answer within one business day." in page
    made = AppointmentRequest.objects.get(patient=cast.paul)
    assert (made.status, made.reason, made.slots.count()) == ("pending", "He coughs since Friday.", 1)
    subjects = set(Thread.objects.filter(patient=cast.paul).values_list("subject", flat=True))
    assert subjects == {"Appointment Request", "Insurance Change Notification"}


def test_next_available_with_anyone_needs_no_times(cast, sign_in, my, answers):
    fields = answers(slot=None, next_available="1", provider="any")
    response = sign_in(cast.paul_user).post(my(cast.paul, "requests"), fields)
    assert response.status_code == 302
    made = AppointmentRequest.objects.get(patient=cast.paul)
    assert (made.wish, made.provider) == ("next_available", None)


def test_j1_r124_sent_twice_there_is_one_request_and_both_tabs_see_it(cast, sign_in, my, answers):
    client, fields = sign_in(cast.paul_user), answers()
    first, second = (client.post(my(cast.paul, "requests"), fields) for _tab in range(2))
    assert first["Location"] == second["Location"]
    assert AppointmentRequest.objects.filter(patient=cast.paul).count() == 1


def test_j1_an_open_request_for_the_same_visit_is_shown_instead_of_a_second(cast, sign_in, my, answers, words):
    client = sign_in(cast.paul_user)
    client.post(my(cast.paul, "requests"), answers())
    response = client.post(my(cast.paul, "requests"), answers(request_key=uuid.uuid4()))
    assert response.status_code == 409
    assert "You have already asked for this visit." in words(response)
    assert my(cast.paul, "appointments") in words(response)
    assert "He coughs since Friday." in words(response)


def test_d3_when_it_suits_is_said_instead_of_times(cast, sign_in, my, answers, words):
    client = sign_in(cast.paul_user)
    given = answers(slot=None, request_key=None, reason=None)
    page = words(client.get(my(cast.paul, "request_step", "times", **given)))
    assert "Say when it suits" in page
    suits = {"suits-weekdays": ["0", "2"], "suits-part": "morning"}
    page = words(client.get(my(cast.paul, "request_step", "review"), {**given, **suits}))
    assert "Mondays, Wednesdays · Mornings" in page
    assert 'name="suits-part" value="morning"' in page
    sent = client.post(my(cast.paul, "requests"), {**answers(slot=None), **suits}, follow=True)
    assert "Mondays, Wednesdays · Mornings" in words(sent)
    assert AppointmentRequest.objects.get(patient=cast.paul).suits_weekdays == [0, 2]
    assert "Mondays, Wednesdays · Mornings" in words(client.get(my(cast.paul, "appointments")))


def test_d3_days_that_cannot_be_come_back_beside_their_field(cast, sign_in, my, answers, words):
    given = {**answers(slot=None), "suits-from": "2026-12-24", "suits-until": "2026-12-01"}
    response = sign_in(cast.paul_user).post(my(cast.paul, "requests"), given)
    page = words(response)
    assert response.status_code == 409
    assert "It ends before it begins." in page
    assert 'value="2026-12-24"' in page
    assert "He coughs since Friday." in page


def test_d3_a_date_nobody_can_read_is_asked_for_again(cast, sign_in, my, answers, words):
    given = {**answers(slot=None, request_key=None, reason=None), "suits-from": "the day after"}
    response = sign_in(cast.paul_user).get(my(cast.paul, "request_step", "review"), given)
    assert response.status_code == 422
    assert 'value="the day after"' in words(response)


def test_d3_only_what_the_practice_offers_is_there(cast, sign_in, my, answers, words):
    cast.settings.request_ways = ["preferences"]
    cast.settings.save(update_fields=["request_ways"])
    given = answers(slot=None, request_key=None, reason=None)
    page = words(sign_in(cast.paul_user).get(my(cast.paul, "request_step", "times", **given)))
    assert "Say when it suits" in page
    assert "Next available" not in page
    assert 'name="slot"' not in page


def test_d15_without_cases_nobody_is_asked_for_one(cast, sign_in, my, answers, words):
    cast.settings.use_cases = False
    cast.settings.save(update_fields=["use_cases"])
    client = sign_in(cast.paul_user)
    assert client.get(my(cast.paul, "request"))["Location"] == my(cast.paul, "request_step", "visit_type")
    assert client.get(my(cast.paul, "request_step", "case")).status_code == 404
    page = words(client.get(my(cast.paul, "request_step", "review"), answers(case=None, request_key=None)))
    assert "What should we know?" in page
    assert "Case" not in page
    client.post(my(cast.paul, "requests"), answers(case=None))
    assert AppointmentRequest.objects.get(patient=cast.paul).case.name == "General"


def test_d15_the_practices_own_words_are_used(cast, sign_in, my, answers, words):
    cast.settings.provider_word, cast.settings.case_word = "Therapist", "Treatment"
    cast.settings.save(update_fields=["provider_word", "case_word"])
    client = sign_in(cast.paul_user)
    assert "Treatment" in words(client.get(my(cast.paul, "request_step", "case")))
    page = words(client.get(my(cast.paul, "request_step", "review", **answers(request_key=None, reason=None))))
    for word, others in (("Therapist", "Provider"), ("Treatment", "Case")):
        assert f"<dt>{word}</dt>" in page
        assert f"<dt>{others}</dt>" not in page
