"""Free times through the API: whose, how many a day, and at what cost."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import build

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def look(cast, client):
    """Paul looks for a well visit at North in the week after next; anything may be changed."""
    client.force_login(cast.paul_user)

    def get(what="slots", **changes):
        first = cast.now.astimezone(cast.north.zone).date() + WEEK
        facts = {"visit_type": cast.well.pk, "location": cast.north.pk, "first_day": first, "last_day": first + WEEK}
        asked = {name: value for name, value in {**facts, **changes}.items() if value is not None}
        return client.get(f"/api/v1/maple/my/{cast.paul.pk}/{what}/", asked)

    return get


def test_days_count_what_slots_list(cast, look):
    for provider in (None, cast.dr_ben.pk):
        starts = [one["starts_at"][:10] for one in look(provider=provider).json()]
        days = {one["day"]: one["times"] for one in look("days", provider=provider).json()}
        assert days == {day: starts.count(day) for day in starts}
        assert list(days) == sorted(days)


def test_d2_a_provider_who_is_not_asked_online_has_no_times(cast, look):
    cast.dr_ada.takes_online = False
    cast.dr_ada.save(update_fields=["takes_online"])
    assert look(provider=cast.dr_ada.pk).json() == []
    assert look("days", provider=cast.dr_ada.pk).json() == []
    assert look().json() == look(provider=cast.dr_ben.pk).json()


@pytest.mark.parametrize("name", ["visit_type", "location", "provider"])
def test_what_another_practice_has_is_not_there(cast, look, name):
    foreign = {
        "visit_type": build.visit_type(cast.riverside, "Check-up", 30),
        "location": cast.river_location,
        "provider": build.provider(cast.riverside, "Dr Rex"),
    }
    answers = [look(**{name: key}) for key in (foreign[name].pk, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("what", ["slots", "days"])
@pytest.mark.parametrize("others", [0, 8])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(("keeps", "most"), [("none", 5), ("everyone", 6)])
def test_a_search_takes_at_most_six_queries_session_and_user_included(
    cast, look, django_assert_max_num_queries, what, others, named, keeps, most
):
    cast.settings.pending_holds = keeps
    cast.settings.save(update_fields=["pending_holds"])
    for n in range(others):
        build.provider_hours(build.provider(cast.maple, f"Dr No {n}"), cast.north, range(5), (9, 17))
    provider = cast.dr_ada.pk if named else None
    look(what)  # the session notes now and then when it was last seen
    with django_assert_max_num_queries(most):
        assert look(what, provider=provider).json()
