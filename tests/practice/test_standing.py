"""From a signed-in person and the names in a URL to an actor and the patient: found in one query, or not at all."""

import uuid
from datetime import timedelta

import pytest
from django.http import Http404
from django.test import RequestFactory

from practice.models import AccessGrant
from practice.standing import patient_side


def facts(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.fixture
def asked(cast):
    """`asked(cast.gina, cast.leo)`: what the person finds under that patient's address, at Maple unless said."""

    def ask(user, patient_id, at="maple", now=cast.now):
        request = RequestFactory().get("/")
        request.user, request.id = user, "r1"
        return patient_side(request, at, patient_id, now)

    return ask


def test_one_query_finds_practice_rules_grants_and_patient(cast, asked, django_assert_num_queries):
    with django_assert_num_queries(1):
        actor, patient = asked(cast.gina, cast.leo.pk)
        assert (actor.practice.settings.requests_on, patient.name) == (True, "Leo Garcia")
    assert dict(actor.grants) == {cast.leo.pk: "full", cast.mia.pk: "full"}


def test_what_is_found_is_the_same_as_read_by_themselves(cast, asked):
    actor, patient = asked(cast.gina, cast.leo.pk)
    for found, read in ((actor.practice, cast.maple), (actor.practice.settings, cast.settings), (patient, cast.leo)):
        read.refresh_from_db()
        assert facts(found) == facts(read)


def test_somebody_elses_patient_an_unknown_one_and_another_practice_look_alike(cast, asked):
    for patient_id, at in ((cast.paul.pk, "maple"), (uuid.uuid4(), "maple"), (cast.leo.pk, "riverside")):
        with pytest.raises(Http404):
            asked(cast.gina, patient_id, at)


def test_a_grant_that_has_ended_opens_nothing_while_another_lives_on(cast, asked):
    AccessGrant.objects.filter(user=cast.gina, patient=cast.mia).update(ends_at=cast.now)
    actor, _leo = asked(cast.gina, cast.leo.pk)
    assert set(actor.grants) == {cast.leo.pk}
    with pytest.raises(Http404):
        asked(cast.gina, cast.mia.pk, now=cast.now + timedelta(seconds=1))
