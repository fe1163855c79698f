"""A provider ends: no new times, what is booked stands, and nobody is left before a closed door."""

import pytest

from practice.errors import Refused
from practice.models import Provider
from practice.services import providers, staff
from scheduling import services
from scheduling.models import Case
from scheduling.selectors import nearest_free, open_slots, times_of, upcoming


@pytest.fixture
def end(cast, acting):
    return lambda provider=None: providers.end_provider(by=acting(cast.ad), provider=provider or cast.dr_ada)


def slots(cast, by, day):
    return open_slots(by, visit_type=cast.well, location=cast.north, first_day=day, last_day=day)


def test_no_new_times_are_offered(cast, acting, end, at):
    by, day = acting(cast.sam), at("2026-10-21 09:00").date()
    assert cast.dr_ada in {slot.provider for slot in slots(cast, by, day)}
    end()
    assert {slot.provider for slot in slots(cast, by, day)} == {cast.dr_ben}


def test_booked_visits_stand_and_are_named(cast, acting, end):
    before = list(upcoming(acting(cast.gina), cast.leo))
    said = end()
    assert list(upcoming(acting(cast.gina), cast.leo)) == before
    assert "2 visits with Dr Ada stay booked." in " ".join(said)


def test_name_and_login_are_free_again(cast, acting, end):
    end()
    again = providers.add_provider(by=acting(cast.ad), name="Dr Ada", member=cast.ada)
    assert again != cast.dr_ada


def test_ending_twice_is_ending_once(cast, end):
    end()
    ended_at = Provider.objects.get(pk=cast.dr_ada.pk).ended_at
    assert end() == ["Dr Ada has ended."]
    assert Provider.objects.get(pk=cast.dr_ada.pk).ended_at == ended_at


def test_a_request_for_them_is_offered_the_times_of_others(cast, acting, ask, end):
    request = ask()
    said = " ".join(end())
    assert "1 open request names Dr Ada" in said
    by = acting(cast.sam)
    request.refresh_from_db()
    (choice,) = times_of(by, request)
    assert (choice.state, choice.provider) == ("free", cast.dr_ben)
    assert {slot.provider for slot in nearest_free(by, request, choice.starts_at)} == {cast.dr_ben}
    booked = services.approve(by=by, request=request, starts_at=choice.starts_at, provider=choice.provider)
    assert booked.provider == cast.dr_ben


def test_cases_for_nobody_else_are_named(cast, end):
    Case.objects.get(patient=cast.paul, name="Primary care").providers.set([cast.dr_ada])
    assert "1 case is for Dr Ada only" in " ".join(end())


def test_deactivating_a_person_offers_to_end_their_provider(client, cast):
    client.force_login(cast.ad.user)
    address = f"/staff/maple/staff-directory/{cast.ada.pk}/deactivation/"
    page = client.get(address)
    assert "Also end Dr Ada on the schedule" in page.text
    assert page.context["form"]["end_provider"].value() is True
    client.post(address, {"end_provider": "on"})
    assert Provider.objects.get(pk=cast.dr_ada.pk).ended_at is not None


def test_unticked_the_provider_stays_without_the_login_answering(cast, acting):
    staff.deactivate_staff(by=acting(cast.ad), member=cast.ada)
    assert Provider.objects.get(pk=cast.dr_ada.pk).ended_at is None


def test_only_who_manages_places_ends_a_provider(client, cast):
    client.force_login(cast.sam.user)
    assert client.post(f"/staff/maple/places/providers/{cast.dr_ada.pk}/ending/").status_code == 403


def test_ending_is_no_back_door_to_booking_with_them(cast, acting, end, at):
    end()
    with pytest.raises(Refused):
        services.book(
            by=acting(cast.sam),
            patient=cast.paul,
            provider=cast.dr_ada,
            location=cast.north,
            visit_type=cast.well,
            case=cast.paul.cases.get(name="Primary care"),
            starts_at=at("2026-10-21 09:00"),
            request_key=None,
        )
