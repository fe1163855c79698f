"""Departments in the Staff Directory (R27-R30, X37)."""

import pytest

from messaging.models import Department, Thread


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.ad.user)
    return client


def test_an_empty_department_says_who_gets_its_messages(admin, cast, departments):
    page = f"/staff/maple/staff-directory/departments/{departments.refill.pk}/"
    assert admin.get("/staff/maple/staff-directory/").text.count("Nobody here") == 0
    admin.post(page, {"members": []})
    listed = admin.get("/staff/maple/staff-directory/").text
    assert listed.count("Nobody here") == 1
    assert "else to Adele Dorsey" in listed
    assert "else to Adele Dorsey" in admin.get(page).text


def test_members_are_chosen_by_checkboxes(admin, cast, departments):
    page = f"/staff/maple/staff-directory/departments/{departments.referral.pk}/"
    admin.post(page, {"members": [str(cast.nia.pk), str(cast.rita.pk)]})
    assert set(departments.referral.members.all()) == {cast.nia, cast.rita}
    stranger = admin.post(page, {"members": ["5c1e9a54-0000-4000-8000-000000000000"]})
    assert stranger.status_code == 422


def test_a_department_is_added_and_renamed(admin, cast, departments):
    taken = admin.post("/staff/maple/staff-directory/departments/new/", {"name": "ic-GENERAL"})
    assert taken.status_code == 422
    admin.post("/staff/maple/staff-directory/departments/new/", {"name": "North scheduling"})
    made = Department.objects.get(name="North scheduling")
    home = f"/staff/maple/staff-directory/departments/{made.pk}/"
    assert admin.post(home + "name/", {"name": "IC-General"}).status_code == 422
    admin.post(home + "name/", {"name": "South scheduling"})
    assert Department.objects.get(pk=made.pk).name == "South scheduling"


@pytest.mark.parametrize(
    ("emptied", "named", "who"),
    [
        (False, False, ["Sam Whitlock", "Fay Lindgren"]),
        (True, True, ["Ada Moreau"]),
        (True, False, ["Adele Dorsey"]),
    ],
)
def test_routing_is_tested_without_sending_anything(admin, cast, departments, emptied, named, who):
    if emptied:
        departments.appointment.members.clear()
    asked = {"kind": "appointment", "provider": str(cast.dr_ada.pk) if named else ""}
    page = admin.get("/staff/maple/staff-directory/routing/", asked)
    assert sorted(str(member) for member in page.context["members"]) == sorted(who)
    assert all(name in page.text for name in who)
    assert not Thread.objects.exists()


def test_d8_where_a_refill_goes_names_its_own_ladder(admin, cast, departments):
    departments.refill.members.clear()
    page = admin.get("/staff/maple/staff-directory/routing/", {"kind": "refill", "provider": str(cast.dr_ada.pk)})
    assert page.context["members"] == [cast.ad]
    said = "the last prescriber of the drug, then to the patient&#x27;s primary provider"
    assert said in page.text
    assert "the last prescriber of the drug, else" in admin.get("/staff/maple/staff-directory/").text


def test_an_unknown_provider_is_a_field_error(admin, cast):
    page = admin.get("/staff/maple/staff-directory/routing/", {"kind": "appointment", "provider": "x"})
    assert page.status_code == 422
