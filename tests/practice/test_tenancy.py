"""Whose: what each side sees of patients, and never anything of another practice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Func, TextField

from practice.errors import NotVisible
from practice.models import AccessGrant, Contact, Location, Patient, Provider
from practice.tenancy import find_all, made_of, read_row


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


@pytest.mark.parametrize("name", ["maple", "settings", "paul", "north", "well", "dr_ada", "sam", "paul_primary"])
def test_a_row_written_down_whole_is_the_row(cast, name):
    model = type(getattr(cast, name))
    row = model.objects.get(pk=getattr(cast, name).pk)
    written = Func(template=f'to_jsonb("{model._meta.db_table}")::text', output_field=TextField())
    again = made_of(model, read_row(model.objects.filter(pk=row.pk).values_list(written, flat=True).get()))
    fields = [field.attname for field in model._meta.concrete_fields]
    assert {field: getattr(again, field) for field in fields} == {field: getattr(row, field) for field in fields}
    assert {type(getattr(again, field)) for field in fields} == {type(getattr(row, field)) for field in fields}
    assert not again._state.adding


def test_several_rows_are_found_at_once_or_not_at_all(cast, acting, django_assert_num_queries):
    paul = acting(cast.paul_user)
    with django_assert_num_queries(1):
        assert find_all(paul, (Location, cast.south.pk), (Provider, cast.dr_ben.pk)) == [cast.south, cast.dr_ben]
    for strange in (cast.river_location.pk, uuid4()):
        with pytest.raises(NotVisible):
            find_all(paul, (Provider, cast.dr_ben.pk), (Location, strange))


def test_what_not_everybody_sees_is_not_found_that_way(cast, acting):
    with pytest.raises(TypeError):
        find_all(acting(cast.paul_user), (Patient, cast.paul.pk))
