"""X7: whose visits a new time zone moved hear of it: in the worker, a few at a time, each once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practice import handover, outbox
from practice.access import system_actor
from practice.models import AccessGrant, OutboundMessage
from scheduling import notices, services, zone_telling
from scheduling.models import ZoneChange
from scheduling.selectors import zone_changes
from scheduling.services import by_itself
from tests import build

CHICAGO, DENVER = "America/Chicago", "America/Denver"


@pytest.fixture
def tell(cast):
    """`tell()`: one round of the worker; says whether it must come again. `tell(change)`: of that change."""

    def once(change=None, at=None) -> bool:
        worker = system_actor(cast.maple, at or cast.now + timedelta(minutes=1), "worker")
        return by_itself.tell_zone_change(by=worker, change=change or zone_changes.untold().get())

    return once


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(zone_telling, "BATCH", 1)


def told(notice=notices.MOVED) -> list[str]:
    return sorted(OutboundMessage.objects.filter(notice=notice).values_list("recipient__name", flat=True))


def statements(act) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def letter(name, now):
    row = OutboundMessage.objects.get(notice=notices.MOVED, recipient__name=name)
    return outbox.NOTICES[row.notice].compose(row, now)


def test_x7_the_request_tells_nobody_and_leaves_one_row_to_the_worker(cast, set_zone):
    set_zone(CHICAGO)
    assert told() == []
    change = zone_changes.untold().get()
    assert (change.location, change.from_zone, change.to_zone) == (cast.north, "America/New_York", CHICAGO)
    assert (change.changed_by, change.changed_at) == (cast.ad.user, cast.now)
    assert (change.visits, change.people) == (2, 3)


def test_x7_the_worker_tells_everybody_who_acts_for_a_patient_once_a_visit(set_zone, tell):
    set_zone(CHICAGO)
    assert tell() is False
    assert told() == ["Gina Garcia", "Gina Garcia", "Hugo Brandt", "Mia Garcia"]
    assert not zone_changes.untold().exists()


def test_x7_it_tells_a_few_visits_at_a_time(set_zone, tell, small_batches):
    set_zone(CHICAGO)
    assert tell() is True
    assert told() == ["Gina Garcia", "Hugo Brandt"]
    assert tell() is True
    assert tell() is False
    assert told() == ["Gina Garcia", "Gina Garcia", "Hugo Brandt", "Mia Garcia"]


def test_x7_what_was_told_once_is_not_told_again_even_where_the_cursor_was_lost(set_zone, tell):
    set_zone(CHICAGO)
    tell()
    ZoneChange.objects.update(told_through=0, told_at=None)
    tell()
    assert told() == ["Gina Garcia", "Gina Garcia", "Hugo Brandt", "Mia Garcia"]


def test_x7_a_visit_cancelled_meanwhile_is_told_as_cancelled_only(cast, acting, set_zone, tell):
    set_zone(CHICAGO)
    services.cancel(by=acting(cast.sam), appointment=cast.leo_visit, reason="Dr Ada is ill")
    tell()
    assert told() == ["Gina Garcia", "Mia Garcia"]
    assert told(notices.CANCELLED) == ["Gina Garcia", "Hugo Brandt"]


def test_x7_a_visit_moved_again_meanwhile_is_told_once_with_the_time_it_has_now(cast, acting, at, set_zone, tell):
    set_zone(CHICAGO)
    noon = at("2026-10-21 11:00")
    services.move(by=acting(cast.sam), appointment=cast.leo_visit, starts_at=noon, provider=cast.dr_ada)
    tell()
    assert told() == ["Gina Garcia", "Gina Garcia", "Hugo Brandt", "Mia Garcia"]
    assert "Wed, Oct 21, 10:00 am" in letter("Hugo Brandt", cast.now).text


def test_x7_a_visit_moved_again_after_it_was_told_is_not_told_twice_with_one_time(cast, acting, at, set_zone, tell):
    set_zone(CHICAGO)
    tell()
    later, there = cast.now + timedelta(minutes=2), at("2026-10-21 11:00")
    actor = acting(cast.sam, at=later)
    services.move(by=actor, appointment=cast.leo_visit, starts_at=there, provider=cast.dr_ada)
    mails = OutboundMessage.objects.filter(notice=notices.MOVED, recipient=cast.hugo).order_by("created_at")
    letters = [notices.moved(row, later) for row in mails]
    assert letters[0] is None
    assert "Wed, Oct 21, 10:00 am" in letters[1].text


def test_x7_a_second_change_before_the_first_was_told_is_told_once(cast, set_zone, tell):
    set_zone(CHICAGO)
    first = zone_changes.untold().get()
    set_zone(DENVER, at=cast.now + timedelta(seconds=30))
    tell(first)
    tell()
    assert told() == ["Gina Garcia", "Gina Garcia", "Hugo Brandt", "Mia Garcia"]
    assert "Denver time" in letter("Hugo Brandt", cast.now).text


def test_x7_whoever_lost_access_meanwhile_is_not_told(cast, set_zone, tell):
    set_zone(CHICAGO)
    AccessGrant.objects.filter(user=cast.hugo).update(ends_at=cast.now)
    tell()
    assert told() == ["Gina Garcia", "Gina Garcia", "Mia Garcia"]


def test_x7_who_was_offered_a_time_that_moved_reads_the_offer_again_once(cast, acting, ask, at, set_zone, tell):
    request = ask()
    times = [(at("2026-10-22 11:00"), cast.dr_ada), (at("2026-10-22 11:30"), cast.dr_ada)]
    services.propose(by=acting(cast.sam), request=request, times=times)
    set_zone(CHICAGO, at=cast.now + timedelta(minutes=1))
    assert zone_changes.untold().get().people == 4
    tell()
    ZoneChange.objects.update(told_through=0, told_at=None)
    tell()
    assert told(notices.PROPOSED) == ["Paul Novak"] * 2


def test_x7_an_offer_made_after_the_change_is_not_told_twice(cast, acting, ask, at, set_zone, tell):
    set_zone(CHICAGO)
    times = [(at("2026-10-22 11:00"), cast.dr_ada)]
    services.propose(by=acting(cast.sam), request=ask(starts=[]), times=times)
    tell()
    assert told(notices.PROPOSED) == ["Paul Novak"]


def test_x7_a_change_of_which_everybody_was_told_is_left_alone(set_zone, tell):
    set_zone(CHICAGO)
    change = zone_changes.untold().get()
    tell()
    assert tell(change) is False
    assert len(told()) == 4


def test_x7_the_confirmation_says_how_many_visits_move_and_how_many_people_are_told(cast, acting, set_zone):
    effect = handover.zone_effect(by=acting(cast.ad), location=cast.north, time_zone=CHICAGO, most=0)
    assert (effect.visits, effect.people, effect.shifts) == (2, 3, [])
    set_zone(CHICAGO)
    change = ZoneChange.objects.get()
    assert (change.visits, change.people) == (effect.visits, effect.people)


def test_x7_where_both_clocks_agree_no_visit_moves_and_nobody_is_told(cast, acting):
    effect = handover.zone_effect(by=acting(cast.ad), location=cast.north, time_zone="America/Detroit", most=0)
    assert (effect.number, effect.visits, effect.people) == (2, 0, 0)


def test_x7_who_has_no_address_is_not_counted_among_the_told(cast, acting):
    cast.hugo.email, cast.hugo.username = None, "hugo"
    cast.hugo.save(update_fields=["email", "username"])
    effect = handover.zone_effect(by=acting(cast.ad), location=cast.north, time_zone=CHICAGO, most=0)
    assert effect.people == 2


def test_x7_a_change_and_a_round_of_telling_ask_no_more_where_more_is_planned(cast, set_zone, tell):
    few = statements(lambda: set_zone(CHICAGO)), statements(tell)
    build.many_visits(cast, 40)
    many = statements(lambda: set_zone(DENVER)), statements(tell)
    assert len(told()) == 4 + 4 + 40
    assert few == many
