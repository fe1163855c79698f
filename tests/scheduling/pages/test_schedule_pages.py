"""`Schedule`: a day, its cards, booking a gap, cancelling (R20-R22, R80-R82)."""

import re
import uuid
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.demo import build
from practice import clock
from practice.models import Closure, StaffMember
from scheduling import moments
from scheduling.models import Appointment, AvailabilityRule, TimeOff

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(cast):
    """The day of Leo's visit at nine."""
    return clock.local(cast.leo_visit.starts_at, cast.north.zone).date()


@pytest.fixture
def north(cast, staff):
    """`north(day)`: the address of a day at North."""
    return lambda on: staff("day_of", on, location=cast.north.pk)


def test_the_schedule_opens_on_today_at_ones_own_location(cast, sign_in, staff, acting):
    response = sign_in(cast.sam).get(staff("day"))
    assert response["Location"] == staff("day_of", acting(cast.sam).today(cast.north.zone), location=cast.north.pk)


def test_a_date_and_a_location_lead_to_that_day(cast, sign_in, staff, day):
    response = sign_in(cast.ada).get(staff("day", date=day.isoformat(), location=cast.south.pk))
    assert response["Location"] == staff("day_of", day, location=cast.south.pk)


def test_an_event_is_a_link_named_time_patient_visit_type_status(cast, sign_in, north, day, staff, words):
    page = words(sign_in(cast.sam).get(north(day)))
    assert "9:00 am Leo Garcia, Well visit, Booked" in page
    assert staff("appointment", cast.leo_visit.pk) in page
    assert "1 booked" in page


def test_a_request_is_drawn_striped_and_says_so(cast, sign_in, north, ask, starts, words):
    start = starts(1)[0]
    made = ask(starts=[start], reason="Cough.")
    page = words(sign_in(cast.sam).get(north(clock.local(start, cast.north.zone).date())))
    assert f"{clock.time(start, cast.north.zone)} Paul Novak, Well visit, Requested" in page
    assert 'class="ev requested' in page
    assert str(made.pk) in page


def test_without_scheduling_requests_are_not_drawn_and_gaps_not_offered(cast, sign_in, north, ask, starts, day, words):
    start = starts(1)[0]
    made = ask(starts=[start])
    client = sign_in(cast.fay)
    page = words(client.get(north(clock.local(start, cast.north.zone).date())))
    assert str(made.pk) not in page
    assert "Requested" not in page
    assert 'class="gap' not in page
    assert "9:00 am Leo Garcia, Well visit, Booked" in words(client.get(north(day)))


def test_who_may_not_see_appointments_has_no_schedule(cast, sign_in, staff, north, day):
    client = sign_in(cast.nia)
    assert client.get(north(day)).status_code == 403
    assert client.get(staff("day")).status_code == 403
    assert client.get(staff("appointment", cast.leo_visit.pk)).status_code == 403


def test_a_gap_is_a_link_that_books_it(cast, sign_in, north, day, words):
    page = words(sign_in(cast.sam).get(north(day)))
    assert re.search(r"Book \d+:\d\d am with Dr Ada", page)


def test_gaps_of_minutes_stand_upon_the_visit_they_share_a_quarter_with(cast, sign_in, north, day, now, words):
    facts = {"location": cast.north, "provider": cast.dr_ada, "day": day, "now": now}
    build.visit(cast.paul, case=None, hour=14, minute=5, visit_type=cast.sick, **facts)
    build.visit(cast.paul, case=None, hour=15, minute=5, visit_type=build.visit_type(cast.maple, "Shot", 5), **facts)
    build.visit(cast.paul, case=None, hour=15, minute=15, visit_type=cast.sick, **facts)
    page = words(sign_in(cast.sam).get(north(day)))
    gaps = dict(re.findall(r'<li class="gap ([^"]*)"><a [^>]*><span class="sr">Book (\d+:\d\d pm) with Dr Ada', page))
    assert {"r21 n1 part": "2:00 pm", "r22 n1 part": "2:20 pm"}.items() <= gaps.items()
    assert {"r25 n1 part early": "3:00 pm", "r25 n1 part": "3:10 pm"}.items() <= gaps.items()


def test_closures_and_time_off_are_shaded_and_say_why(cast, sign_in, north, day, words):
    noon = clock.instant(day, 14 * 60, cast.north.zone)
    Closure.objects.create(
        practice=cast.maple, location=cast.north, starts_at=noon, ends_at=noon + timedelta(hours=1), reason="Training"
    )
    TimeOff.objects.create(
        practice=cast.maple,
        provider=cast.dr_ada,
        starts_at=noon + timedelta(hours=1),
        ends_at=noon + timedelta(hours=2),
    )
    page = words(sign_in(cast.sam).get(north(day)))
    assert re.search(r'class="off [^"]+"><span><span class="print-only">2:00 pm </span>Training', page)
    assert re.search(r'class="off [^"]+"><span><span class="print-only">3:00 pm </span>Time off', page)


def test_x18_visits_that_stand_in_closed_time_are_counted_in_the_head(cast, sign_in, staff, north, day, words):
    client = sign_in(cast.sam)
    assert "Visits to move" not in words(client.get(north(day)))
    nine = cast.leo_visit.starts_at
    facts = {"starts_at": nine, "ends_at": nine + timedelta(hours=1), "reason": "Training"}
    Closure.objects.create(practice=cast.maple, location=cast.north, **facts)
    page = words(client.get(north(day)))
    assert f'href="{staff("misplaced")}"' in page
    assert "Visits to move (1)" in page


def test_a_day_without_anybody_leads_to_the_next_with_somebody(cast, sign_in, north, day, words):
    sunday = day + timedelta(days=6 - day.weekday())
    page = words(sign_in(cast.sam).get(north(sunday)))
    assert "Nobody works here on this day" in page
    assert f'href="{north(sunday + timedelta(days=1))}"' in page


def test_where_nobody_has_hours_whoever_sets_up_is_led_to_the_providers(cast, sign_in, north, day, words):
    AvailabilityRule.objects.of(cast.maple).delete()
    sunday = day + timedelta(days=6 - day.weekday())
    assert "/staff/maple/places/providers/" in words(sign_in(cast.ad).get(north(sunday)))
    assert "/staff/maple/places/providers/" not in words(sign_in(cast.sam).get(north(sunday)))


@pytest.mark.parametrize("wrong", ["2026-02-31", "tomorrow", "0000-00-00"])
def test_no_date_is_no_page(cast, sign_in, wrong):
    assert sign_in(cast.sam).get(f"/staff/maple/schedule/day/{wrong}/").status_code == 404


def test_the_days_queries_do_not_grow_with_its_events(cast, sign_in, north, day, now):
    client = sign_in(cast.sam)

    def asked() -> int:
        client.get(north(day))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(north(day)).status_code == 200
        return len(seen)

    few = asked()
    for n in range(30):
        who = build.patient(cast.maple, f"Child {n}", "Long", 4, now, home_location=cast.north)
        case = build.case(who, "Primary care", allows_requests=True, visit_types=[cast.sick])
        provider = build.provider(cast.maple, f"Dr {n:02}")
        build.provider_hours(provider, cast.north, [day.weekday()], (9, 17))
        facts = {"location": cast.north, "provider": provider, "visit_type": cast.sick, "day": day, "now": now}
        build.visit(who, case=case, hour=10, **facts)
    assert asked() == few


def test_the_card_says_what_it_is_and_offers_cancel(cast, sign_in, staff, words):
    client, address = sign_in(cast.sam), staff("appointment", cast.leo_visit.pk)
    page = words(client.get(address))
    for fact in ("Leo Garcia", "Well visit", "Dr Ada", "North", "Primary care"):
        assert fact in page
    assert staff("cancellation", cast.leo_visit.pk) in page
    card = words(client.get(address, headers={"hx-request": "true"}))
    assert card.startswith("<article") or "<html" not in card
    fay = words(sign_in(cast.fay).get(address))
    assert staff("cancellation", cast.leo_visit.pk) not in fay


def test_a_patient_out_of_scope_is_not_found(cast, sign_in, staff, day, now):
    away = build.patient(cast.maple, "Sol", "South", 5, now, home_location=cast.south)
    case = build.case(away, "Primary care", allows_requests=True, visit_types=[cast.well])
    facts = {"location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": now}
    visit = build.visit(away, case=case, day=day, hour=15, **facts)
    assert sign_in(cast.sam).get(staff("appointment", visit.pk)).status_code == 404
    page = sign_in(cast.sam).get(staff("day_of", day, location=cast.north.pk)).content.decode()
    assert "Sol South" not in page
    assert "Busy" in page


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


def test_cancelling_asks_for_a_reason_and_shows_it_after(cast, sign_in, staff, words):
    client, address = sign_in(cast.sam), staff("cancellation", cast.leo_visit.pk)
    assert "Cancel the visit of Leo Garcia?" in words(client.get(address))
    assert client.post(address, {"reason": " "}).status_code == 422
    page = words(client.post(address, {"reason": "Dr Ada is ill"}, follow=True))
    assert "The visit is cancelled." in page
    assert "Dr Ada is ill" in page
    again = client.post(address, {"reason": "Again"})
    assert again.status_code == 409
    assert "cannot be cancelled any more" in words(again)
    assert sign_in(cast.fay).post(address, {"reason": "x"}).status_code == 403
