"""X7: the time zone of a location changes while things are planned there: their time on the clock is kept."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from practice import clock, handover
from practice.errors import NotAllowed, Refused
from practice.models import AuditEvent, Closure, Location, StaffMember
from practice.services import places
from scheduling import services
from scheduling.models import Appointment, ProposedSlot, RequestedSlot, ZoneChange

CHICAGO, DETROIT, HALIFAX, PHOENIX = "America/Chicago", "America/Detroit", "America/Halifax", "America/Phoenix"


@pytest.fixture
def scheduling_admin(cast):
    """Adele, who schedules as well."""
    StaffMember.objects.filter(pk=cast.ad.pk).update(duties=["admin", "messages", "scheduling"])
    cast.ad.refresh_from_db()
    return cast.ad


def reading(visit, zone) -> str:
    return visit.starts_at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def again(visit):
    return Appointment.objects.get(pk=visit.pk)


def test_x7_nothing_changes_before_somebody_has_agreed(cast, set_zone):
    with pytest.raises(Refused) as refused:
        set_zone(CHICAGO, agreed=False)
    assert (refused.value.code, refused.value.field) == ("zone_unconfirmed", "time_zone")
    assert Location.objects.get(pk=cast.north.pk).time_zone == "America/New_York"
    assert again(cast.leo_visit).starts_at == cast.leo_visit.starts_at


def test_x7_where_nothing_is_planned_nobody_is_asked(cast, set_zone):
    Appointment.objects.all().update(status="completed")
    assert set_zone(CHICAGO, agreed=False).time_zone == CHICAGO


def test_x7_visits_keep_their_reading_of_the_clock(cast, set_zone):
    set_zone(CHICAGO)
    visit = again(cast.leo_visit)
    assert reading(visit, CHICAGO) == "2026-10-20 09:00"
    assert visit.ends_at - visit.starts_at == timedelta(minutes=30)
    assert (visit.busy.lower, visit.busy.upper) == (visit.starts_at, visit.ends_at)
    assert visit.sequence == cast.leo_visit.sequence + 1
    event = visit.events.latest("pk")
    assert (event.what, event.note) == ("moved", "time zone")
    assert (event.from_starts_at, event.to_starts_at) == (cast.leo_visit.starts_at, visit.starts_at)
    kept = AuditEvent.objects.get(action="location.changed", outcome="done").detail
    assert (kept["time_zone"], kept["zone_agreed"]) == (CHICAGO, True)


@pytest.mark.parametrize("zone", [CHICAGO, HALIFAX])
def test_x7_a_full_day_moves_whichever_way_without_stepping_on_itself(cast, set_zone, book, zone):
    day = [book(cast.paul, f"2026-10-21 {hour}:{half}") for hour in ("09", "10", "11") for half in ("00", "30")]
    set_zone(zone)
    assert [reading(again(visit), zone) for visit in day] == [
        f"2026-10-21 {hour}:{half}" for hour in ("09", "10", "11") for half in ("00", "30")
    ]


def test_x7_where_both_zones_agree_nothing_moves_and_there_is_nothing_to_tell(cast, set_zone):
    with pytest.raises(Refused):
        set_zone(DETROIT, agreed=False)
    set_zone(DETROIT)
    assert Location.objects.get(pk=cast.north.pk).time_zone == DETROIT
    visit = again(cast.leo_visit)
    assert (visit.starts_at, visit.sequence) == (cast.leo_visit.starts_at, cast.leo_visit.sequence)
    assert not ZoneChange.objects.exists()


def test_x7_each_day_by_its_own_offset_across_a_clock_change(cast, set_zone, book):
    """Phoenix has no summer time: three hours from New York in October, two in November."""
    before, after = book(cast.paul, "2026-10-30 09:00"), book(cast.paul, "2026-11-02 09:00")
    set_zone(PHOENIX)
    assert reading(again(before), PHOENIX) == "2026-10-30 09:00"
    assert reading(again(after), PHOENIX) == "2026-11-02 09:00"
    assert again(before).starts_at - before.starts_at == timedelta(hours=3)
    assert again(after).starts_at - after.starts_at == timedelta(hours=2)


@pytest.mark.parametrize(
    ("wall", "before", "after", "moved"),
    [
        ("2026-03-08 02:30", PHOENIX, "America/Denver", "2026-03-08 03:00"),  # skipped there: the end of the gap
        ("2026-11-01 01:30", PHOENIX, "America/Denver", "2026-11-01 01:30"),  # twice there: the first of them
        ("2026-11-01 01:30", "America/New_York", DETROIT, "2026-11-01 01:30"),
    ],
)
def test_x7_on_the_day_the_clocks_change(wall, before, after, moved):
    at = clock.instant(date.fromisoformat(wall[:10]), int(wall[11:13]) * 60 + int(wall[14:]), before)
    there = clock.same_reading(at, before, after)
    assert there.astimezone(ZoneInfo(after)).strftime("%Y-%m-%d %H:%M") == moved


def test_x7_the_second_showing_of_an_hour_stays_where_both_zones_agree():
    second = clock.instant(date(2026, 11, 1), 90, "America/New_York") + timedelta(hours=1)
    assert clock.same_reading(second, "America/New_York", DETROIT) == second


def test_x7_what_is_over_stays_where_it_was(cast, set_zone):
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(status="cancelled", cancelled_at=cast.now)
    set_zone(CHICAGO)
    assert again(cast.leo_visit).starts_at == cast.leo_visit.starts_at


def test_x7_requested_times_keep_their_reading_too(cast, set_zone, ask, at):
    request = ask(starts=[at("2026-10-21 09:00"), at("2026-10-22 10:00")])
    set_zone(CHICAGO)
    times = RequestedSlot.objects.filter(request=request).order_by("position")
    assert [reading(time, CHICAGO) for time in times] == ["2026-10-21 09:00", "2026-10-22 10:00"]
    assert request.events.latest("pk").note == "time zone"
    assert request.events.filter(what="edited").count() == 1


def test_x7_times_kept_for_a_patient_keep_their_reading_and_can_be_taken(cast, acting, set_zone, ask, at):
    request = ask()
    times = [(at("2026-10-22 11:00"), cast.dr_ada), (at("2026-10-22 11:30"), cast.dr_ada)]
    services.propose(by=acting(cast.sam), request=request, times=times)
    set_zone(CHICAGO, at=cast.now + timedelta(minutes=1))
    offer = ProposedSlot.objects.filter(request=request).order_by("position")[0]
    assert reading(offer.appointment, CHICAGO) == "2026-10-22 11:00"
    visit = services.accept(by=acting(cast.paul_user), request=request, proposal_id=offer.pk)
    assert (visit.status, reading(visit, CHICAGO)) == ("booked", "2026-10-22 11:00")


def test_x7_closures_keep_their_days(cast, acting, set_zone):
    day = date(2026, 11, 26)
    shut = places.add_closure(
        by=acting(cast.ad), location=cast.north, first_day=day, last_day=day, reason="Thanksgiving"
    )
    set_zone(CHICAGO)
    shut = Closure.objects.get(pk=shut.pk)
    assert (shut.starts_at, shut.ends_at) == (
        clock.midnight(day, CHICAGO),
        clock.midnight(day + timedelta(days=1), CHICAGO),
    )


def test_x7_a_visit_that_would_meet_another_elsewhere_stops_the_whole_change(cast, set_zone, book):
    """Dr Ben ends at North at 10:00 in New York; at ten there he begins at South."""
    cast.paul.home_location = cast.south
    cast.paul.save(update_fields=["home_location"])
    here = book(cast.mia, "2026-10-21 09:30", provider=cast.dr_ben)
    starts = here.starts_at + timedelta(hours=1)
    Appointment.objects.create(
        practice=cast.maple,
        patient=cast.paul,
        provider=cast.dr_ben,
        location=cast.south,
        visit_type=cast.sick,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=15),
        busy=(starts, starts + timedelta(minutes=15)),
        booked_at=cast.now,
    )
    with pytest.raises(Refused) as refused:
        set_zone(CHICAGO)
    assert (refused.value.code, refused.value.field) == ("zone_conflict", "time_zone")
    assert "Mia Garcia, Wed, Oct 21, 9:30 am" in refused.value.message
    assert Location.objects.get(pk=cast.north.pk).time_zone == "America/New_York"
    assert again(cast.leo_visit).starts_at == cast.leo_visit.starts_at
    assert not ZoneChange.objects.exists()


def test_x7_a_patient_who_would_be_in_two_places_stops_it_too(cast, set_zone, book, at):
    book(cast.mia, "2026-10-22 10:00")
    # Ten in New York is nine in Chicago: an hour later she is with Dr Ben at South.
    book(cast.mia, "2026-10-22 11:00", provider=cast.dr_ben, location=cast.south)
    with pytest.raises(Refused) as refused:
        set_zone(CHICAGO)
    assert refused.value.code == "zone_conflict"


def test_x7_the_confirmation_lists_what_moves_as_far_as_one_may_see(cast, acting, ask, scheduling_admin):
    ask()
    facts = {"location": cast.north, "time_zone": CHICAGO}
    effect = handover.zone_effect(by=acting(scheduling_admin), **facts, most=50)
    assert [(shift.what, shift.reading) for shift in effect.shifts][:2] == [
        ("Leo Garcia, Well visit with Dr Ada", "Tue, Oct 20, 9:00 am"),
        ("Paul Novak, Well visit, requested", "Wed, Oct 21, 9:00 am"),
    ]
    assert {shift.after - shift.before for shift in effect.shifts} == {timedelta(hours=1)}
    assert effect.number == len(effect.shifts) == 3


def test_x7_r3_who_does_not_schedule_sees_no_requests_among_it(cast, acting, ask):
    ask()
    effect = handover.zone_effect(by=acting(cast.ad), location=cast.north, time_zone=CHICAGO, most=50)
    assert (len(effect.shifts), effect.number) == (2, 3)


def test_x7_only_administrators_change_a_clock(cast, set_zone):
    with pytest.raises(NotAllowed):
        set_zone(CHICAGO, cast.sam)
