"""What is offered: opening hours, provider hours, closures, time off and visits, under the practice's rules."""

from datetime import date, timedelta

import pytest

from portal.demo import build
from practice import clock
from practice.models import Closure
from scheduling import selectors
from scheduling.models import Appointment, TimeOff

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 10, 21)


@pytest.fixture
def offered(cast, acting):
    """What Paul is offered for a well visit with Dr Ada at North, as readings of the clock there."""

    def look(who=None, day=WEDNESDAY, last_day=None, provider="ada", visit_type=None, now=None):
        slots = selectors.open_slots(
            acting(who or cast.paul_user, at=now),
            visit_type=visit_type or cast.well,
            location=cast.north,
            provider=cast.dr_ada if provider == "ada" else provider,
            first_day=day,
            last_day=last_day or day,
        )
        return [clock.local(slot.starts_at, cast.north.zone).strftime("%a %H:%M") for slot in slots]

    return look


def test_j1_slots_lie_within_the_provider_s_hours(offered):
    wednesday = offered()
    assert wednesday[0] == "Wed 09:00"
    assert wednesday[-1] == "Wed 16:30"
    assert "Wed 11:30" in wednesday
    assert not {"Wed 11:45", "Wed 12:00", "Wed 12:45"} & set(wednesday)


def test_x9_the_first_slot_is_exactly_the_notice_away(offered, now):
    tuesday = WEDNESDAY - timedelta(days=1)
    assert offered(day=tuesday)[0] == "Tue 10:00"
    assert offered(day=tuesday, now=now + timedelta(seconds=1))[0] == "Tue 10:15"


def test_x10_day_60_is_offered_and_day_61_is_not(offered):
    assert offered(day=date(2026, 12, 18))
    assert not offered(day=date(2026, 12, 19), last_day=date(2026, 12, 31))


def test_r91_the_horizon_is_what_the_practice_says(cast, offered):
    cast.settings.horizon_days = 1
    cast.settings.save(update_fields=["horizon_days"])
    assert not offered()


def test_r98_rounding_overrides_the_start_increment(cast, offered):
    cast.settings.rounding = 60
    cast.settings.save(update_fields=["rounding"])
    assert offered() == [f"Wed {hour:02}:00" for hour in (9, 10, 11, 13, 14, 15, 16)]


def test_a_closure_takes_its_time_away(cast, offered, at):
    Closure.objects.create(
        practice=cast.maple,
        location=cast.north,
        starts_at=at("2026-10-21 09:00"),
        ends_at=at("2026-10-21 10:10"),
        reason="Staff meeting",
    )
    assert offered()[0] == "Wed 10:15"


def test_time_off_takes_its_time_away(cast, offered, at):
    TimeOff.objects.create(
        practice=cast.maple,
        provider=cast.dr_ada,
        starts_at=at("2026-10-21 00:00"),
        ends_at=at("2026-10-21 15:00"),
    )
    assert offered()[0] == "Wed 15:00"


def test_a_visit_anywhere_takes_the_provider_s_time(cast, offered):
    build.visit(
        cast.leo,
        case=None,
        location=cast.south,
        provider=cast.dr_ada,
        visit_type=cast.well,
        day=WEDNESDAY,
        hour=8,  # 9:00 in New York
        now=cast.now,
    )
    assert offered()[0] == "Wed 09:30"


def test_a_cancelled_visit_and_a_hold_that_ran_out_take_no_time(cast, offered, now):
    facts = {"case": None, "location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": now}
    build.visit(cast.leo, day=WEDNESDAY, hour=9, status="cancelled", cancelled_at=now, **facts)
    build.visit(cast.mia, day=WEDNESDAY, hour=10, status="held", held_until=now, **facts)
    build.visit(cast.mia, day=WEDNESDAY, hour=11, status="held", held_until=now + timedelta(hours=1), **facts)
    wednesday = offered()
    assert {"Wed 09:00", "Wed 10:00"} < set(wednesday)
    assert not {"Wed 10:45", "Wed 11:00", "Wed 11:15"} & set(wednesday)


def test_buffers_keep_their_distance(cast, offered, now):
    cast.well.buffer_before, cast.well.buffer_after = 10, 15
    cast.well.save(update_fields=["buffer_before", "buffer_after"])
    build.visit(
        cast.leo,
        case=None,
        location=cast.north,
        provider=cast.dr_ada,
        visit_type=cast.well,
        day=WEDNESDAY,
        hour=10,
        now=now,
    )
    assert offered()[:2] == ["Wed 09:00", "Wed 11:00"]
    visit = Appointment.objects.get(starts_at__date=WEDNESDAY)
    assert visit.busy.upper - visit.busy.lower == timedelta(minutes=55)


def test_with_any_provider_a_start_is_listed_once_and_names_nobody(cast, acting):
    slots = selectors.open_slots(
        acting(cast.paul_user), visit_type=cast.well, location=cast.north, first_day=WEDNESDAY, last_day=WEDNESDAY
    )
    starts = [slot.starts_at for slot in slots]
    assert starts == sorted(set(starts))
    assert {slot.provider for slot in slots} == {None}
    assert len(starts) == 31  # Dr Ben works through lunch


def test_staff_see_every_free_provider_and_no_notice(cast, acting):
    today = date(2026, 10, 19)
    slots = selectors.open_slots(
        acting(cast.sam), visit_type=cast.well, location=cast.north, first_day=today, last_day=today
    )
    first = [slot.provider.name for slot in slots if slot.starts_at == slots[0].starts_at]
    assert clock.local(slots[0].starts_at, cast.north.zone).strftime("%H:%M") == "10:00"
    assert first == ["Dr Ada", "Dr Ben"]


def test_open_days_count_what_open_slots_list(cast, acting):
    wanted = {
        "visit_type": cast.well,
        "location": cast.north,
        "provider": cast.dr_ben,
        "first_day": date(2026, 10, 19),
        "last_day": date(2026, 10, 25),
    }
    days = selectors.open_days(acting(cast.paul_user), **wanted)
    assert days == {date(2026, 10, 21): 31, date(2026, 10, 23): 31}


def test_a_location_s_own_zone_decides(cast, acting, now):
    """South is an hour behind: 9:00 there is 10:00 in New York."""
    cast.south.allows_requests = True
    cast.south.save(update_fields=["allows_requests"])
    slots = selectors.open_slots(
        acting(cast.paul_user),
        visit_type=cast.well,
        location=cast.south,
        first_day=date(2026, 10, 20),
        last_day=date(2026, 10, 20),
    )
    assert slots[0].starts_at == now + timedelta(hours=24)
    assert clock.moment(slots[0].starts_at, cast.south.zone) == "Tue, Oct 20, 9:00 am"


@pytest.mark.parametrize("others", [0, 5])
def test_open_slots_need_two_queries_however_many_providers(cast, acting, django_assert_max_num_queries, others):
    for n in range(others):
        build.provider_hours(build.provider(cast.maple, f"Dr No {n}"), cast.north, range(5), (9, 17))
    paul = acting(cast.paul_user)
    with django_assert_max_num_queries(2):
        selectors.open_slots(
            paul,
            visit_type=cast.well,
            location=cast.north,
            first_day=WEDNESDAY,
            last_day=WEDNESDAY + timedelta(days=60),
            case=cast.paul_primary,
        )


def test_r16_the_options_of_a_request_are_the_open_cases_and_their_types(cast, acting):
    options = selectors.request_options(acting(cast.paul_user), cast.paul)
    assert [(option.case.name, [kind.name for kind in option.visit_types]) for option in options] == [
        ("Primary care", ["Sick visit", "Well visit"])
    ]
    assert list(selectors.locations_open(acting(cast.paul_user))) == [cast.north]


def test_r1_while_requests_are_off_there_is_no_entry(cast, acting):
    cast.settings.requests_on = False
    cast.settings.save(update_fields=["requests_on"])
    assert not selectors.may_request(acting(cast.paul_user), cast.paul)
    assert selectors.request_options(acting(cast.paul_user), cast.paul) == []
