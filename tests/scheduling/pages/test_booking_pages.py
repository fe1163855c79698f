"""`Schedule`: booking a gap, and a new appointment without one (R20-R22)."""

import re
import uuid
from datetime import timedelta
from urllib.parse import unquote

import pytest

from portal.demo import build
from practice import clock
from practice.models import StaffMember
from scheduling import moments
from scheduling.models import Appointment

pytestmark = pytest.mark.django_db


def gap(cast, start) -> dict:
    return {"provider": cast.dr_ada.pk, "location": cast.north.pk, "at": moments.write(start)}


def test_booking_finds_the_patient_then_asks_what_for(cast, sign_in, staff, starts, words):
    client, query = sign_in(cast.sam), gap(cast, starts(1)[0])
    page = words(client.get(staff("book", q="novak", **query)))
    assert "Paul Novak" in page
    assert "Nobody found" in words(client.get(staff("book", q="nobody such", **query)))
    page = words(client.get(staff("book", patient=cast.paul.pk, **query)))
    for choice in ("Well visit, 30 minutes", "Confidential visit, 30 minutes", "Primary care", "Speech therapy"):
        assert choice in page


def test_booking_puts_the_visit_on_the_schedule_once(cast, sign_in, staff, starts, words):
    client, start = sign_in(cast.sam), starts(1)[0]
    address = staff("book", patient=cast.paul.pk, **gap(cast, start))
    assert client.post(address, {"request_key": uuid.uuid4()}).status_code == 422
    fields = {"visit_type": cast.sick.pk, "case": cast.paul_primary.pk, "request_key": uuid.uuid4()}
    for _press in range(2):
        page = words(client.post(address, fields, follow=True))
        assert "The visit is booked." in page
    visit = Appointment.objects.get(patient=cast.paul)
    assert (visit.starts_at, visit.provider, visit.visit_type) == (start, cast.dr_ada, cast.sick)


def test_booking_a_taken_time_is_refused_with_the_choices_kept(cast, sign_in, staff, words):
    fields = {"visit_type": cast.sick.pk, "case": cast.paul_primary.pk, "request_key": uuid.uuid4()}
    address = staff("book", patient=cast.paul.pk, **gap(cast, cast.leo_visit.starts_at))
    response = sign_in(cast.sam).post(address, fields)
    assert response.status_code == 409
    assert "just taken" in words(response)
    assert f'value="{cast.sick.pk}"' in words(response)


@pytest.mark.parametrize(
    "broken", [{"at": "soon"}, {"provider": "x"}, {"location": uuid.UUID(int=0)}, {"patient": "x"}]
)
def test_a_gap_that_does_not_exist_is_not_found(cast, sign_in, staff, starts, broken):
    query = {**gap(cast, starts(1)[0]), "patient": cast.paul.pk, **broken}
    assert sign_in(cast.sam).get(staff("book", **query)).status_code == 404


def test_booking_needs_scheduling(cast, sign_in, staff, starts):
    client = sign_in(cast.fay)
    assert client.get(staff("book", **gap(cast, starts(1)[0]))).status_code == 403
    assert client.get(staff("new_visit")).status_code == 403


def test_a_patient_without_an_active_case_is_booked_without_one(cast, sign_in, staff, starts, words):
    cast.paul.cases.update(is_active=False)
    client, address = sign_in(cast.sam), staff("book", patient=cast.paul.pk, **gap(cast, starts(1)[0]))
    assert "This patient has no active case; the visit is booked without one." in words(client.get(address))
    fields = {"visit_type": cast.sick.pk, "request_key": uuid.uuid4()}
    assert "The visit is booked." in words(client.post(address, fields, follow=True))
    assert Appointment.objects.get(patient=cast.paul).case is None


def test_who_has_several_cases_is_booked_for_one_or_for_none(cast, sign_in, staff, starts, words):
    client, address = sign_in(cast.sam), staff("book", patient=cast.paul.pk, **gap(cast, starts(1)[0]))
    fields = {"visit_type": cast.sick.pk, "request_key": uuid.uuid4()}
    assert client.post(address, fields).status_code == 422
    client.post(address, {**fields, "case": "none"})
    assert Appointment.objects.get(patient=cast.paul).case is None


def test_booking_names_who_will_be_told_and_where_somebody_new_is_added(cast, sign_in, staff, starts, words):
    client, query = sign_in(cast.sam), gap(cast, starts(1)[0])
    assert "Gina Garcia and Hugo Brandt are told by e-mail." in words(
        client.get(staff("book", patient=cast.leo.pk, **query))
    )
    page = words(client.get(staff("book", q="nobody such", **query)))
    link = re.search(r'href="(/staff/maple/patients/new/[^"]*)"[^>]*>.{0,400}?Add patient', page)[1]
    assert unquote(link.partition("next=")[2]) == staff("book", **query)


def test_a_visit_that_is_too_long_for_the_gap_says_so_before_pressing(cast, sign_in, staff, words):
    query = gap(cast, cast.leo_visit.starts_at - timedelta(minutes=15))
    build.opening_hours(cast.north, [clock.local(cast.leo_visit.starts_at, cast.north.zone).weekday()], (8, 9))
    build.provider_hours(cast.dr_ada, cast.north, range(5), (8, 9))
    page = words(sign_in(cast.sam).get(staff("book", patient=cast.paul.pk, **query)))
    assert "Sick visit, 15 minutes <" in page.replace("</label>", " <")
    assert "Well visit, 30 minutes (does not fit here)" in page


def test_a_taken_time_offers_others_that_keep_the_patient(cast, sign_in, staff, words):
    query = gap(cast, cast.leo_visit.starts_at)
    page = words(sign_in(cast.sam).get(staff("book", patient=cast.paul.pk, **query)))
    assert "Dr Ada has no time for a visit then." in page
    links = re.findall(r'class="btn small" href="(/staff/maple/schedule/book/[^"]*)"', page)
    assert len(links) == 3
    assert all(f"patient={cast.paul.pk}" in link for link in links)


def test_outside_the_hours_whoever_may_books_with_a_reason(cast, sign_in, staff, words):
    noon = clock.instant(clock.local(cast.leo_visit.starts_at, cast.north.zone).date(), 12 * 60, cast.north.zone)
    client, address = sign_in(cast.sam), staff("book", patient=cast.paul.pk, **gap(cast, noon))
    fields = {"visit_type": cast.sick.pk, "case": "none", "request_key": uuid.uuid4()}
    page = words(client.post(address, fields))
    assert "Somebody with the Administration duty can place the visit there all the same." in page
    StaffMember.objects.filter(pk=cast.sam.pk).update(duties=["admin", "scheduling"])
    assert "Reason for a time outside the hours" in words(client.post(address, fields))
    client.post(address, {**fields, "override": "He works until noon."})
    assert Appointment.objects.get(patient=cast.paul).events.latest("pk").note == "He works until noon."


def test_only_what_the_provider_does_is_offered(cast, sign_in, staff, starts, words):
    cast.sick.providers.add(cast.dr_ben)
    page = words(sign_in(cast.sam).get(staff("book", patient=cast.paul.pk, **gap(cast, starts(1)[0]))))
    assert "Well visit, 30 minutes" in page
    assert "Sick visit" not in page


def test_x8_a_past_time_offers_others(cast, sign_in, staff, now, words):
    page = words(sign_in(cast.sam).get(staff("book", **gap(cast, now - timedelta(days=1)))))
    assert "This time has passed." in page
    assert page.count('class="btn small" href="/staff/maple/schedule/book/') == 3


def test_a_new_appointment_without_a_gap_asks_for_the_time_first(cast, sign_in, staff, starts, words):
    client, start = sign_in(cast.sam), starts(1)[0]
    there = clock.local(start, cast.north.zone)
    page = words(client.get(staff("new_visit", location=cast.north.pk, date=there.date())))
    assert f'value="{there.date()}"' in page
    fields = {"date": there.date(), "time": f"{there:%H:%M}", "provider": cast.dr_ada.pk, "location": cast.north.pk}
    assert client.get(staff("new_visit", **fields))["Location"] == staff("book", **gap(cast, start))
    wrong = client.get(staff("new_visit", **{**fields, "time": "soon"}))
    assert wrong.status_code == 422
    assert "Write it like 8:15 am." in words(wrong)
