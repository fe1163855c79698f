"""The gate: every door refuses what is not visible (404), what is not allowed (403), and leaves one audit row."""

import pytest
from django.db import IntegrityError, transaction

from practice.access import Permission
from practice.errors import NotAllowed, NotVisible, Refused, announce_constraint
from practice.models import AuditEvent, Patient
from practice.service import DOORS, door


@pytest.fixture
def rename():
    """A door of our own: whoever may edit patients may change a given name."""
    before = set(DOORS)

    @door(Permission.PATIENT_EDIT, "patient.renamed", keep=("length",))
    def rename(*, by, patient, given, length=None):
        if not given:
            raise Refused("no_name", "Say a name.", "given")
        Patient.objects.filter(pk=patient.pk).update(given_name=given)
        return patient

    yield rename
    for name in set(DOORS) - before:
        del DOORS[name]


def given_name(patient) -> str:
    return Patient.objects.get(pk=patient.pk).given_name


def test_a_door_runs_and_leaves_one_audit_row(cast, acting, rename):
    rename(by=acting(cast.fay), patient=cast.leo, given="Leonard", length=7)
    assert given_name(cast.leo) == "Leonard"
    row = AuditEvent.objects.get()
    assert (row.action, row.outcome, row.hat) == ("patient.renamed", "done", "staff")
    assert (row.patient_ref, row.user_ref) == (cast.leo.pk, cast.fay.user.pk)
    assert row.detail == {"length": 7}


def test_what_people_wrote_is_never_in_the_audit_row(cast, acting, rename):
    rename(by=acting(cast.fay), patient=cast.leo, given="Leonard")
    assert "Leonard" not in str(AuditEvent.objects.values().get())


def test_a_patient_of_another_practice_is_not_visible(cast, acting, rename):
    with pytest.raises(NotVisible):
        rename(by=acting(cast.fay), patient=cast.tom, given="X")
    assert given_name(cast.tom) == "Tom"


def test_a_patient_out_of_scope_is_not_visible(cast, acting, rename):
    with pytest.raises(NotVisible):
        rename(by=acting(cast.sam), patient=cast.teen, given="X")


def test_a_staff_member_without_the_duty_is_not_allowed(cast, acting, rename):
    with pytest.raises(NotAllowed):
        rename(by=acting(cast.nia), patient=cast.leo, given="X")


def test_a_refusal_changes_nothing_and_is_recorded(cast, acting, rename):
    with pytest.raises(NotAllowed):
        rename(by=acting(cast.nia), patient=cast.leo, given="X")
    row = AuditEvent.objects.get()
    assert (row.outcome, row.detail["refused"], row.user_ref) == ("refused", "NotAllowed", cast.nia.user.pk)


def test_a_guardian_reaches_only_patients_with_a_live_grant(cast, acting):
    @door(Permission.REQUEST_MAKE, "test.asked")
    def ask(*, by, patient):
        return patient

    assert ask(by=acting(cast.hugo), patient=cast.leo) == cast.leo
    with pytest.raises(NotVisible):
        ask(by=acting(cast.hugo), patient=cast.mia)
    del DOORS[f"{__name__}.ask"]


def test_a_booking_only_grant_may_ask_but_not_write(cast, acting):
    from tests import build

    build.grant(cast.hugo, cast.mia, "father", cast.now, level="booking")
    by = acting(cast.hugo)
    assert by.may(Permission.REQUEST_MAKE, cast.mia.pk)
    assert not by.may(Permission.THREAD_WRITE, cast.mia.pk)
    assert by.may(Permission.THREAD_WRITE, cast.leo.pk)


def test_a_rule_that_says_no_leaves_no_success_row(cast, acting, rename):
    with pytest.raises(Refused) as refusal:
        rename(by=acting(cast.fay), patient=cast.leo, given="")
    assert refusal.value.field == "given"
    assert not AuditEvent.objects.filter(outcome="done").exists()


def test_a_violated_constraint_becomes_the_refusal_it_stands_for(cast, acting):
    announce_constraint("record_number_unique", "number_taken", "That number is taken.", "record_number")

    @door(Permission.PATIENT_EDIT, "test.numbered")
    def number(*, by, patient, value):
        Patient.objects.filter(pk=patient.pk).update(record_number=value)

    with pytest.raises(Refused) as refusal:
        number(by=acting(cast.fay), patient=cast.leo, value=cast.paul.record_number)
    assert refusal.value.field == "record_number"
    del DOORS[f"{__name__}.number"]


def test_a_door_with_positional_arguments_is_refused_at_start_up():
    with pytest.raises(TypeError, match="keyword-only"):
        door(Permission.PATIENT_EDIT, "x.y")(lambda by: None)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_audit_rows_cannot_be_changed_or_deleted(cast, acting, rename, change):
    rename(by=acting(cast.fay), patient=cast.leo, given="Leonard")
    rows = AuditEvent.objects.all()
    with pytest.raises(Exception, match="Cannot"), transaction.atomic():
        rows.update(action="x") if change == "update" else rows.delete()
    assert AuditEvent.objects.count() == 1


def test_a_row_of_one_practice_cannot_name_a_patient_of_another(cast):
    from practice.models import Contact

    with pytest.raises(IntegrityError, match="same_practice"), transaction.atomic():
        Contact.objects.create(practice=cast.maple, patient=cast.tom, name="X", relationship="mother")
