"""The set-up pages through the browser's eyes: shown, refused beside the field, saved."""

import pytest

from practice.models import Location, StaffMember

PAGES = [
    "staff-directory/",
    "staff-directory/invite/",
    "staff-directory/routing/",
    "places/",
    "places/locations/new/",
    "places/providers/",
    "places/providers/new/",
    "places/visit-types/",
    "places/visit-types/new/",
    "places/cases/",
    "portal/",
    "portal/texts/terms/",
    "portal/texts/privacy/",
]


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.ad.user)
    return client


@pytest.mark.parametrize("path", PAGES)
def test_administrators_see_it_and_nobody_else(client, cast, path):
    client.force_login(cast.ad.user)
    assert client.get(f"/staff/maple/{path}").status_code == 200
    for who in (cast.fay, cast.sam, cast.ada):
        client.force_login(who.user)
        assert client.get(f"/staff/maple/{path}").status_code == 403
    client.force_login(cast.gina)
    assert client.get(f"/staff/maple/{path}").status_code == 404


def location_form(**changes) -> dict:
    return {"name": "East", "time_zone": "America/Denver", "allows_requests": "on", "day_0": "8-12, 1-5"} | changes


def test_a_location_is_added_with_hours_as_people_write_them(admin):
    assert admin.post("/staff/maple/places/locations/new/", location_form()).status_code == 302
    east = Location.objects.get(name="East")
    assert east.allows_requests
    found = admin.get(f"/staff/maple/places/locations/{east.pk}/")
    assert "8:00 am – 12:00 pm, 1:00 pm – 5:00 pm" in found.text
    assert "Mon" in admin.get("/staff/maple/places/").text


def test_wrong_hours_are_refused_beside_the_day_and_nothing_typed_is_lost(admin):
    page = admin.post("/staff/maple/places/locations/new/", location_form(day_0="8-12, 11-5", day_1="sometimes"))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"day_0", "day_1"}
    assert "sometimes" in page.text


@pytest.mark.parametrize("phone", ["(303) 555-0145", "303.555.0145", "+1 303 555 0145"])
def test_phone_numbers_are_taken_as_people_write_them(admin, phone):
    admin.post("/staff/maple/places/locations/new/", location_form(phone=phone))
    assert Location.objects.get(name="East").phone.as_e164 == "+13035550145"


def test_a_closure_is_added_and_removed(admin, cast):
    home = f"/staff/maple/places/locations/{cast.north.pk}/"
    page = admin.post(home + "closures/", {"first_day": "2030-12-25", "last_day": "2030-12-24", "reason": "Feast"})
    assert page.status_code == 422
    assert page.context["closure_form"].errors["last_day"]
    admin.post(home + "closures/", {"first_day": "2030-12-25", "reason": "Feast"})
    assert "Feast" in admin.get(home).text
    shut = cast.north.closures.get()
    admin.post(f"/staff/maple/places/closures/{shut.pk}/removal/")
    assert not cast.north.closures.exists()


def test_a_foreign_location_is_not_there(admin, cast):
    far = Location.objects.create(practice=cast.riverside, name="Far", time_zone="America/New_York")
    assert admin.get(f"/staff/maple/places/locations/{far.pk}/").status_code == 404


def test_somebody_is_invited_and_invited_again(admin, cast):
    facts = {"email": "kim@maple.example", "patient_scope": "locations", "locations": [str(cast.north.pk)]}
    assert admin.post("/staff/maple/staff-directory/invite/", facts).status_code == 422
    assert admin.post("/staff/maple/staff-directory/invite/", facts | {"duties": ["messages"]}).status_code == 302
    kim = StaffMember.objects.get(user__email="kim@maple.example")
    assert list(kim.scope_locations.all()) == [cast.north]
    listed = admin.get("/staff/maple/staff-directory/").text
    assert "kim@maple.example" in listed
    assert "Invited" in listed
    admin.post(f"/staff/maple/staff-directory/{kim.pk}/invitation/")
    assert StaffMember.objects.get(pk=kim.pk).invite_nonce != kim.invite_nonce


def test_deactivating_asks_first_and_hands_work_on(admin, cast):
    page = f"/staff/maple/staff-directory/{cast.nia.pk}/deactivation/"
    assert "Deactivate Nia Okonkwo?" in admin.get(page).text
    assert StaffMember.objects.get(pk=cast.nia.pk).is_active
    assert admin.post(page).status_code == 302
    assert not StaffMember.objects.get(pk=cast.nia.pk).is_active
    assert admin.get(page).status_code == 404
    assert "Its messages go to" in admin.get("/staff/maple/staff-directory/").text


def test_the_last_administrator_is_told_why_they_stay(admin, cast):
    page = f"/staff/maple/staff-directory/{cast.ad.pk}/deactivation/"
    answer = admin.post(page, {"last_resort": str(cast.fay.pk)})
    assert answer.status_code == 422
    assert "is the last administrator" in answer.text
