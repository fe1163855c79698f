"""Moving and resizing a visit, and the day itself: confirm, check in, complete, no show (V9)."""

from datetime import timedelta

import pytest

from practice.models import OutboundMessage, StaffMember
from scheduling import services
from scheduling.models import Appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def move(cast, acting, at):
    """Sam moves Leo's visit (Tue 20 Oct 9:00) to a reading of North's clock; anything may be changed."""

    def to(text, **more):
        by = acting(more.pop("who", cast.sam), at=more.pop("now", None))
        facts = {"appointment": cast.leo_visit, "starts_at": at(text), "provider": cast.dr_ada, **more}
        return services.move(by=by, **facts)

    return to


def test_a_moved_visit_is_the_same_visit_one_step_on(cast, move, at):
    visit = move("2026-10-20 10:00")
    assert (visit.pk, visit.starts_at, visit.ends_at, visit.sequence) == (
        cast.leo_visit.pk,
        at("2026-10-20 10:00"),
        at("2026-10-20 10:30"),
        1,
    )
    told = OutboundMessage.objects.filter(notice="appointment.moved").values_list("recipient__name", flat=True)
    assert sorted(told) == ["Gina Garcia", "Hugo Brandt"]


def test_to_another_provider_and_length_the_history_says_both(cast, move):
    visit = move("2026-10-21 10:00", provider=cast.dr_ben, minutes=45)
    assert visit.events.latest("pk").note == "Dr Ada → Dr Ben; 30 → 45 minutes"


def test_to_where_it_is_nothing_happens(move):
    assert move("2026-10-20 09:00").sequence == 0
    assert not OutboundMessage.objects.exists()


def test_overlapping_only_itself_it_moves(move, at):
    assert move("2026-10-20 09:15").starts_at == at("2026-10-20 09:15")


def test_onto_a_taken_time_the_old_one_stands_and_others_are_named(cast, move, acting, at, refusal):
    services.book(
        by=acting(cast.sam),
        patient=cast.paul,
        provider=cast.dr_ada,
        location=cast.north,
        visit_type=cast.well,
        case=None,
        starts_at=at("2026-10-20 10:00"),
    )
    said = refusal(lambda: move("2026-10-20 10:15"))
    assert said.code == "slot_taken"
    assert len(said.extra["alternatives"]) == 3
    assert Appointment.objects.get(pk=cast.leo_visit.pk).starts_at == at("2026-10-20 09:00")


@pytest.mark.parametrize("status", ["checked_in", "completed", "no_show", "cancelled"])
def test_v9_time_and_place_are_frozen_afterwards(cast, move, refusal, now, status):
    facts = {"cancelled_at": now} if status == "cancelled" else {}
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(status=status, **facts)
    assert refusal(lambda: move("2026-10-20 10:00")).code == "visit_frozen"


def test_outside_the_hours_it_takes_a_reason_and_the_permission(cast, move, refusal, at):
    assert refusal(lambda: move("2026-10-20 12:15")).code == "outside_hours"
    assert refusal(lambda: move("2026-10-20 12:15", override="Her lunch is later.")).code == "override_not_allowed"
    StaffMember.objects.filter(pk=cast.sam.pk).update(duties=["admin", "messages", "scheduling"])
    cast.sam.refresh_from_db()
    visit = move("2026-10-20 12:15", override="Her lunch is later.")
    assert visit.starts_at == at("2026-10-20 12:15")
    assert visit.events.latest("pk").note == "Her lunch is later."


@pytest.mark.parametrize("minutes", [4, 481])
def test_a_visit_takes_five_minutes_to_eight_hours(move, refusal, minutes):
    assert refusal(lambda: move("2026-10-20 09:00", minutes=minutes)).code == "minutes_range"


def test_the_day_goes_from_confirmed_to_completed(cast, acting):
    day = cast.leo_visit.starts_at
    assert services.confirm(by=acting(cast.sam), appointment=cast.leo_visit).status == "confirmed"
    assert services.check_in(by=acting(cast.sam, at=day), appointment=cast.leo_visit).status == "checked_in"
    assert services.complete(by=acting(cast.sam, at=day), appointment=cast.leo_visit).status == "completed"
    assert [event.what for event in cast.leo_visit.events.order_by("pk")] == [
        "booked",
        "confirmed",
        "checked_in",
        "completed",
    ]


def test_nobody_is_checked_in_on_another_day(cast, acting, refusal):
    assert refusal(lambda: services.check_in(by=acting(cast.sam), appointment=cast.leo_visit)).code == "not_today"


def test_nobody_is_missed_before_the_time(cast, acting, refusal):
    assert refusal(lambda: services.no_show(by=acting(cast.sam), appointment=cast.leo_visit)).code == "too_early"


def test_a_slip_is_taken_back_unless_the_time_has_been_given_away(cast, acting, refusal):
    at_nine = acting(cast.sam, at=cast.leo_visit.starts_at + timedelta(minutes=5))
    services.no_show(by=at_nine, appointment=cast.leo_visit)
    assert services.take_back(by=at_nine, appointment=cast.leo_visit, status="no_show").status == "booked"
    said = refusal(lambda: services.take_back(by=at_nine, appointment=cast.leo_visit, status="no_show"))
    assert said.code == "wrong_status"
