"""Forwarding refills (J5.2, R55): who cannot prescribe passes them on to those who can."""

import pytest

from messaging.models import Department
from messaging.services import forwarding
from practice.errors import Refused
from practice.models import StaffMember


def forward(by, thread, *to):
    return forwarding.forward(by=by, thread=thread, to=list(to), include_prior=True)


def test_r55_nia_forwards_to_a_prescriber_into_unread_phone(cast, acting, ask_refill, has):
    thread = ask_refill()
    forward(acting(cast.nia), thread, cast.ada)
    assert has(thread)[("Ada", "phone")] == "forwarded"


def test_r55_the_door_refuses_who_cannot_prescribe_by_name(cast, acting, ask_refill, has):
    thread = ask_refill()
    with pytest.raises(Refused) as refused:
        forward(acting(cast.nia), thread, cast.ada, cast.fay)
    assert (refused.value.code, refused.value.field) == ("unfit_receiver", "to")
    assert "Fay Lindgren: cannot prescribe." in refused.value.message
    assert ("Ada", "phone") not in has(thread)


def test_r55_a_department_needs_a_prescriber_among_its_members(cast, acting, departments, ask_refill, has):
    doctors = Department.objects.create(practice=cast.maple, name="Doctors")
    doctors.members.set([cast.ben, cast.rita])
    thread = ask_refill()
    with pytest.raises(Refused):
        forward(acting(cast.nia), thread, departments.general)
    forward(acting(cast.nia), thread, doctors)
    assert has(thread)[("Ben", "phone")] == "forwarded"


def test_one_who_has_left_or_lost_the_duty_is_no_prescriber(cast, acting, ask_refill):
    StaffMember.objects.filter(pk=cast.ada.pk).update(duties=["messages"])
    with pytest.raises(Refused):
        forward(acting(cast.nia), ask_refill(), StaffMember.objects.get(pk=cast.ada.pk))


def test_a_prescriber_forwards_to_anybody(cast, acting, ask_refill, has):
    thread = ask_refill()
    forward(acting(cast.ada), thread, cast.rita)
    assert has(thread)[("Rita", "phone")] == "forwarded"


def test_other_kinds_go_to_anybody(cast, acting, write, has):
    thread = write()
    forward(acting(cast.fay), thread, cast.rita)
    assert has(thread)[("Rita", "phone")] == "forwarded"
