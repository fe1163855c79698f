"""What has become of the times a request names, one request or many, and times for a visit that is to be moved."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practice.models import Closure, OpeningHours
from scheduling import availability, selectors, services
from scheduling.models import AvailabilityRule, TimeOff

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 10, 21)
NINE = "2026-10-21 09:00"


@pytest.fixture
def states(cast, acting):
    """`states(request)`: the state of each of its times, for Sam."""

    def look(request, **more):
        return [choice.state for choice in selectors.times_of(acting(cast.sam, at=more.get("now")), request)]

    return look


@pytest.fixture
def to_move(cast, acting, at):
    """Gina asks to move Leo's visit (Tue 20 Oct, 9:00 to 9:30) to Wed 21 Oct, 9:00."""
    facts = {"appointment": cast.leo_visit, "kind": "reschedule", "starts": [at(NINE)]}
    return services.request_change(by=acting(cast.gina), **facts)


def test_a_time_is_free_until_somebody_has_it(cast, ask, states, acting, at):
    made = ask()
    assert states(made) == ["free"]
    facts = {"patient": cast.leo, "provider": cast.dr_ada, "location": cast.north, "visit_type": cast.well}
    services.book(by=acting(cast.sam), case=None, starts_at=at(NINE), **facts)
    assert states(made) == ["taken"]


def test_a_time_passes(ask, states, at):
    assert states(ask(), now=at(NINE)) == ["past"]


def test_a_time_at_which_nobody_works_any_more_is_closed(cast, ask, states, at):
    made = ask()
    away = TimeOff.objects.create(
        practice=cast.maple, provider=cast.dr_ada, starts_at=at("2026-10-21 00:00"), ends_at=at("2026-10-22 00:00")
    )
    assert states(made) == ["closed"]
    away.delete()
    shut = {"starts_at": at(NINE), "ends_at": at("2026-10-21 09:05")}
    closure = Closure.objects.create(practice=cast.maple, location=cast.north, reason="Fire drill", **shut)
    assert states(made) == ["closed"]
    closure.delete()
    OpeningHours.objects.filter(location=cast.north, weekday=2).delete()
    assert states(made) == ["closed"]


def test_with_any_provider_it_is_closed_once_none_of_them_works_then(cast, ask, states):
    made = ask(provider=None)
    assert states(made) == ["free", "free"]
    AvailabilityRule.objects.filter(provider=cast.dr_ben, weekday=2).delete()
    assert states(made) == ["free"]
    AvailabilityRule.objects.filter(provider=cast.dr_ada, weekday=2).delete()
    assert states(made) == ["closed"]


def test_many_requests_at_many_places_take_as_many_queries_as_one(cast, ask, acting, at):
    cast.south.allows_requests = True
    cast.south.save(update_fields=["allows_requests"])
    sam = acting(cast.sam)

    def asked():
        return list(selectors.requests(acting(cast.ad)))

    def queries():
        found = asked()
        with CaptureQueriesContext(connection) as seen:
            selectors.times_of_all(sam, found)
        return len(seen)

    ask()
    one = queries()
    ask(visit_type=cast.sick, provider=None)
    ask(who=cast.gina, patient=cast.leo, location=cast.south, provider=cast.dr_ben, starts=[at("2026-11-03 11:00")])
    cast.well.providers.set([cast.dr_ada, cast.dr_ben])
    assert queries() == one
    for request, choices in selectors.times_of_all(sam, asked()).items():
        assert choices == selectors.times_of(sam, request)
        assert {choice.state for choice in choices} == {"free"}


def test_several_places_are_loaded_as_each_by_itself(cast, now):
    last = WEDNESDAY + timedelta(days=6)
    both = availability.load_many([cast.north, cast.south], WEDNESDAY, last, now=now)
    for place in (cast.north, cast.south):
        alone = availability.load(place, WEDNESDAY, last, now=now)
        found = both[place]
        assert (found.open, found.hours, found.away) == (alone.open, alone.hours, alone.away)
        assert found.taken == alone.taken


def test_of_a_stretch_only_some_days_may_be_wanted(cast, now):
    days = {WEDNESDAY, date(2026, 10, 23)}
    free = availability.load_many([cast.north], WEDNESDAY, date(2026, 10, 30), days=days, now=now)[cast.north]
    assert len(free.open) == 2
    assert free.taken[cast.dr_ada] == [free.visits[str(cast.mia_visit.pk)]]


def test_of_no_location_at_all_nothing_is_known(cast, now, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert availability.load_many([], WEDNESDAY, WEDNESDAY, now=now) == {}


def test_a_visit_to_be_moved_is_not_in_its_own_way(cast, to_move, acting, at):
    sam, tuesday = acting(cast.sam), date(2026, 10, 20)
    wanted = {"visit_type": cast.well, "location": cast.north, "provider": cast.dr_ada}
    days = {"first_day": tuesday, "last_day": tuesday}
    quarter_past = at("2026-10-20 09:15")
    assert quarter_past not in {slot.starts_at for slot in selectors.open_slots(sam, **wanted, **days)}
    free = selectors.open_slots(sam, **wanted, **days, without=cast.leo_visit)
    assert quarter_past in {slot.starts_at for slot in free}
    assert cast.leo_visit.starts_at not in {slot.starts_at for slot in free}  # to stay is no move
    assert selectors.open_days(sam, **wanted, **days, without=cast.leo_visit) == {tuesday: len(free)}
    assert quarter_past in {slot.starts_at for slot in selectors.nearest_free(sam, to_move, quarter_past)}


def test_a_time_that_overlaps_the_visit_to_be_moved_is_free_for_it(cast, to_move, ask, states, at):
    to_move.slots.update(starts_at=at("2026-10-20 09:15"), ends_at=at("2026-10-20 09:45"))
    assert states(to_move) == ["free"]
    other = ask()
    other.slots.update(starts_at=at("2026-10-20 09:15"), ends_at=at("2026-10-20 09:45"))
    assert states(other) == ["taken"]
