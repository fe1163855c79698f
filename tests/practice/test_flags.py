"""Allergies and alerts: what everybody who opens a chart sees first."""

import uuid

import pytest

from practice.errors import NotVisible, Refused
from practice.models import PatientFlag
from practice.selectors import chart
from practice.services import flags


@pytest.fixture
def nia(cast, acting):
    return acting(cast.nia)


def test_allergies_come_before_alerts_and_each_by_name(cast, nia):
    for kind, text in (("alert", "Needs an interpreter"), ("allergy", "Penicillin"), ("allergy", "Latex")):
        flags.record_flag(by=nia, patient=cast.leo, kind=kind, text=text)
    assert [flag.text for flag in chart.flags(nia, cast.leo)] == ["Latex", "Penicillin", "Needs an interpreter"]


def test_a_flag_ends_by_name_and_the_undo_brings_it_back(cast, nia):
    flag = flags.record_flag(by=nia, patient=cast.leo, kind="allergy", text="Penicillin")
    ended = flags.end_flag(by=nia, flag=flag)
    assert (ended.ended_at, ended.ended_by) == (cast.now, cast.nia)
    assert list(chart.flags(nia, cast.leo)) == []
    assert list(chart.ended_flags(nia, cast.leo)) == [flag]
    flags.restore_flag(by=nia, flag=flag)
    assert list(chart.flags(nia, cast.leo)) == [flag]


def test_the_same_allergy_is_recorded_once(cast, nia):
    flag = flags.record_flag(by=nia, patient=cast.leo, kind="allergy", text="Penicillin")
    with pytest.raises(Refused) as said:
        flags.record_flag(by=nia, patient=cast.leo, kind="allergy", text=" PENICILLIN ")
    assert (said.value.code, said.value.field) == ("flag_known", "text")
    flags.end_flag(by=nia, flag=flag)
    flags.record_flag(by=nia, patient=cast.leo, kind="allergy", text="Penicillin")
    with pytest.raises(Refused):
        flags.restore_flag(by=nia, flag=flag)


def test_the_same_form_sent_twice_records_one(cast, nia):
    key = uuid.uuid4()
    for _twice in range(2):
        flags.record_flag(by=nia, patient=cast.leo, kind="alert", text="Hard of hearing", request_key=key)
    assert PatientFlag.objects.count() == 1


def test_guardians_see_and_end_none(cast, acting, nia):
    flag = flags.record_flag(by=nia, patient=cast.leo, kind="alert", text="Custody: ask first")
    assert not chart.flags(acting(cast.gina), cast.leo).exists()
    with pytest.raises(NotVisible):
        flags.end_flag(by=acting(cast.gina), flag=flag)
