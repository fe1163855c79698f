"""Visit types that name their providers, and providers with whom nothing is asked online."""

from datetime import date

import pytest

from scheduling import selectors, services

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 10, 21)


@pytest.fixture
def only_ben(cast):
    """Only Dr Ben does well visits."""
    cast.well.providers.set([cast.dr_ben])


@pytest.fixture
def with_whom(cast, acting):
    """The providers with whom somebody finds free times on Wednesday."""

    def look(who, **more):
        wanted = {"visit_type": cast.well, "location": cast.north, "first_day": WEDNESDAY, "last_day": WEDNESDAY}
        return {slot.provider for slot in selectors.open_slots(acting(who), **wanted, **more)}

    return look


def test_a_visit_type_that_names_nobody_is_everybodys(cast, with_whom):
    assert with_whom(cast.sam) == {cast.dr_ada, cast.dr_ben}


def test_only_whom_it_names_is_offered_to_staff(cast, only_ben, with_whom):
    assert with_whom(cast.sam) == {cast.dr_ben}
    assert with_whom(cast.sam, provider=cast.dr_ada) == set()


def test_only_whom_it_names_is_offered_to_patients(cast, only_ben, with_whom, acting):
    assert with_whom(cast.paul_user, provider=cast.dr_ada) == set()
    assert with_whom(cast.paul_user, provider=cast.dr_ben) == {cast.dr_ben}
    found = selectors.providers_for(acting(cast.paul_user), cast.well, cast.north, None)
    assert list(found) == [cast.dr_ben]


def test_the_case_and_the_visit_type_both_have_to_name_them(cast, only_ben, with_whom):
    cast.paul_primary.providers.set([cast.dr_ada])
    assert with_whom(cast.sam, case=cast.paul_primary) == set()
    cast.paul_primary.providers.set([cast.dr_ada, cast.dr_ben])
    assert with_whom(cast.sam, case=cast.paul_primary) == {cast.dr_ben}


def test_asking_for_somebody_else_is_refused(cast, only_ben, ask, refusal):
    assert refusal(ask).code == "provider_closed"


def test_booking_with_somebody_else_is_refused(cast, only_ben, acting, at, refusal):
    facts = {"patient": cast.paul, "location": cast.north, "visit_type": cast.well, "case": None}

    def book(provider):
        return services.book(by=acting(cast.sam), provider=provider, starts_at=at("2026-10-21 09:00"), **facts)

    said = refusal(lambda: book(cast.dr_ada))
    assert (said.code, said.field) == ("provider_not_for_visit_type", "provider")
    assert book(cast.dr_ben).provider == cast.dr_ben


def test_moving_to_somebody_else_is_refused_and_with_the_same_one_not(cast, acting, at, refusal):
    cast.well.providers.set([cast.dr_ada])

    def move(provider):
        there = {"starts_at": at("2026-10-21 09:00"), "provider": provider}
        return services.move(by=acting(cast.sam), appointment=cast.leo_visit, **there)

    assert refusal(lambda: move(cast.dr_ben)).code == "provider_not_for_visit_type"
    cast.well.providers.set([cast.dr_ben])  # she did it when it was booked
    assert move(cast.dr_ada).starts_at == at("2026-10-21 09:00")


def test_editing_a_request_to_somebody_else_is_refused(cast, ask, acting, refusal):
    made = ask()
    cast.well.providers.set([cast.dr_ada])
    facts = {"case": made.case, "visit_type": cast.well, "location": cast.north, "provider": cast.dr_ben}
    said = refusal(lambda: services.edit(by=acting(cast.sam), request=made, **facts))
    assert said.code == "provider_not_for_visit_type"


def test_a_named_time_with_somebody_who_does_not_do_it_any_more_is_closed(cast, ask, acting, only_ben):
    cast.well.providers.clear()
    made = ask()
    cast.well.providers.set([cast.dr_ben])
    assert [choice.state for choice in selectors.times_of(acting(cast.sam), made)] == ["closed"]


def test_d2_with_a_provider_closed_online_patients_see_nothing_and_staff_everything(
    cast, with_whom, acting, refusal, ask
):
    cast.dr_ada.takes_online = False
    cast.dr_ada.save(update_fields=["takes_online"])
    assert with_whom(cast.paul_user, provider=cast.dr_ada) == set()
    assert list(selectors.providers_for(acting(cast.paul_user), cast.well, cast.north, None)) == [cast.dr_ben]
    assert with_whom(cast.sam) == {cast.dr_ada, cast.dr_ben}
    assert refusal(ask).code == "provider_closed"


@pytest.mark.parametrize("closed", ["location", "visit_type"])
def test_d2_where_place_or_visit_type_is_closed_patients_see_nothing(cast, with_whom, acting, closed):
    row, field = (cast.north, "allows_requests") if closed == "location" else (cast.well, "requestable")
    setattr(row, field, False)
    row.save(update_fields=[field])
    assert with_whom(cast.paul_user) == set()
    assert not selectors.providers_for(acting(cast.paul_user), cast.well, cast.north, None)
    assert with_whom(cast.sam) == {cast.dr_ada, cast.dr_ben}


def test_d2_while_the_practice_takes_nothing_online_patients_see_nothing(cast, with_whom):
    cast.settings.requests_on = cast.settings.books_online = False
    cast.settings.save(update_fields=["requests_on", "books_online"])
    assert with_whom(cast.paul_user) == set()
