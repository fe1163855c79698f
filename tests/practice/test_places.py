"""Locations, hours, closures and providers by hand."""

from datetime import date

import pytest

from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import Location
from practice.services import places, providers

DAY = [(9 * 60, 17 * 60)]


@pytest.fixture
def east(cast, acting):
    return places.add_location(
        by=acting(cast.ad),
        name="East",
        address="1 East Street",
        phone="",
        time_zone="America/Denver",
        allows_requests=True,
        week={0: DAY},
    )


def facts(location, **changes):
    names = ("name", "address", "phone", "time_zone", "allows_requests")
    return {name: getattr(location, name) for name in names} | {"week": {0: DAY}} | changes


def test_a_name_is_taken_whatever_its_case(cast, acting, east):
    with pytest.raises(Refused) as refused:
        places.edit_location(by=acting(cast.ad), location=east, **facts(east, name="north"))
    assert (refused.value.code, refused.value.field) == ("name_taken", "name")


def test_hours_that_overlap_are_refused_by_the_database_too(cast, acting, east):
    with pytest.raises(Refused) as refused:
        places.edit_location(by=acting(cast.ad), location=east, **facts(east, week={0: [(540, 720), (700, 800)]}))
    assert refused.value.code == "hours_overlap"
    assert east.opening_hours.count() == 1


def test_a_closure_lies_on_the_locations_own_clock(cast, acting, east):
    shut = places.add_closure(
        by=acting(cast.ad),
        location=east,
        first_day=date(2026, 11, 26),
        last_day=date(2026, 11, 26),
        reason="Thanksgiving",
    )
    assert (shut.starts_at.isoformat(), shut.ends_at.isoformat()) == (
        "2026-11-26T07:00:00+00:00",
        "2026-11-27T07:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 11, 27), date(2026, 11, 26), "ends_first"),
        (date(2026, 10, 1), date(2026, 10, 2), "closure_over"),
        (date(2026, 11, 20), date(2026, 11, 24), "closure_overlaps"),
    ],
)
def test_closures_that_make_no_sense_are_refused(cast, acting, east, first, last, code):
    by = acting(cast.ad)
    day = date(2026, 11, 24)
    places.add_closure(by=by, location=east, first_day=day, last_day=day, reason="Painting")
    with pytest.raises(Refused) as refused:
        places.add_closure(by=by, location=east, first_day=first, last_day=last, reason="Again")
    assert refused.value.code == code


def test_only_administrators_set_up_places(cast, acting, east):
    for who in (cast.sam, cast.fay, cast.ada):
        with pytest.raises(NotAllowed):
            places.edit_location(by=acting(who), location=east, **facts(east))
    with pytest.raises((NotAllowed, NotVisible)):
        places.edit_location(by=acting(cast.gina), location=east, **facts(east))
    assert Location.objects.get(pk=east.pk).name == "East"


def test_a_login_belongs_to_one_provider(cast, acting):
    with pytest.raises(Refused) as refused:
        providers.add_provider(by=acting(cast.ad), name="Dr Double", member=cast.ada)
    assert (refused.value.code, refused.value.field) == ("login_taken", "member")
