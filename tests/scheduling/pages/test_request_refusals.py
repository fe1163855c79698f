"""Asking for a visit when something is wrong (J1, bad input): the field is named and nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from portal.demo import build
from practice import clock
from scheduling import moments
from scheduling.models import AppointmentRequest

pytestmark = pytest.mark.django_db
FORM = re.compile(r"<main.*</main>", re.DOTALL)


def beside_times(page: str) -> str:
    """What the page says beside the times that were chosen."""
    return page.split('id="times-error"')[1].split("</p>", maxsplit=1)[0]


def hidden(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)


def test_j1_a_slot_just_taken_brings_the_nearest_alternatives_and_keeps_the_note(
    cast, sign_in, my, answers, starts, now, words
):
    start = starts(1)[0]
    there = clock.local(start, cast.north.zone)
    build.visit(
        cast.mia,
        case=cast.mia_primary,
        location=cast.north,
        provider=cast.dr_ada,
        visit_type=cast.well,
        day=there.date(),
        hour=there.hour,
        minute=there.minute,
        now=now,
    )
    response = sign_in(cast.paul_user).post(my(cast.paul, "requests"), answers(slot=[moments.write(start)]))
    page = words(response)
    assert response.status_code == 409
    assert "was just taken" in beside_times(page)
    nearest = page.split('id="nearest"')[1].split("</fieldset>")[0]
    assert nearest.count('type="checkbox"') == 3
    assert "He coughs since Friday." in page
    assert re.search(rf'value="{re.escape(moments.write(start))}"[^>]* disabled', page)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda start: start - timedelta(days=365), "has passed"),
        (lambda start: start + timedelta(days=365), "no later than"),
        (lambda start: start.replace(hour=3), "Nobody sees patients there"),
        (lambda start: start + timedelta(minutes=1), "not one of the times offered"),
    ],
    ids=["past", "beyond the horizon", "outside hours", "between the steps"],
)
def test_j1_a_time_that_is_not_offered_is_refused_and_nothing_typed_is_lost(
    cast, sign_in, my, answers, starts, words, change, said
):
    offered = starts(60)
    within = next(start for start in offered if start + timedelta(minutes=15) in offered)  # not the last of its day
    slot = [moments.write(change(within + timedelta(days=7)))]
    response = sign_in(cast.paul_user).post(my(cast.paul, "requests"), answers(slot=slot))
    page = words(response)
    assert response.status_code == 409
    assert said in beside_times(page)
    assert "He coughs since Friday." in page
    assert not AppointmentRequest.objects.filter(patient=cast.paul).exists()


def test_j1_a_time_inside_the_24_hours_is_refused_and_nothing_typed_is_lost(cast, sign_in, my, answers, now, words):
    soon = moments.write(now + timedelta(hours=2))
    response = sign_in(cast.paul_user).post(my(cast.paul, "requests"), answers(slot=[soon]))
    page = words(response)
    assert response.status_code == 409
    assert "at least 24 hours from now" in beside_times(page)
    assert "He coughs since Friday." in page


@pytest.mark.parametrize(
    ("field", "question"),
    [
        ("case", "What is it about?"),
        ("visit_type", "What kind of visit?"),
        ("location", "Where would you like to come?"),
        ("provider", "Who would you like to see?"),
    ],
)
def test_j1_a_foreign_case_or_wrong_location_asks_that_question_again_and_keeps_the_note(
    cast, sign_in, my, answers, words, field, question
):
    foreign = {
        "case": cast.leo_primary.pk,
        "visit_type": cast.confidential.pk,
        "location": cast.south.pk,
        "provider": cast.paul.pk,
    }
    response = sign_in(cast.paul_user).post(my(cast.paul, "requests"), answers(**{field: foreign[field]}))
    page = words(response)
    assert response.status_code == 422
    assert question in page
    assert ("reason", "He coughs since Friday.") in hidden(page)
    assert not AppointmentRequest.objects.filter(patient=cast.paul).exists()


def test_j1_a_note_over_2000_characters_is_refused_beside_its_field(cast, sign_in, my, answers, words):
    response = sign_in(cast.paul_user).post(my(cast.paul, "requests"), answers(reason="x" * 2001))
    assert response.status_code == 422
    assert 'id="id_reason_error"' in words(response)
    assert "x" * 2001 in words(response)


def test_new_insurance_needs_its_company_and_number(cast, sign_in, my, answers, words):
    response = sign_in(cast.paul_user).post(my(cast.paul, "requests"), answers(insurance_changed="on"))
    assert response.status_code == 422
    assert 'id="id_company_error"' in words(response)
    assert 'id="id_member_number_error"' in words(response)


def test_the_note_travels_with_the_reader_who_goes_back(cast, sign_in, my, answers, words):
    client = sign_in(cast.paul_user)
    page = words(client.post(my(cast.paul, "request_step", "times"), answers()))
    assert "When would suit you?" in page
    assert ("reason", "He coughs since Friday.") in hidden(page)
    assert 'method="post"' in FORM.search(page)[0]
    assert "He coughs since Friday." in words(client.post(my(cast.paul, "request_step", "review"), answers()))


def test_j1_switched_off_meanwhile_the_phone_is_shown_and_the_text_is_not_lost(cast, sign_in, my, answers, words):
    client, fields = sign_in(cast.paul_user), answers()
    cast.settings.requests_on = False
    cast.settings.save()
    response = client.post(my(cast.paul, "requests"), fields)
    page = words(response)
    assert response.status_code == 409
    assert "The practice no longer takes online requests" in page
    assert "(555) 010-4400" in page
    assert "He coughs since Friday." in page
    assert not AppointmentRequest.objects.filter(patient=cast.paul).exists()


@pytest.mark.parametrize("missing", ["is_active", "allows_requests"])
def test_j1_r12_without_an_active_qualifying_case_there_is_no_entry_and_a_post_is_refused(
    cast, sign_in, my, answers, words, missing
):
    client, fields = sign_in(cast.paul_user), answers()
    setattr(cast.paul_primary, missing, False)
    cast.paul_primary.save()
    assert my(cast.paul, "request") not in words(client.get(my(cast.paul, "appointments")))
    assert client.get(my(cast.paul, "request_step", "case")).status_code == 404
    assert client.post(my(cast.paul, "requests"), fields).status_code == 409
    assert not AppointmentRequest.objects.filter(patient=cast.paul).exists()


def test_somebody_elses_request_is_not_found(cast, sign_in, my, answers):
    sign_in(cast.paul_user).post(my(cast.paul, "requests"), answers())
    made = AppointmentRequest.objects.get(patient=cast.paul)
    assert sign_in(cast.gina).get(my(cast.leo, "request_sent", made.pk)).status_code == 404
    assert Client().get(my(cast.paul, "request_sent", made.pk)).status_code == 302


def test_a_step_that_does_not_exist_is_not_found(cast, sign_in, my):
    assert sign_in(cast.paul_user).get(my(cast.paul, "request_step", "payment")).status_code == 404
