"""The Patient File's tabs about the chart: medication and flags, insurance, referrals; and the pharmacies."""

from datetime import timedelta

import pytest
from django.urls import reverse

from practice.models import InsurancePolicy, Medication, PatientFlag, Pharmacy, Referral, StaffMember
from tests import build

ALBUTEROL = {"name": "Albuterol", "dose": "90 mcg, 2 puffs as needed"}
TABS = ("file", "access", "cases", "medications", "insurance", "referrals", "appointments", "messages", "history")


@pytest.fixture
def nia(client, cast):
    client.force_login(cast.nia.user)
    return client


@pytest.fixture
def url(cast):
    return lambda name, *args: reverse(f"staff:portal:{name}", args=["maple", cast.leo.pk, *args])


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_medication_goes_on_the_list_off_it_and_back(cast, nia, url):
    pharmacy = build.pharmacy(cast.maple, "Elm Street Pharmacy")
    facts = {**ALBUTEROL, "pharmacy": pharmacy.pk, "prescriber": cast.ada.pk, "days_supply": "30", "controlled": "on"}
    added = words(nia.post(url("add_medication"), facts, follow=True))
    for said in (
        "Albuterol is on the list.",
        "90 mcg, 2 puffs as needed",
        "Elm Street Pharmacy",
        "Controlled",
        "30 days",
    ):
        assert said in added
    row = Medication.objects.get()
    asked = nia.get(url("discontinue_medication", row.pk))
    assert "Discontinue Albuterol" in words(asked)
    assert nia.post(url("discontinue_medication", row.pk), {"reason": " "}).status_code == 422
    gone = words(nia.post(url("discontinue_medication", row.pk), {"reason": "Switched"}, follow=True))
    assert "Past medications" in gone
    assert "Switched" in gone
    assert url("restore_medication", row.pk) in gone
    back = words(nia.post(url("restore_medication", row.pk), follow=True))
    assert "Albuterol is on the list again." in back


def test_what_a_door_refuses_stands_beside_its_field_and_nothing_is_lost(cast, nia, url):
    build.medication(cast.leo, **ALBUTEROL)
    kept = nia.post(url("add_medication"), {**ALBUTEROL, "days_supply": "30"})
    assert kept.status_code == 422
    assert "already on the active list" in words(kept)
    assert kept.context["form"]["days_supply"].value() == "30"


def test_a_medication_is_edited(cast, nia, url):
    row = build.medication(cast.leo, **ALBUTEROL)
    assert nia.get(url("edit_medication", row.pk)).context["form"]["dose"].value() == ALBUTEROL["dose"]
    assert "1 puff" in words(nia.post(url("edit_medication", row.pk), {**ALBUTEROL, "dose": "1 puff"}, follow=True))


def test_flags_stand_at_the_head_of_every_tab_until_they_end(cast, nia, url):
    cast.nia.duties = ["messages", "registration"]
    cast.nia.save(update_fields=["duties"])
    nia.post(url("add_flag"), {"kind": "allergy", "text": "Penicillin"})
    for tab in TABS:
        assert "Allergy: Penicillin" in words(nia.get(url(tab))), tab
    flag = PatientFlag.objects.get()
    ended = words(nia.post(url("end_flag", flag.pk), follow=True))
    assert "Allergy: Penicillin" not in ended
    assert "Undo" in ended
    assert url("restore_flag", flag.pk) in ended
    assert "Allergy: Penicillin" in words(nia.post(url("restore_flag", flag.pk), follow=True))


def test_a_flag_recorded_again_is_not_restored_twice(cast, nia, url):
    nia.post(url("add_flag"), {"kind": "alert", "text": "Hard of hearing"})
    flag = PatientFlag.objects.get()
    nia.post(url("end_flag", flag.pk))
    nia.post(url("add_flag"), {"kind": "alert", "text": "Hard of hearing"})
    assert "already on the chart" in words(nia.post(url("restore_flag", flag.pk), follow=True))


def test_insurance_is_added_corrected_and_ended(cast, nia, url, now):
    today = now.date()
    facts = {"company": "Acme", "member_number": "A-1", "starts_on": (today - timedelta(days=9)).isoformat()}
    assert "Acme is the current insurance." in words(nia.post(url("add_policy"), facts, follow=True))
    acme = InsurancePolicy.objects.get()
    assert "Acme ends on the day this one starts." in words(nia.get(url("add_policy")))
    corrected = {**facts, "member_number": "A-2"}
    assert "A-2" in words(nia.post(url("edit_policy", acme.pk), corrected, follow=True))
    ended = words(nia.post(url("end_policy", acme.pk), {"ended_on": today.isoformat()}, follow=True))
    assert "No current insurance" in ended
    assert "Past insurance" in ended
    early = nia.post(url("edit_policy", acme.pk), {**facts, "ended_on": "2020-01-01"})
    assert early.status_code == 422
    assert "cannot end before it starts" in words(early)


def test_a_referral_is_created_and_corrected(cast, nia, url):
    facts = {"specialty": "Allergy", "referred_to": "Dr Lund", "reason": "Hives after nuts"}
    assert "Dr Lund" in words(nia.post(url("add_referral"), facts, follow=True))
    row = Referral.objects.get()
    assert "Skin" in words(nia.post(url("edit_referral", row.pk), {**facts, "specialty": "Skin"}, follow=True))


def test_a_pharmacy_is_added_closed_and_reopened(cast, nia):
    def there(name, *args):
        return reverse(f"staff:practice:{name}", args=["maple", *args])

    assert "No pharmacy yet" in words(nia.get(there("pharmacies")))
    added = nia.post(there("add_pharmacy"), {"name": "Elm", "address": "1 Elm Street", "phone": ""}, follow=True)
    assert "Elm was added." in words(added)
    row = Pharmacy.objects.get()
    assert nia.post(there("pharmacy", row.pk), {"name": ""}).status_code == 422
    nia.post(there("pharmacy", row.pk), {"name": "Elm Street", "address": "", "phone": "555 010 4400"})
    closed = words(nia.post(there("close_pharmacy", row.pk), follow=True))
    assert "Elm Street is closed." in closed
    assert there("reopen_pharmacy", row.pk) in closed
    assert "can be chosen again" in words(nia.post(there("reopen_pharmacy", row.pk), follow=True))


def test_the_primary_provider_is_chosen_in_the_details(cast, client, url):
    client.force_login(cast.fay.user)
    facts = {"given_name": "Leo", "family_name": "Garcia", "born_on": "2018-01-01", "language": "en"}
    chosen = {**facts, "status": "active", "primary_provider": cast.dr_ada.pk}
    assert "Dr Ada" in words(client.post(url("edit_patient"), chosen, follow=True))
    cast.dr_ada.ended_at = cast.now
    cast.dr_ada.save(update_fields=["ended_at"])
    assert client.post(url("edit_patient"), chosen).status_code == 302
    assert client.post(url("edit_patient"), {**chosen, "primary_provider": cast.dr_ben.pk}).status_code == 302
    assert client.post(url("edit_patient"), chosen).status_code == 422


def test_who_schedules_sees_the_flags_and_not_the_list(cast, client, url, acting):
    StaffMember.objects.filter(pk=cast.sam.pk).update(duties=["scheduling"])
    PatientFlag.objects.create(
        practice=cast.maple, patient=cast.leo, kind="allergy", text="Nuts", recorded_at=cast.now, recorded_by=cast.nia
    )
    client.force_login(cast.sam.user)
    page = words(client.get(url("file")))
    assert "Allergy: Nuts" in page
    assert "Medications" not in page
    for tab in ("medications", "insurance", "referrals", "add_medication", "add_policy", "add_referral", "add_flag"):
        assert client.get(url(tab)).status_code == 403, tab


def test_registration_sees_the_list_and_keeps_only_the_insurance(cast, client, url):
    StaffMember.objects.filter(pk=cast.fay.pk).update(duties=["registration"])
    row = build.medication(cast.leo, **ALBUTEROL)
    client.force_login(cast.fay.user)
    page = words(client.get(url("medications")))
    assert "Albuterol" in page
    assert "Discontinue" not in page
    assert client.post(url("discontinue_medication", row.pk), {"reason": "x"}).status_code == 403
    assert client.get(url("add_policy")).status_code == 200


def test_one_patients_medication_is_not_found_in_anothers_file(cast, nia):
    row = build.medication(cast.mia, **ALBUTEROL)
    there = reverse("staff:portal:edit_medication", args=["maple", cast.leo.pk, row.pk])
    assert nia.get(there).status_code == 404
