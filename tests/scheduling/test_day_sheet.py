"""The day sheet: visits, requests in stripes, what is closed, and the gaps that can be booked."""

from datetime import date, timedelta

import pytest

from messaging import routing
from portal.demo import build
from practice import clock
from practice.models import Closure, StaffMember
from scheduling import panel, selectors, services
from scheduling.models import TimeOff

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 10, 21)


@pytest.fixture
def sheet(cast, acting):
    def look(who=None, day=WEDNESDAY, location=None):
        return selectors.day_sheet(acting(who or cast.sam), location or cast.north, day)

    return look


def spans(column, kind, zone):
    """`09:00-09:30 text` for each item of this kind."""
    found = [item for item in column.items if item.kind == kind]
    return [
        f"{clock.local(item.starts_at, zone):%H:%M}-{clock.local(item.ends_at, zone):%H:%M} {item.text}".strip()
        for item in found
    ]


def column(sheet, provider):
    return next(column for column in sheet.columns if column.provider == provider)


@pytest.fixture
def visit(cast, now):
    def book(patient, hour, minute=0, day=WEDNESDAY, **facts):
        base = {"case": None, "location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": now}
        return build.visit(patient, day=day, hour=hour, minute=minute, **{**base, **facts})

    return book


def test_the_next_day_at_work_leaves_out_weekends_and_closures(cast, acting):
    def following(day):
        return selectors.next_day_at_work(acting(cast.sam), cast.north, day)

    assert following(date(2026, 10, 23)) == date(2026, 10, 26)
    monday = clock.midnight(date(2026, 10, 26), cast.north.zone)
    Closure.objects.create(
        practice=cast.maple, location=cast.north, starts_at=monday, ends_at=monday + timedelta(days=1), reason="Storm"
    )
    assert following(date(2026, 10, 23)) == date(2026, 10, 27)


def test_a_day_has_a_column_for_each_provider_who_works_there(cast, sheet):
    assert [c.provider for c in sheet().columns] == [cast.dr_ada, cast.dr_ben]
    assert [c.provider for c in sheet(day=date(2026, 10, 20)).columns] == [cast.dr_ada]
    assert sheet(day=date(2026, 10, 24)).columns == []


def test_the_sheet_spans_the_full_hours_of_the_day(cast, sheet, visit, at):
    assert (sheet().begins, sheet().ends) == (at("2026-10-21 09:00"), at("2026-10-21 17:00"))
    visit(cast.leo, 7, 30)
    assert sheet().begins == at("2026-10-21 07:00")


def test_v9_visits_hours_and_gaps_fill_a_column(cast, sheet, visit):
    visit(cast.leo, 9)
    ada = column(sheet(), cast.dr_ada)
    zone = cast.north.zone
    assert spans(ada, "event", zone) == ["09:00-09:30"]
    assert spans(ada, "off", zone) == ["12:00-13:00 No hours"]
    assert spans(ada, "gap", zone)[:2] == ["09:30-10:00", "10:00-10:30"]
    assert len(spans(ada, "gap", zone)) == 13


def test_r23_a_request_is_in_its_provider_s_column_and_striped(cast, sheet, ask):
    ask()
    striped = [item for item in column(sheet(), cast.dr_ada).items if item.request]
    assert [item.state for item in striped] == ["requested"]


def test_r25_a_declined_request_leaves_the_sheet(cast, sheet, ask, acting):
    services.decline(by=acting(cast.sam), request=ask(), reason="No")
    assert column(sheet(), cast.dr_ada).requested == 0


def test_requests_that_leave_the_provider_open_have_a_column_of_their_own(cast, sheet, ask):
    ask(provider=None)
    assert [c.provider for c in sheet().columns] == [cast.dr_ada, cast.dr_ben, None]


def test_things_that_overlap_stand_in_lanes(cast, sheet, visit, ask):
    ask()
    ask(who=cast.gina, patient=cast.leo)
    visit(cast.mia, 9, 15)
    ada = column(sheet(), cast.dr_ada)
    events = [item for item in ada.items if item.kind == "event"]
    assert ada.lanes == 3
    assert sorted(item.lane for item in events) == [1, 2, 3]
    assert {item.width for item in events} == {1}


def test_closures_and_time_off_are_named(cast, sheet, at):
    Closure.objects.create(
        practice=cast.maple,
        location=cast.north,
        starts_at=at("2026-10-21 15:00"),
        ends_at=at("2026-10-22 12:00"),
        reason="Water damage",
    )
    TimeOff.objects.create(
        practice=cast.maple, provider=cast.dr_ada, starts_at=at("2026-10-21 09:00"), ends_at=at("2026-10-21 11:00")
    )
    ada = column(sheet(), cast.dr_ada)
    assert spans(ada, "off", cast.north.zone) == [
        "09:00-11:00 Time off",
        "12:00-13:00 No hours",
        "15:00-17:00 Water damage",
    ]


def test_r4_what_is_out_of_scope_is_busy_and_nothing_more(cast, sheet, visit):
    cast.leo.home_location = cast.south
    cast.leo.save(update_fields=["home_location"])
    visit(cast.leo, 9)
    ada = column(sheet(), cast.dr_ada)
    assert ada.booked == 0
    assert spans(ada, "off", cast.north.zone)[0] == "09:00-09:30 Busy"
    assert spans(ada, "gap", cast.north.zone)[0] == "09:30-10:00"


def test_a_cancelled_visit_leaves_a_gap(cast, sheet, visit, now):
    visit(cast.leo, 9, status="cancelled", cancelled_at=now)
    assert column(sheet(), cast.dr_ada).booked == 0


def test_today_s_gaps_begin_now(cast, sheet):
    assert spans(column(sheet(day=date(2026, 10, 19)), cast.dr_ada), "gap", cast.north.zone)[0] == "10:00-10:30"


def test_r22_the_snapshot_is_two_hours_either_side(cast, acting, visit, at):
    visit(cast.leo, 9)
    visit(cast.mia, 15)
    sheet = selectors.day_sheet(acting(cast.sam), cast.north, WEDNESDAY)
    around = selectors.around(sheet, cast.dr_ada, at("2026-10-21 10:00"))
    assert [item.appointment.patient for item in around if item.appointment] == [cast.leo]


def test_the_day_sheet_needs_the_same_queries_for_one_visit_and_for_ten(
    cast, acting, visit, django_assert_max_num_queries
):
    sam = acting(cast.sam)
    for n in range(10):
        visit(
            build.patient(cast.maple, f"C{n}", "Many", 5, cast.now, home_location=cast.north),
            9 + n // 2 % 8,
            n % 2 * 30,
        )
    with django_assert_max_num_queries(10):
        for c in selectors.day_sheet(sam, cast.north, WEDNESDAY).columns:
            [(item.appointment.patient.name, item.appointment.visit_type.name) for item in c.items if item.appointment]


def test_settled_26_the_panel_offers_the_requested_times_with_the_first_free_one_chosen(cast, ask, acting, at, visit):
    visit(cast.leo, 9)
    made = ask(starts=[at("2026-10-22 09:00"), at("2026-10-21 10:00")])
    visit(cast.mia, 9, day=WEDNESDAY + timedelta(days=1))
    options = panel.decision(acting(cast.sam), made)["approve"]["options"]
    assert [(o["label"], bool(o["value"]), o["checked"]) for o in options] == [
        ("Thu, Oct 22, 9:00 am", False, False),
        ("Wed, Oct 21, 10:00 am", True, True),
    ]
    assert panel.read_time(acting(cast.sam), options[1]["value"]) == (at("2026-10-21 10:00"), cast.dr_ada)
    for option in options:  # R22: beside each time
        assert ("this", "This request") in [(item["kind"], item["text"]) for item in option["snapshot"]["items"]]


def test_settled_26_with_any_provider_one_is_chosen_with_the_time(cast, ask, acting):
    options = panel.decision(acting(cast.sam), ask(provider=None))["approve"]["options"]
    assert [o["provider"] for o in options] == ["Dr Ada", "Dr Ben"]
    assert options[0]["snapshot"]["items"][0] == {"time": "9:00 am", "text": "This request", "kind": "this"}


def test_r38_next_available_offers_the_earliest_free_times(cast, ask, acting):
    shown = panel.decision(acting(cast.sam), ask(starts=[]))["approve"]
    assert [o["label"] for o in shown["options"]] == [
        "Mon, Oct 19, 10:00 am",
        "Mon, Oct 19, 10:15 am",
        "Mon, Oct 19, 10:30 am",
    ]


def test_j3_times_that_have_passed_say_so(cast, ask, acting, now):
    made = ask()
    shown = panel.decision(acting(cast.sam, at=now + timedelta(days=3)), made)["approve"]
    assert shown["options"][0]["state"]["word"] == "times passed"
    assert not shown["options"][0]["checked"]


def test_d6_whoever_may_only_read_gets_no_controls(cast, ask, acting):
    shown = panel.panel(acting(cast.fay), ask().thread).context["decision"]
    assert not {"approve", "propose", "edit_url", "decline_url", "reopen_url"} & set(shown)


def test_a_decided_request_says_by_whom_and_when(cast, ask, acting):
    made = ask()
    services.decline(by=acting(cast.sam), request=made, reason="Not this week.")
    shown = panel.panel(acting(cast.sam), made.thread).context["decision"]
    assert (shown["decided"]["word"], shown["decided"]["by"]) == ("Declined", "by Sam Whitlock, Mon, Oct 19, 10:00 am")
    assert shown["decided"]["reason"] == "Not this week."


def test_r3_who_decides_without_seeing_the_schedule_reads_busy_and_no_names(cast, ask, acting, visit):
    visit(cast.leo, 10)
    made = ask()
    routing.deliver(made.thread, [cast.fay], reason="fallback", at=cast.now)
    for duties, text in ((["messages"], "Busy"), (["messages", "scheduling"], "Leo Garcia")):
        StaffMember.objects.filter(pk=cast.fay.pk).update(duties=duties)
        cast.fay.refresh_from_db()
        options = panel.decision(acting(cast.fay), made)["approve"]["options"]
        assert text in [item["text"] for item in options[0]["snapshot"]["items"]]
