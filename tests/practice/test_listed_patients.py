"""Staff who see only the patients on their list (R4)."""

import pytest

from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import AuditEvent, Patient, StaffMember
from practice.services import staff


@pytest.fixture
def page(client, cast):
    """Adele at the page of a colleague."""
    client.force_login(cast.ad.user)
    return lambda member, **query: client.get(f"/staff/maple/staff-directory/{member.pk}/", query)


@pytest.fixture
def listed(cast, acting):
    """Sam sees listed patients, Leo first."""
    staff.edit_staff(
        by=acting(cast.ad), member=cast.sam, duties=["scheduling", "messages"], patient_scope="listed", locations=()
    )
    staff.list_patient(by=acting(cast.ad), member=cast.sam, patient=cast.leo)
    return StaffMember.objects.get(pk=cast.sam.pk)


def test_they_see_those_patients_and_nobody_else(cast, acting, listed):
    assert list(Patient.objects.visible_to(acting(listed))) == [cast.leo]
    staff.list_patient(by=acting(cast.ad), member=listed, patient=cast.mia)
    staff.unlist_patient(by=acting(cast.ad), member=listed, patient=cast.leo)
    assert list(Patient.objects.visible_to(acting(listed))) == [cast.mia]


def test_listing_twice_lists_once(cast, acting, listed):
    staff.list_patient(by=acting(cast.ad), member=listed, patient=cast.leo)
    assert listed.listed_patients.count() == 1


def test_both_acts_are_on_record(cast, acting, listed):
    staff.unlist_patient(by=acting(cast.ad), member=listed, patient=cast.leo)
    rows = AuditEvent.objects.filter(patient_ref=cast.leo.pk, user_ref=cast.ad.user_id)
    assert set(rows.values_list("action", flat=True)) == {"staff.patient_listed", "staff.patient_unlisted"}


def test_a_person_with_another_scope_has_no_list(cast, acting):
    with pytest.raises(Refused) as refused:
        staff.list_patient(by=acting(cast.ad), member=cast.sam, patient=cast.leo)
    assert refused.value.code == "scope_not_listed"


def test_only_administrators_choose_them_and_only_among_patients_they_see(cast, acting, listed):
    with pytest.raises(NotAllowed):
        staff.list_patient(by=acting(listed), member=listed, patient=cast.leo)
    StaffMember.objects.filter(pk=cast.ad.pk).update(patient_scope="locations")
    elsewhere = acting(StaffMember.objects.get(pk=cast.ad.pk))
    with pytest.raises(NotVisible):
        staff.list_patient(by=elsewhere, member=listed, patient=cast.mia)


def test_an_administrator_does_not_reach_further_patients_by_a_list(cast, acting):
    StaffMember.objects.filter(pk=cast.ad.pk).update(patient_scope="locations")
    with pytest.raises(Refused) as refused:
        staff.edit_staff(by=acting(cast.ad), member=cast.ad, duties=["admin", "messages"], patient_scope="listed")
    assert refused.value.code == "own_scope"


def test_the_page_finds_adds_and_removes(client, cast, listed, page):
    assert "Listed patients" in page(listed).text
    found = page(listed, q="mia").context["offered"].rows
    assert found == [cast.mia]
    base = f"/staff/maple/staff-directory/{listed.pk}/patients/"
    assert client.post(base, {"patient": cast.mia.pk}).status_code == 302
    assert page(listed, q="mia").context["offered"].rows == []
    assert page(listed).context["listed"].rows == sorted([cast.leo, cast.mia], key=lambda one: one.sort_name)
    assert client.post(f"{base}{cast.mia.pk}/removal/").status_code == 302
    assert page(listed).context["listed"].rows == [cast.leo]


@pytest.mark.parametrize("patient", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_patient_who_is_not_there_is_not_found(client, cast, listed, page, patient):
    page(listed)
    assert client.post(f"/staff/maple/staff-directory/{listed.pk}/patients/", {"patient": patient}).status_code == 404


def test_who_sees_all_has_no_list_on_the_page(cast, page):
    assert 'id="listed"' not in page(cast.nia).text


def test_inviting_for_listed_patients_leads_on_to_the_list(client, cast, page):
    client.force_login(cast.ad.user)
    form = {"email": "kim@maple.example", "duties": ["scheduling"], "patient_scope": "listed"}
    sent = client.post("/staff/maple/staff-directory/invite/", form)
    kim = StaffMember.objects.get(user__email="kim@maple.example")
    assert sent.url == f"/staff/maple/staff-directory/{kim.pk}/#listed"
    assert "Nobody is on the list yet." in page(kim).text
