"""Whose: what each side sees of patients, and never anything of another practice."""

from datetime import timedelta

from practice.models import AccessGrant, Contact, Patient


def names(rows) -> set[str]:
    return {row.given_name for row in rows}


def test_staff_with_all_patients_see_their_practice_only(cast, acting):
    assert set(Patient.objects.visible_to(acting(cast.fay))) == set(Patient.objects.of(cast.maple))


def test_staff_with_locations_see_patients_at_home_there(cast, acting):
    seen = Patient.objects.visible_to(acting(cast.sam))
    assert cast.leo in seen
    assert cast.teen not in seen


def test_staff_with_a_list_see_the_listed(cast, acting):
    from practice.models import PatientAccess

    cast.rita.patient_scope = "listed"
    PatientAccess.objects.create(practice=cast.maple, member=cast.rita, patient=cast.leo)
    assert names(Patient.objects.visible_to(acting(cast.rita))) == {"Leo"}


def test_a_guardian_sees_the_children_of_live_grants(cast, acting):
    assert names(Patient.objects.visible_to(acting(cast.gina))) == {"Leo", "Mia"}
    assert names(Patient.objects.visible_to(acting(cast.hugo))) == {"Leo"}


def test_an_ended_grant_shows_nothing_from_that_moment(cast, acting):
    AccessGrant.objects.filter(user=cast.hugo).update(ends_at=cast.now + timedelta(hours=1))
    assert names(Patient.objects.visible_to(acting(cast.hugo))) == {"Leo"}
    assert not Patient.objects.visible_to(acting(cast.hugo, at=cast.now + timedelta(hours=1)))


def test_two_guardians_never_see_each_other_s_address(cast, acting):
    assert not Contact.objects.visible_to(acting(cast.gina)).exists()
    assert not AccessGrant.objects.visible_to(acting(cast.gina)).exists()


def test_names_sort_without_accents_and_case(cast):
    from tests import build

    for given in ("Zoe", "ana", "Ángel", "Bob"):
        build.patient(cast.riverside, given, "Sorted", 5, cast.now)
    sorted_names = Patient.objects.of(cast.riverside).filter(family_name="Sorted").order_by("sort_name")
    assert [row.given_name for row in sorted_names] == ["ana", "Ángel", "Bob", "Zoe"]
