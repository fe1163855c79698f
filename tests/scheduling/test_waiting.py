"""X13, D4: for whom the times of an undecided request are closed."""

from datetime import date, timedelta

import pytest

from practice.models import StaffMember
from scheduling import selectors, services

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 10, 21)
NINE = "2026-10-21 09:00"


@pytest.fixture
def keep(cast):
    """`keep("patients")`: the practice's setting."""

    def choose(setting):
        cast.settings.pending_holds = setting
        cast.settings.save(update_fields=["pending_holds"])

    return choose


@pytest.fixture
def nine_is_free(cast, acting, at):
    """Whether somebody is offered Wed 21 Oct, 9:00 with Dr Ada."""

    def look(who, provider=None, **more):
        found = selectors.open_slots(
            acting(who),
            visit_type=cast.well,
            location=cast.north,
            provider=provider or cast.dr_ada,
            first_day=WEDNESDAY,
            last_day=WEDNESDAY,
            **more,
        )
        return at(NINE) in {slot.starts_at for slot in found}

    return look


@pytest.fixture
def book(cast, acting, at):
    """Sam books Leo for Wed 21 Oct, 9:00 with Dr Ada; anything may be changed."""

    def make(who=None, **changes):
        facts = {
            "patient": cast.leo,
            "provider": cast.dr_ada,
            "location": cast.north,
            "visit_type": cast.well,
            "case": None,
            "starts_at": at(NINE),
        }
        return services.book(by=acting(who or cast.sam), **{**facts, **changes})

    return make


@pytest.fixture
def boss(cast):
    """Sam with the duty that may override."""
    StaffMember.objects.filter(pk=cast.sam.pk).update(duties=["scheduling", "admin"])
    cast.sam.refresh_from_db()
    return cast.sam


@pytest.mark.parametrize(
    ("setting", "patients", "staff"), [("none", True, True), ("patients", False, True), ("everyone", False, False)]
)
def test_x13_a_requested_time_is_closed_to_whom_the_practice_says(
    cast, ask, keep, nine_is_free, setting, patients, staff
):
    ask()
    keep(setting)
    assert nine_is_free(cast.gina) is patients
    assert nine_is_free(cast.sam) is staff


def test_x13_asking_for_a_kept_time_is_refused_with_others(cast, ask, keep, refusal):
    ask()
    keep("patients")
    said = refusal(lambda: ask(who=cast.gina, patient=cast.leo))
    assert (said.code, said.field) == ("slot_taken", "starts")
    assert len(said.extra["alternatives"]) == 3


def test_x13_by_itself_a_request_closes_nothing(cast, ask):
    ask()
    assert ask(who=cast.gina, patient=cast.leo).status == "pending"


def test_x13_nobody_is_in_their_own_way(cast, ask, keep, nine_is_free):
    ask()
    keep("patients")
    assert nine_is_free(cast.paul_user, patient=cast.paul)
    assert ask(visit_type=cast.sick).status == "pending"


def test_x13_with_its_buffers_a_requested_time_keeps_its_distance(cast, ask, keep, acting, at):
    cast.well.buffer_after = 15
    cast.well.save(update_fields=["buffer_after"])
    ask()
    keep("patients")
    found = selectors.open_slots(
        acting(cast.gina),
        visit_type=cast.sick,
        location=cast.north,
        provider=cast.dr_ada,
        first_day=WEDNESDAY,
        last_day=WEDNESDAY,
    )
    assert found[0].starts_at == at("2026-10-21 09:45")


def test_x13_a_request_for_any_provider_closes_nobodys_time(cast, ask, keep, nine_is_free):
    ask(provider=None)
    keep("everyone")
    assert nine_is_free(cast.gina)
    assert nine_is_free(cast.sam)


@pytest.mark.parametrize("end", ["withdraw", "decline", "propose"])
def test_x13_once_it_is_no_longer_undecided_the_time_is_free(cast, ask, keep, acting, at, nine_is_free, end):
    made = ask()
    keep("everyone")
    sam = acting(cast.sam)
    if end == "withdraw":
        services.withdraw(by=acting(cast.paul_user), request=made)
    elif end == "decline":
        services.decline(by=sam, request=made, reason="Not then.")
    else:
        services.propose(by=sam, request=made, times=[(at("2026-10-22 09:00"), cast.dr_ada)])
    assert nine_is_free(cast.gina)


def test_x13_booking_onto_it_takes_a_reason_and_the_permission(cast, ask, keep, book, boss, refusal):
    ask()
    keep("everyone")
    said = refusal(book)
    assert (said.code, said.field) == ("slot_requested", "time")
    assert len(said.extra["alternatives"]) == 3
    assert book(override="An emergency").events.get().note == "An emergency"


def test_x13_without_the_permission_a_reason_is_not_enough(cast, ask, keep, book, refusal):
    ask()
    keep("everyone")
    assert refusal(lambda: book(override="An emergency")).code == "override_not_allowed"


def test_x13_where_only_patients_are_kept_away_staff_book_as_ever(ask, keep, book):
    ask()
    keep("patients")
    assert book().status == "booked"


def test_x13_moving_onto_it_is_refused_and_the_old_time_stands(cast, ask, keep, acting, at, refusal):
    ask()
    keep("everyone")
    was = cast.leo_visit.starts_at
    move = {"appointment": cast.leo_visit, "starts_at": at(NINE), "provider": cast.dr_ada}
    assert refusal(lambda: services.move(by=acting(cast.sam), **move)).code == "slot_requested"
    cast.leo_visit.refresh_from_db()
    assert cast.leo_visit.starts_at == was


def test_x13_of_two_for_one_time_the_first_may_be_approved_and_the_second_not(
    cast, ask, keep, acting, at, now, refusal
):
    first = ask()
    second = ask(who=cast.gina, patient=cast.leo, now=now + timedelta(minutes=1))
    keep("everyone")
    sam = acting(cast.sam)
    assert [choice.state for choice in selectors.times_of(sam, first)] == ["free"]
    assert [choice.state for choice in selectors.times_of(sam, second)] == ["requested"]
    wanted = {"starts_at": at(NINE), "provider": cast.dr_ada}
    assert refusal(lambda: services.approve(by=sam, request=second, **wanted)).code == "slot_requested"
    offered = {"request": second, "times": [(at(NINE), cast.dr_ada)]}
    assert refusal(lambda: services.propose(by=sam, **offered)).code == "slot_requested"
    assert services.approve(by=sam, request=first, **wanted).patient == cast.paul


def test_x13_an_earlier_request_gives_way_to_a_reason(cast, ask, keep, acting, at, now, boss):
    ask()
    second = ask(who=cast.gina, patient=cast.leo, now=now + timedelta(minutes=1))
    keep("everyone")
    wanted = {"starts_at": at(NINE), "provider": cast.dr_ada, "override": "Fever since Sunday"}
    assert services.approve(by=acting(boss), request=second, **wanted).patient == cast.leo
