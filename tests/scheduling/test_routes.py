"""Rules that send appointment requests to a department of their own (D7), and departments that close (J7)."""

import itertools

import pytest
from hypothesis import given, strategies as st

from messaging.models import Delivery, Department, Thread
from messaging.services import departments
from practice.errors import NotAllowed, Refused
from scheduling import routes
from scheduling.models import AppointmentRequest, RequestRoute
from scheduling.services import routes as doors
from scheduling.services.requests import request


@pytest.fixture
def south_desk(cast, acting):
    """A department of its own with Nia in it."""
    made = departments.create_department(by=acting(cast.ad), name="North scheduling")
    departments.set_members(by=acting(cast.ad), department=made, members=[cast.nia])
    return made


@pytest.fixture
def ask(cast, acting):
    """Gina asks for the next available visit of Leo's; returns who has the thread, by first name and reason."""

    def asked(visit_type=None, provider=None):
        wish = request(
            by=acting(cast.gina),
            patient=cast.leo,
            case=cast.leo_primary,
            visit_type=visit_type or cast.sick,
            location=cast.north,
            provider=provider,
            starts=[],
        )
        return holders(wish.thread)

    return asked


def holders(thread) -> dict[str, str]:
    live = Delivery.objects.filter(thread=thread, closed_at=None).select_related("member__user")
    return {row.member.user.name.split()[0]: row.reason for row in live}


def close_all(cast) -> None:
    """So that the same can be asked for again."""
    AppointmentRequest.objects.update(status="expired", decided_at=cast.now, decided_by=cast.gina)


def test_d7_without_a_rule_one_department_receives_everything(ask):
    assert ask() == {"Sam": "department", "Fay": "department"}


def test_d7_a_rule_for_the_location_sends_it_elsewhere(cast, acting, ask, south_desk):
    doors.add_route(by=acting(cast.ad), department=south_desk, location=cast.north)
    assert ask() == {"Nia": "department"}


@pytest.mark.parametrize("n", [0, 1])
def test_d7_a_rule_holds_only_for_what_it_names(cast, acting, ask, south_desk, n):
    doors.add_route(by=acting(cast.ad), department=south_desk, visit_type=cast.well, provider=cast.dr_ada)
    other = [{"visit_type": cast.sick, "provider": cast.dr_ada}, {"visit_type": cast.well}][n]
    assert set(ask(**other)) == {"Sam", "Fay"}


def test_d7_the_first_rule_that_fits_wins_and_the_order_can_be_changed(cast, acting, ask, south_desk):
    admin = acting(cast.ad)
    doors.add_route(by=admin, department=cast.appointment_requests, location=cast.north)
    second = doors.add_route(by=admin, department=south_desk, visit_type=cast.sick)
    assert set(ask()) == {"Sam", "Fay"}
    close_all(cast)
    doors.move_route_up(by=admin, route=second)
    assert set(ask()) == {"Nia"}


def test_d7_d8_where_the_rules_department_is_empty_the_ladder_goes_on(cast, acting, ask, south_desk):
    doors.add_route(by=acting(cast.ad), department=south_desk, location=cast.north)
    south_desk.members.clear()
    assert ask(provider=cast.dr_ada) == {"Ada": "named"}
    close_all(cast)
    assert ask() == {"Adele": "fallback"}


def test_a_rule_must_name_something(cast, acting, south_desk):
    with pytest.raises(Refused) as refused:
        doors.add_route(by=acting(cast.ad), department=south_desk)
    assert refused.value.code == "names_nothing"


def test_a_second_rule_for_the_same_is_refused(cast, acting, south_desk):
    doors.add_route(by=acting(cast.ad), department=south_desk, location=cast.north)
    with pytest.raises(Refused) as refused:
        doors.add_route(by=acting(cast.ad), department=cast.appointment_requests, location=cast.north)
    assert refused.value.code == "route_exists"


def test_only_administrators_make_rules(cast, acting, south_desk):
    with pytest.raises(NotAllowed):
        doors.add_route(by=acting(cast.fay), department=south_desk, location=cast.north)


# --- departments that close ---


def test_j7_a_department_with_open_messages_must_name_its_heir(cast, acting, ask, south_desk):
    doors.add_route(by=acting(cast.ad), department=south_desk, location=cast.north)
    ask()
    with pytest.raises(Refused) as refused:
        departments.close_department(by=acting(cast.ad), department=south_desk)
    assert (refused.value.code, refused.value.field) == ("heir_needed", "heir")
    assert Department.objects.get(pk=south_desk.pk).closed_at is None


def test_j7_the_heir_gets_open_messages_and_rules(cast, acting, ask, south_desk):
    admin = acting(cast.ad)
    doors.add_route(by=admin, department=south_desk, location=cast.north)
    ask()
    said = departments.close_department(by=admin, department=south_desk, heir=cast.appointment_requests)
    assert said == ["1 message moved to IC-Appointment Request.", "Its rules name IC-Appointment Request now."]
    thread = Thread.objects.get()
    assert holders(thread) == {"Sam": "department", "Fay": "department"}
    assert thread.messages.order_by("-number").first().shown_to == "internal"
    assert RequestRoute.objects.get().department == cast.appointment_requests
    assert not south_desk.members.exists()


def test_j7_an_empty_department_closes_without_an_heir_and_its_name_is_free(cast, acting, south_desk):
    departments.close_department(by=acting(cast.ad), department=south_desk)
    departments.create_department(by=acting(cast.ad), name="North scheduling")


@pytest.mark.parametrize("itself", [True, False])
def test_j7_neither_itself_nor_a_closed_one_is_an_heir(cast, acting, south_desk, itself):
    admin = acting(cast.ad)
    other = departments.create_department(by=admin, name="Other")
    departments.close_department(by=admin, department=other)
    with pytest.raises(Refused) as refused:
        departments.close_department(by=admin, department=south_desk, heir=south_desk if itself else other)
    assert refused.value.code == "not_an_heir"


def test_the_department_patients_messages_come_to_first_cannot_close(cast, acting, south_desk):
    with pytest.raises(Refused) as refused:
        departments.close_department(by=acting(cast.ad), department=cast.appointment_requests, heir=south_desk)
    assert refused.value.code == "receives_first"


def test_a_rule_cannot_name_a_closed_department(cast, acting, south_desk):
    departments.close_department(by=acting(cast.ad), department=south_desk)
    south_desk.refresh_from_db()
    with pytest.raises(Refused) as refused:
        doors.add_route(by=acting(cast.ad), department=south_desk, location=cast.north)
    assert refused.value.code == "department_closed"


# --- the decision itself, pure ---

condition = st.none() | st.integers(1, 2)
conditions = st.tuples(condition, condition, condition).filter(any)


class Named:
    def __init__(self, pk):
        self.pk = pk


def rule(n, named):
    return RequestRoute(position=n, location_id=named[0], visit_type_id=named[1], provider_id=named[2])


@given(st.lists(conditions, max_size=6, unique=True))
def test_a_rule_is_called_unreachable_exactly_when_no_request_reaches_it(named):
    rules = [rule(n, one) for n, one in enumerate(named)]
    # 3 stands for whatever no rule names; a request always has a location and a visit type.
    asked = itertools.product((1, 2, 3), (1, 2, 3), (None, 1, 2, 3))
    won = {routes.first(rules, *(Named(pk) if pk else None for pk in one)) for one in asked}
    reached = {found.pk for found in won if found}
    dead = routes.unreachable(rules)
    assert not dead & reached
    assert all(routes.first(rules[: rules.index(one)], *_exactly(one)) is not None for one in rules if one.pk in dead)


def _exactly(one):
    return [Named(pk or 3) for pk in (one.location_id, one.visit_type_id, one.provider_id)]
