"""The access somebody has to a record: changed, ended, given back, each with a dated line (V7, V18, X25, X26, T-15)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from practice import clock
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import AccessGrant, AuditEvent, Patient
from registration import services, tokens
from registration.models import Invitation
from registration.selectors import portal_status
from tests import build
from tests.registration.papers import paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def fay(acting, cast):
    return acting(cast.fay)


@pytest.fixture
def hugos(cast):
    return cast.hugo.grants.get()


def change(by, grant, **facts):
    zone = by.practice.time_zone
    kept = {"relationship": grant.relationship, "level": grant.level}
    days = {"starts_on": grant.first_day(zone), "ends_on": grant.last_day(zone)}
    return services.change(by=by, grant=grant, **{**kept, **days, **facts})


def end(by, grant, reason="The court has decided"):
    return services.end(by=by, grant=grant, reason=reason)


def facts(grant) -> dict:
    return {name: getattr(grant, name) for name in ("relationship", "level", "starts_at", "ends_at", "granted_by_id")}


def test_v16_the_level_and_the_relationship_are_changed(fay, cast, hugos, acting):
    changed = change(fay, hugos, level="limited", relationship="guardian")
    assert (changed.level, changed.relationship, changed.starts_at) == ("limited", "guardian", hugos.starts_at)
    assert acting(cast.hugo).grants == {cast.leo.pk: "limited"}


def test_access_ends_by_itself_after_its_last_day_on_the_practices_calendar(fay, cast, hugos, acting):
    last = cast.now.date() + timedelta(days=3)
    change(fay, hugos, ends_on=last)
    midnight = clock.midnight(last + timedelta(days=1), "America/New_York")
    assert acting(cast.hugo, at=midnight - timedelta(seconds=1)).grants
    assert not acting(cast.hugo, at=midnight).grants
    again = AccessGrant.objects.get(pk=hugos.pk)
    assert again.last_day("America/New_York") == last
    assert change(fay, again, ends_on=None).ends_at is None


def test_access_that_begins_later_opens_nothing_yet(fay, cast, hugos, acting):
    first = cast.now.date() + timedelta(days=3)
    change(fay, hugos, starts_on=first)
    assert not acting(cast.hugo).grants
    assert acting(cast.hugo, at=clock.midnight(first, "America/New_York")).grants


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"ends_on": -1}, "ends_on"),
        ({"starts_on": 5, "ends_on": 3}, "ends_on"),
        ({"ends_on": 101 * 366}, "ends_on"),
        ({"starts_on": -101 * 366}, "starts_on"),
    ],
)
def test_days_that_cannot_be_are_refused_with_the_field(fay, cast, hugos, days, field):
    said = {name: cast.now.date() + timedelta(days=n) for name, n in days.items()}
    with pytest.raises(Refused) as refusal:
        change(fay, hugos, **said)
    assert refusal.value.field == field
    assert facts(AccessGrant.objects.get(pk=hugos.pk)) == facts(hugos)


def test_a_guardians_access_cannot_be_made_a_childs_own(fay, hugos):
    with pytest.raises(Refused, match="guardian"):
        change(fay, hugos, relationship="self")


def test_x25_once_ended_nothing_is_held_and_the_reason_stands(fay, cast, hugos, acting):
    ended = end(fay, hugos)
    assert (ended.ended_at, ended.ended_by, ended.ended_reason) == (fay.now, fay.user, "The court has decided")
    assert not acting(cast.hugo).grants
    assert acting(cast.gina).grants[cast.leo.pk] == "full"
    assert portal_status(fay, cast.leo) == "registered"


def test_x26_an_ending_is_undone_with_level_days_and_history_as_before(fay, cast, hugos, acting):
    planned = change(fay, hugos, level="limited", ends_on=cast.now.date() + timedelta(days=90))
    later = acting(cast.fay, at=cast.now + timedelta(days=7))
    end(fay, planned)
    back = services.restore(by=later, grant=hugos)
    assert facts(back) == facts(planned)
    assert (back.ended_at, back.ended_by, back.ended_reason, back.ends_before) == (None, None, "", None)
    history = [(one.level, one.ended_reason) for one in hugos.events.order_by("pgh_id")]
    assert history == [("full", ""), ("limited", ""), ("limited", "The court has decided"), ("limited", "")]
    assert acting(cast.hugo, at=later.now).grants == {cast.leo.pk: "limited"}


def test_x26_after_seven_days_it_cannot_be_undone(fay, cast, hugos, acting):
    end(fay, hugos)
    late = acting(cast.fay, at=cast.now + timedelta(days=7, seconds=1))
    with pytest.raises(Refused, match="seven days"):
        services.restore(by=late, grant=hugos)


def test_x26_what_would_be_over_by_itself_is_not_undone(fay, cast, hugos, acting):
    end(fay, change(fay, hugos, ends_on=cast.now.date() + timedelta(days=1)))
    with pytest.raises(Refused, match="over by now"):
        services.restore(by=acting(cast.fay, at=cast.now + timedelta(days=3)), grant=hugos)


def test_x26_who_was_given_access_again_does_not_get_it_twice(fay, cast, hugos, acting):
    end(fay, hugos)
    later = acting(cast.fay, at=cast.now + timedelta(hours=1))
    build.grant(cast.hugo, cast.leo, "father", later.now)
    with pytest.raises(Refused, match="already acts"):
        services.restore(by=later, grant=hugos)


def test_access_that_has_ended_is_not_changed_and_ended_once_only(fay, cast, hugos, acting):
    end(fay, hugos)
    assert end(fay, hugos).ended_at == fay.now
    for act in (lambda: change(fay, hugos, level="booking"), lambda: end(acting(cast.fay), hugos, "Another reason")):
        with pytest.raises(Refused, match="over already"):
            act()


def test_access_that_has_not_begun_can_be_ended_and_given_back(fay, cast, hugos):
    planned = change(fay, hugos, starts_on=cast.now.date() + timedelta(days=3))
    end(fay, planned)
    assert facts(services.restore(by=fay, grant=hugos)) == facts(planned)


def test_an_invitation_to_the_same_address_does_not_lead_back_in(fay, cast, hugos):
    other = services.invite(by=fay, patient=cast.mia, name="Hugo", email="hugo@demo.example", relationship="father")
    AccessGrant.objects.filter(pk=hugos.pk).update(ends_at=cast.now)
    waiting = services.invite(by=fay, patient=cast.leo, name="Hugo", email="Hugo@Demo.example", relationship="father")
    AccessGrant.objects.filter(pk=hugos.pk).update(ends_at=None)
    end(fay, hugos)
    assert Invitation.objects.get(pk=waiting.pk).status == "withdrawn"
    assert Invitation.objects.get(pk=other.pk).status == "issued"


def test_a_pin_in_their_name_does_not_lead_back_in_and_others_stay(fay, cast, hugos):
    pin = paper(cast.leo, fay, name="hugo brandt", relationship="father")
    end(fay, hugos)
    assert Invitation.objects.get(pk=pin.pk).status == "withdrawn"
    grandmothers = paper(cast.leo, fay, name="Rosa Garcia", relationship="grandparent")
    end(fay, cast.gina.grants.get(patient=cast.leo))
    assert Invitation.objects.get(pk=grandmothers.pk).status == "issued"


def test_t15_only_staff_with_the_duty_end_access_and_the_audit_keeps_who(fay, cast, hugos, acting):
    for act in (end, lambda by, grant: change(by, grant, level="booking")):
        with pytest.raises(NotAllowed):
            act(acting(cast.sam), hugos)
        with pytest.raises(NotVisible):
            act(acting(cast.gina), hugos)
        with pytest.raises(NotVisible):
            act(acting(cast.olga), hugos)
    end(fay, hugos)
    row = AuditEvent.objects.get(action="access.ended", outcome="done")
    assert (row.user_ref, row.patient_ref) == (cast.fay.user_id, cast.leo.pk)
    assert "court" not in str(row.detail)


@pytest.mark.parametrize("status", ["inactive", "deceased"])
def test_t19_nobody_acts_for_a_patient_who_is_inactive_or_has_died(fay, cast, acting, status):
    Patient.objects.filter(pk=cast.leo.pk).update(status=status)
    assert set(acting(cast.gina).grants) == {cast.mia.pk}
    assert portal_status(fay, cast.leo) == "removed"
    Patient.objects.filter(pk=cast.leo.pk).update(status="active")
    assert acting(cast.gina).grants[cast.leo.pk] == "full"


@pytest.mark.parametrize("status", ["inactive", "deceased"])
def test_t19_an_invitation_to_a_record_that_was_closed_meanwhile_opens_nothing(client, fay, cast, acting, status):
    by = acting(cast.fay, at=timezone.now())
    sent = services.invite(by=by, patient=cast.amira, name="Salma", email="salma@x.example", relationship="mother")
    path = reverse("welcome", args=[tokens.token(sent)])
    assert client.get(path).status_code == 200
    Patient.objects.filter(pk=cast.amira.pk).update(status=status)
    assert client.get(path).status_code == 404
