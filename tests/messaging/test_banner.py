"""The banner above a message: who answers for its patient, and the next visit, for who may see them (screens, R4)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from practice import banner
from scheduling.models import Appointment
from tests import build


@pytest.fixture
def said(cast, acting):
    """`said(cast.fay)`: what the banner tells this staff member of Leo, or of whom it is `about`."""
    return lambda who, about=None: banner.read(acting(who), about or cast.leo).said


def test_it_names_the_guardian_and_the_next_visit(cast, said):
    assert said(cast.fay) == ["mother Gina Garcia", "next visit Tue, Oct 20, 9:00 am with Dr Ada"]


def test_a_guardian_comes_before_other_relatives(cast, said):
    build.contact(cast.paul, "Abe Novak", "other")
    build.contact(cast.paul, "Zora Novak", "guardian")
    assert said(cast.fay, about=cast.paul) == ["guardian Zora Novak"]


def test_somebody_who_is_no_relative_is_a_contact(cast, said):
    build.contact(cast.paul, "Abe Novak", "other")
    assert said(cast.fay, about=cast.paul) == ["contact Abe Novak"]


def test_of_somebody_with_neither_it_says_nothing(cast, said):
    assert said(cast.fay, about=cast.paul) == []


def test_a_visit_that_is_cancelled_or_over_is_not_the_next(cast, said, acting):
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(status="cancelled", cancelled_at=cast.now)
    assert said(cast.fay) == ["mother Gina Garcia"]
    after = acting(cast.fay, at=cast.mia_visit.ends_at + timedelta(minutes=1))
    assert banner.read(after, cast.mia).said == ["mother Gina Garcia"]


def test_a_visit_elsewhere_names_the_zone_of_its_clock(cast, said):
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(location=cast.south)
    assert said(cast.fay)[1] == "next visit Tue, Oct 20, 8:00 am, Chicago time, with Dr Ada"


def test_who_answers_messages_reads_it_without_the_schedule(cast, said, client):
    assert said(cast.nia)[1] == "next visit Tue, Oct 20, 9:00 am with Dr Ada"
    client.force_login(cast.nia.user)
    assert client.get("/staff/maple/schedule/").status_code == 403


def test_who_may_see_neither_visits_nor_messages_reads_of_none(cast, said):
    cast.nia.duties = []
    assert said(cast.nia) == ["mother Gina Garcia"]


@pytest.mark.parametrize("scope", ["locations", "listed"])
def test_r4_about_somebody_out_of_scope_it_says_neither(cast, said, scope):
    cast.sam.patient_scope = scope
    cast.sam.save()
    cast.leo.home_location = cast.south
    cast.leo.save()
    assert said(cast.sam) == []


def test_r4_who_sees_the_patients_of_no_location_reads_neither(cast, said):
    cast.sam.scope_locations.clear()
    assert said(cast.sam) == []


def test_it_is_one_statement(cast, said, django_assert_num_queries):
    with django_assert_num_queries(1):
        said(cast.fay)


def test_it_stands_above_the_message(client, cast, write):
    tomorrow = timezone.now() + timedelta(days=1)
    times = {"starts_at": tomorrow, "ends_at": tomorrow + timedelta(minutes=30)}
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(**times, busy=(times["starts_at"], times["ends_at"]))
    client.force_login(cast.fay.user)
    address = reverse("staff:messaging:tab", args=["maple", "unread-portal"], query={"selected": write().pk})
    page = client.get(address).content.decode()
    assert "mother Gina Garcia" in page
    assert "with Dr Ada" in page
