"""The tab `Portal access` of the Patient File: who may open the record, and what staff do about it (V7, V18, X26)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from practice import clock
from practice.models import AccessGrant, Patient
from tests.registration.papers import paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now() - timedelta(days=1)


@pytest.fixture
def fay(client, cast):
    client.force_login(cast.fay.user)
    return client


@pytest.fixture
def hugos(cast):
    return cast.hugo.grants.get()


@pytest.fixture
def url(cast, hugos):
    return lambda name, *args: reverse(f"staff:portal:{name}", args=["maple", cast.leo.pk, *args])


def words(response) -> str:
    return " ".join(response.content.decode().split())


def changed(grant, **facts) -> dict:
    return {"relationship": grant.relationship, "level": grant.level, "starts_on": "2026-01-01", **facts}


def test_v18_ending_asks_why_keeps_a_dated_line_and_can_be_undone(fay, url, hugos):
    asked = words(fay.get(url("end_access", hugos.pk)))
    assert "End the access of Hugo Brandt to the record of Leo Garcia?" in asked
    assert fay.post(url("end_access", hugos.pk), {"reason": " "}).status_code == 422
    assert AccessGrant.objects.get(pk=hugos.pk).ended_at is None
    ended = words(fay.post(url("end_access", hugos.pk), {"reason": "Moved away"}, follow=True))
    today = clock.local(timezone.now(), hugos.practice.time_zone).date()
    assert f"Ended {clock.full_day(today)} by Fay Lindgren: Moved away" in ended
    assert url("restore_access", hugos.pk) in ended
    back = words(fay.post(url("restore_access", hugos.pk), follow=True))
    assert "Hugo Brandt has access as before." in back
    for line in ("by Fay Lindgren: Moved away", "by Fay Lindgren: access as before"):
        assert line in back


def test_before_the_ending_a_pin_that_somebody_else_was_given_is_named(fay, url, hugos, cast, acting):
    paper(cast.leo, acting(cast.fay), name="Rosa Garcia", relationship="grandparent")
    assert "given out for Rosa Garcia" in words(fay.get(url("end_access", hugos.pk)))


def test_after_seven_days_there_is_no_undo(fay, url, hugos, cast):
    fay.post(url("end_access", hugos.pk), {"reason": "Moved away"})
    row = AccessGrant.objects.get(pk=hugos.pk)
    week_ago = timezone.now() - timedelta(days=7, minutes=1)
    AccessGrant.objects.filter(pk=row.pk).update(
        starts_at=week_ago, ended_at=week_ago, ends_at=week_ago, changed_at=week_ago
    )
    assert url("restore_access", hugos.pk) not in words(fay.get(url("access")))
    refused = words(fay.post(url("restore_access", hugos.pk), follow=True))
    assert "After seven days this cannot be undone" in refused


def test_a_change_says_from_what_to_what(fay, url, hugos, cast):
    shown = fay.get(url("change_access", hugos.pk)).context["form"].initial
    facts = {"relationship": "guardian", "level": "booking", "starts_on": shown["starts_on"].isoformat()}
    said = words(fay.post(url("change_access", hugos.pk), {**facts, "ends_on": "2099-12-31"}, follow=True))
    for part in (
        "relationship from Father to Guardian",
        "access from Full to Booking only",
        "last day from no end to Dec 31, 2099",
    ):
        assert part in said


def test_what_is_refused_stands_beside_its_field_and_what_was_typed_stays(fay, url, hugos):
    answer = fay.post(url("change_access", hugos.pk), changed(hugos, level="limited", ends_on="2026-01-02"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["ends_on"]
    assert answer.context["form"]["level"].value() == "limited"


def test_who_may_not_manage_access_sees_it_without_the_ways_to_change_it(client, cast, url, hugos):
    client.force_login(cast.sam.user)
    page = words(client.get(url("access")))
    assert "Hugo Brandt" in page
    assert url("change_access", hugos.pk) not in page
    for name in ("change_access", "end_access", "restore_access"):
        assert client.post(url(name, hugos.pk), {"reason": "x"}).status_code == 403


def test_a_grant_of_another_patient_is_not_found_under_this_one(fay, url, cast):
    other = cast.mia_user.grants.get()
    for name in ("change_access", "end_access", "restore_access"):
        assert fay.post(url(name, other.pk), {"reason": "x"}).status_code == 404


def test_t19_the_tab_says_that_a_closed_record_opens_for_nobody(fay, url, cast):
    Patient.objects.filter(pk=cast.leo.pk).update(status="inactive")
    page = words(fay.get(url("access")))
    assert "cannot be opened from the portal while the patient is inactive" in page
    assert "At rest" in page
    assert "Has access" not in page
