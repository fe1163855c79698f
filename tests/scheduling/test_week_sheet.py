"""The week sheet: every provider's days in a handful of queries, and nothing of what the actor may not see."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.demo import build
from practice import clock
from practice.models import Closure, StaffMember
from practice.services import staff
from scheduling import selectors, slots
from scheduling.models import Appointment, AppointmentRequest, TimeOff

pytestmark = pytest.mark.django_db

MONDAY, WEDNESDAY, SUNDAY = date(2026, 10, 19), date(2026, 10, 21), date(2026, 10, 25)


@pytest.fixture
def sheet(cast, acting):
    """`sheet()`: Sam's week of Wed 21 Oct at North; anything may be changed."""

    def look(who=None, day=WEDNESDAY, location=None, at=None):
        return selectors.week_sheet(acting(who or cast.sam, at=at), location or cast.north, day)

    return look


@pytest.fixture
def visit(cast, now):
    """`visit(cast.leo, 9)`: a well visit with Dr Ada at North on Wednesday; anything may be changed."""

    def book(patient, hour, minute=0, day=WEDNESDAY, **facts):
        base = {"case": None, "location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": now}
        return build.visit(patient, day=day, hour=hour, minute=minute, **{**base, **facts})

    return book


@pytest.fixture
def lines(cast):
    """`lines(sheet, cast.dr_ada)`: what stands in the cell, `9:00 am-9:30 am visit Leo Garcia` a line."""

    def of(found, provider, day=WEDNESDAY):
        zone = found.location.zone

        def time(minute):
            return clock.time(slots.moment_of(minute), zone)

        return [
            f"{time(entry.start)}-{time(entry.end)} {entry.kind} {entry.patient or entry.what}".strip()
            for entry in column(found, provider).get(day, [])
        ]

    return of


def column(found, provider) -> dict:
    """What stands on the provider's days."""
    return next(column.cells for column in found.columns if column.provider == provider)


def providers(found) -> list:
    return [column.provider for column in found.columns]


@pytest.mark.parametrize("day", [MONDAY, WEDNESDAY, SUNDAY])
def test_any_date_leads_to_its_week_from_monday_on(sheet, day):
    assert sheet(day=day).days[0] == MONDAY


def test_days_with_neither_hours_nor_visits_are_left_out_and_named(sheet, visit, cast):
    assert sheet().left_out == [date(2026, 10, 24), SUNDAY]
    visit(cast.leo, 10, day=SUNDAY)
    assert sheet().left_out == [date(2026, 10, 24)]


def test_a_column_is_there_for_each_provider_of_the_week(cast, sheet, visit):
    assert providers(sheet()) == [cast.dr_ada, cast.dr_ben]
    assert date(2026, 10, 20) not in column(sheet(), cast.dr_ben)
    guest = build.provider(cast.maple, "Dr Guest")
    visit(cast.leo, 10, provider=guest)
    assert providers(sheet()) == [cast.dr_ada, cast.dr_ben, guest]


def test_v1_a_cell_is_in_order_of_time_and_a_request_takes_none(cast, sheet, visit, ask, lines, at):
    visit(cast.leo, 9)
    ask(starts=[at("2026-10-21 10:00")])
    assert lines(sheet(), cast.dr_ada) == [
        "9:00 am-9:30 am visit Leo Garcia",
        "9:30 am-12:00 pm free",
        "10:00 am-10:30 am request Paul Novak",
        "1:00 pm-5:00 pm free",
    ]


def test_requests_that_leave_the_provider_open_have_a_column_of_their_own(cast, sheet, ask, lines):
    ask(provider=None)
    assert providers(sheet()) == [cast.dr_ada, cast.dr_ben, None]
    assert lines(sheet(), None) == ["9:00 am-9:30 am request Paul Novak"]


def test_closures_and_time_off_are_named_within_the_hours(cast, sheet, at, lines):
    Closure.objects.create(
        practice=cast.maple, location=cast.north, starts_at=at("2026-10-21 15:00"), ends_at=at("2026-10-22 12:00")
    )
    TimeOff.objects.create(
        practice=cast.maple, provider=cast.dr_ada, starts_at=at("2026-10-21 08:00"), ends_at=at("2026-10-21 11:00")
    )
    assert lines(sheet(), cast.dr_ada) == [
        "9:00 am-11:00 am off Time off",
        "11:00 am-12:00 pm free",
        "1:00 pm-3:00 pm free",
        "3:00 pm-5:00 pm off Closed",
    ]
    assert lines(sheet(), cast.dr_ada, date(2026, 10, 22))[0] == "9:00 am-12:00 pm off Closed"


def test_r4_what_is_out_of_scope_is_busy_and_nothing_more(cast, sheet, visit, lines):
    cast.leo.home_location = cast.south
    cast.leo.save(update_fields=["home_location"])
    visit(cast.leo, 9)
    nowhere = build.patient(cast.maple, "No", "Home", 5, cast.now)
    visit(nowhere, 13)
    found = lines(sheet(), cast.dr_ada)
    assert found[0] == "9:00 am-9:30 am off Busy"
    assert "1:00 pm-1:30 pm off Busy" in found
    assert "visit" not in " ".join(found)


@pytest.mark.parametrize("scope", ["all", "locations", "listed"])
def test_r4_a_week_shows_the_visits_and_requests_that_lists_show(cast, acting, sheet, visit, ask, at, scope):
    """The week has a statement of its own; who sees what is decided in one place all the same."""
    cast.leo.home_location = cast.south
    cast.leo.save(update_fields=["home_location"])
    locations = [cast.north] if scope == "locations" else []
    staff.edit_staff(
        by=acting(cast.ad), member=cast.sam, duties=["scheduling"], patient_scope=scope, locations=locations
    )
    sam = StaffMember.objects.get(pk=cast.sam.pk)
    if scope == "listed":
        staff.list_patient(by=acting(cast.ad), member=sam, patient=cast.paul)
    ask()
    ask(cast.gina, patient=cast.leo, case=cast.leo.cases.get(name="Primary care"))
    visit(cast.leo, 9)
    visit(cast.paul, 10)

    def listed(model, **facts):
        return {str(row.pk) for row in model.objects.visible_to(acting(sam)).filter(**facts)}

    entries = [entry for of in sheet(sam).columns for there in of.cells.values() for entry in there]
    assert {entry.pk for entry in entries if entry.kind == "request"} == listed(AppointmentRequest)
    of_the_week = listed(Appointment, starts_at__range=(at("2026-10-19 00:00"), at("2026-10-26 00:00")))
    assert {entry.pk for entry in entries if entry.kind == "visit"} == of_the_week


def test_visits_elsewhere_are_busy(cast, sheet, visit, lines):
    visit(cast.leo, 9, location=cast.south, provider=cast.dr_ben)  # nine in Chicago is ten here
    assert lines(sheet(), cast.dr_ben)[1] == "10:00 am-10:30 am off Busy"


def test_so_are_those_of_a_guest(cast, sheet, visit, lines):
    guest = build.provider(cast.maple, "Dr Guest")
    visit(cast.leo, 9, provider=guest)
    visit(cast.leo, 13, location=cast.south, provider=guest)
    assert lines(sheet(), guest) == ["9:00 am-9:30 am visit Leo Garcia", "2:00 pm-2:30 pm off Busy"]


def test_a_missed_visit_is_shown_and_its_time_is_free(cast, sheet, visit, lines):
    visit(cast.leo, 9, status="no_show")
    assert lines(sheet(), cast.dr_ada)[:2] == ["9:00 am-9:30 am visit Leo Garcia", "9:00 am-12:00 pm free"]


def test_a_hold_that_has_run_out_takes_no_time(cast, sheet, visit, lines, now):
    visit(cast.leo, 9, status="held", held_until=now - timedelta(minutes=1))
    assert lines(sheet(), cast.dr_ada)[0] == "9:00 am-12:00 pm free"


def test_nothing_is_free_before_now(cast, sheet, lines, now):
    assert lines(sheet(), cast.dr_ada, MONDAY)[0] == "10:00 am-12:00 pm free"
    found = sheet(at=now + timedelta(days=7))
    assert column(found, cast.dr_ada)[WEDNESDAY] == []


def test_buffers_are_not_free(cast, sheet, visit, lines):
    cast.well.buffer_after = 15
    cast.well.save(update_fields=["buffer_after"])
    visit(cast.leo, 9)
    assert lines(sheet(), cast.dr_ada)[1] == "9:45 am-12:00 pm free"


def test_hours_past_midnight_are_cut_there(cast, sheet, lines):
    night = build.provider(cast.maple, "Dr Night")
    build.opening_hours(cast.south, (5, 6), (0, 24))
    build.provider_hours(night, cast.south, (5, 6), (0, 24))
    found = sheet(who=cast.ad, location=cast.south)
    assert lines(found, night, date(2026, 10, 24)) == ["12:00 am-12:00 am free"]
    assert lines(found, night, SUNDAY) == ["12:00 am-12:00 am free"]


def test_x1_the_day_of_the_missing_hour_has_its_visits_on_their_wall_clock(cast, sheet, visit, lines):
    sunday = date(2027, 3, 14)
    visit(cast.leo, 9, day=sunday)
    assert lines(sheet(day=sunday), cast.dr_ada, sunday) == ["9:00 am-9:30 am visit Leo Garcia"]


def test_the_week_asks_the_same_queries_for_one_visit_and_for_many(cast, sheet, visit):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            sheet()
        return len(seen)

    few = asked()
    for n in range(12):
        doctor = build.provider(cast.maple, f"Dr {n:02}")
        build.provider_hours(doctor, cast.north, range(5), (9, 17))
        child = build.patient(cast.maple, f"C{n}", "Many", 5, cast.now, home_location=cast.north)
        for day in range(5):
            visit(child, 10, day=MONDAY + timedelta(days=day), provider=doctor)
    assert asked() == few == 2
