"""X18: a closure, an absence, an end or shorter hours laid over visits keep them and list them for action."""

from datetime import date, timedelta

import pytest

from practice.errors import NotAllowed
from practice.models import Closure, StaffMember
from practice.services import places, providers
from scheduling import services
from scheduling.models import Appointment
from scheduling.selectors import open_slots, setup as lists
from scheduling.selectors.misplaced import kept, misplaced, misplaced_count, standing_in
from scheduling.services import setup

THANKSGIVING = date(2026, 11, 26)
WORKING_DAYS = {day: [(9 * 60, 17 * 60)] for day in range(5)}


@pytest.fixture
def visit(cast, acting, at):
    """Paul has a visit with Dr Ada at North on Thanksgiving at 9:30."""
    return services.book(
        by=acting(cast.sam),
        patient=cast.paul,
        provider=cast.dr_ada,
        location=cast.north,
        visit_type=cast.well,
        case=cast.paul_primary,
        starts_at=at("2026-11-26 09:30"),
    )


@pytest.fixture
def listed(cast, acting):
    """`listed()`: the visits to move with the reason, as Sam sees them."""
    return lambda who=None: {one.visit: one.why for one in misplaced(acting(who or cast.sam)).rows}


@pytest.fixture
def close(cast, acting):
    """`close(…)`: North is closed on Thanksgiving."""

    def add(**changes):
        facts = {"location": cast.north, "first_day": THANKSGIVING, "last_day": THANKSGIVING, "reason": "Thanksgiving"}
        return places.add_closure(by=acting(cast.ad), **{**facts, **changes})

    return add


@pytest.fixture
def away(cast, acting):
    """`away(…)`: Dr Ada is away on Thanksgiving."""

    def add(**changes):
        facts = {"provider": cast.dr_ada, "first_day": THANKSGIVING, "last_day": THANKSGIVING}
        return setup.add_time_off(by=acting(cast.ad), **{**facts, **changes})

    return add


def opened(cast, week, **changes):
    names = ("name", "address", "phone", "time_zone", "allows_requests")
    return {name: getattr(cast.north, name) for name in names} | {"location": cast.north, "week": week} | changes


def test_x18_what_fits_is_not_listed(cast, visit, listed):
    assert listed() == {}


def test_x18_a_closure_keeps_the_visit_lists_it_and_offers_nothing_new(cast, acting, visit, listed, close):
    close()
    assert listed() == {visit: "North is closed: Thanksgiving"}
    assert Appointment.objects.get(pk=visit.pk).status == "booked"
    wanted = {"visit_type": cast.well, "location": cast.north, "first_day": THANKSGIVING, "last_day": THANKSGIVING}
    assert open_slots(acting(cast.sam), **wanted) == []


def test_x18_a_closure_of_a_part_of_the_day_lists_only_what_it_meets(cast, visit, listed, close):
    close(from_minute=10 * 60, until_minute=12 * 60)
    assert listed() == {}
    close(from_minute=8 * 60, until_minute=9 * 60 + 31)
    assert list(listed()) == [visit]


def test_x18_time_off_keeps_the_visit_and_lists_it(cast, acting, visit, listed, away):
    away()
    assert listed() == {visit: "Dr Ada is away"}
    wanted = {"visit_type": cast.well, "location": cast.north, "provider": cast.dr_ada}
    assert open_slots(acting(cast.sam), **wanted, first_day=THANKSGIVING, last_day=THANKSGIVING) == []


def test_x18_a_provider_who_ends_leaves_visits_to_move(cast, acting, visit, listed):
    providers.end_provider(by=acting(cast.ad), provider=cast.dr_ada)
    assert listed()[visit] == "Dr Ada has ended"
    assert len(listed()) == 3


def test_x18_shorter_hours_of_a_provider_list_what_lies_outside(cast, acting, visit, listed):
    by, week = acting(cast.ad), {day: [(10 * 60, 17 * 60)] for day in range(5)}
    setup.set_provider_hours(by=by, provider=cast.dr_ada, location=cast.north, week=week)
    assert listed()[visit] == "Outside the hours of Dr Ada at North"
    setup.set_provider_hours(by=by, provider=cast.dr_ada, location=cast.north, week=WORKING_DAYS)
    assert listed() == {}


def test_x18_shorter_opening_hours_list_what_lies_outside(cast, acting, visit, listed):
    week = {day: [(9 * 60, 9 * 60 + 45)] for day in range(5)}
    places.edit_location(by=acting(cast.ad), **opened(cast, week))
    assert listed()[visit] == "Outside the opening hours of North"


def test_x18_stretches_that_touch_are_one(cast, acting, visit, listed):
    by, week = acting(cast.ad), {day: [(9 * 60, 9 * 60 + 45), (9 * 60 + 45, 17 * 60)] for day in range(5)}
    places.edit_location(by=by, **opened(cast, week))
    setup.set_provider_hours(by=by, provider=cast.dr_ada, location=cast.north, week=week)
    assert listed() == {}


def test_x18_hours_are_read_on_the_clock_of_the_location_across_a_clock_change(cast, acting, at, listed):
    """Nine in the morning is another instant in November than in October; both are within the hours."""
    for number, day in enumerate(("2026-10-30", "2026-11-02")):
        services.book(
            by=acting(cast.sam),
            patient=(cast.paul, cast.mia)[number],
            provider=cast.dr_ada,
            location=cast.north,
            visit_type=cast.well,
            case=None,
            starts_at=at(f"{day} 16:30"),
        )
    assert listed() == {}


def test_x18_what_was_put_outside_the_hours_on_purpose_need_not_move(cast, acting, visit, listed, at, close):
    StaffMember.objects.filter(pk=cast.ad.pk).update(duties=["admin", "scheduling", "messages"])
    cast.ad.refresh_from_db()
    by = acting(cast.ad)
    facts = {"by": by, "appointment": visit, "provider": cast.dr_ada}
    services.move(**facts, starts_at=at("2026-11-26 12:15"), override="Squeezed in at lunch.")
    assert listed() == {}
    close()
    assert listed() == {visit: "North is closed: Thanksgiving"}
    services.move(**facts, starts_at=at("2026-11-27 09:00"))
    setup.set_provider_hours(by=by, provider=cast.dr_ada, location=cast.north, week={})
    assert listed()[visit] == "Outside the hours of Dr Ada at North"


def test_x18_moving_a_visit_takes_it_off_the_list(cast, acting, visit, listed, close, at):
    close()
    services.move(by=acting(cast.sam), appointment=visit, starts_at=at("2026-11-27 09:00"), provider=cast.dr_ada)
    assert listed() == {}


@pytest.mark.parametrize("status", ["checked_in", "completed", "no_show"])
def test_x18_what_is_over_or_under_way_is_not_to_be_moved(cast, visit, listed, close, status):
    close()
    Appointment.objects.filter(pk=visit.pk).update(status=status)
    assert listed() == {}


def test_x18_what_is_over_is_not_listed(cast, acting, visit, close):
    close()
    assert misplaced_count(acting(cast.sam, at=visit.starts_at)) == 0
    assert misplaced_count(acting(cast.sam, at=visit.starts_at - timedelta(seconds=1))) == 1


def test_x18_r4_a_scheduler_sees_those_of_patients_in_scope(cast, acting, visit, listed, close):
    close()
    cast.paul.home_location = cast.south
    cast.paul.save(update_fields=["home_location"])
    assert listed() == {}
    assert misplaced_count(acting(cast.sam)) == 0
    assert misplaced_count(acting(cast.ad)) == 1


def test_x18_closures_and_absences_say_how_many_stand_in_them(cast, acting, visit, close, away):
    close()
    away()
    by = acting(cast.ad)
    assert [row.standing for row in lists.provider_line(by, cast.dr_ada).away] == [1]


def test_x18_only_administrators_lay_a_closure_over_visits(cast, acting, visit):
    with pytest.raises(NotAllowed):
        places.add_closure(
            by=acting(cast.sam), location=cast.north, first_day=THANKSGIVING, last_day=THANKSGIVING, reason="Mine"
        )


@pytest.fixture
def keep(acting, cast, visit):
    """`keep()`: Sam leaves the visit where it is; anything may be changed."""
    return lambda door=services.keep, who=None, at=None: door(by=acting(who or cast.sam, at=at), appointment=visit)


def test_x18_a_visit_that_is_kept_leaves_the_list_and_its_history_says_so(cast, acting, visit, listed, close, keep):
    close()
    keep()
    assert listed() == {}
    assert [one.visit for one in kept(acting(cast.sam)).rows] == [visit]
    event = visit.events.latest("pk")
    assert (event.what, event.by, event.at) == ("kept", cast.sam.user, cast.now)
    assert event.note == "North is closed: Thanksgiving"


def test_x18_keeping_is_taken_back(cast, acting, visit, listed, away, keep):
    away()
    keep()
    keep(services.stop_keeping)
    assert listed() == {visit: "Dr Ada is away"}
    assert kept(acting(cast.sam)).rows == []
    assert visit.events.latest("pk").what == "not_kept"


def test_x18_what_is_laid_over_a_kept_visit_later_lists_it_again(cast, acting, visit, listed, close, keep):
    close()
    keep()
    later = acting(cast.ad, at=cast.now + timedelta(hours=1))
    setup.add_time_off(by=later, provider=cast.dr_ada, first_day=THANKSGIVING, last_day=THANKSGIVING)
    assert list(listed()) == [visit]
    assert kept(acting(cast.sam)).rows == []


def test_x18_a_kept_visit_does_not_stand_in_the_way_of_its_closure(cast, acting, visit, close, keep):
    close()
    keep()
    (closure,) = standing_in(acting(cast.ad), Closure.objects.all(), whose="location")
    assert not closure.standing


def test_x18_moving_a_kept_visit_ends_it(cast, acting, visit, listed, close, keep, at):
    close()
    keep()
    facts = {"by": acting(cast.sam), "appointment": visit, "provider": cast.dr_ada}
    services.move(**facts, starts_at=at("2026-11-27 09:00"))
    close(first_day=date(2026, 11, 27), last_day=date(2026, 11, 27))
    assert list(listed()) == [visit]


def test_x18_hours_shortened_around_a_visit_can_be_left_to_it(cast, acting, visit, listed, keep):
    setup.set_provider_hours(by=acting(cast.ad), provider=cast.dr_ada, location=cast.north, week={})
    keep()
    assert visit not in listed()


def test_x18_what_fits_is_not_kept_and_nobody_twice(close, keep, visit, refusal):
    assert refusal(keep).code == "not_to_move"
    assert refusal(lambda: keep(services.stop_keeping)).code == "not_kept"
    close()
    keep()
    assert refusal(keep).code == "not_to_move"


def test_x18_nobody_is_there_once_a_provider_has_ended(cast, acting, visit, keep, listed, close, refusal):
    close()
    keep()
    providers.end_provider(by=acting(cast.ad), provider=cast.dr_ada)
    assert visit in listed()
    assert refusal(keep).code == "provider_ended"


def test_x18_only_whoever_books_keeps(cast, visit, close, keep):
    close()
    with pytest.raises(NotAllowed):
        keep(who=cast.nia)
