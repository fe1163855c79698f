"""Who receives what patients and guardians send (R27-R32, R44-R46, D8, X37, X38)."""

import pytest

from messaging import routing
from messaging.models import Message
from messaging.services.departments import create_department, set_members
from messaging.services.forwarding import forward
from practice import handover
from practice.errors import Refused
from practice.services.staff import edit_staff


def test_a_request_reaches_everybody_in_its_department_and_nobody_else(cast, ask, has):
    thread = ask(named=cast.dr_ada)
    assert has(thread) == {("Sam", "portal"): "department", ("Fay", "portal"): "department"}


def test_the_department_is_the_same_for_every_location(cast, ask, has):
    cast.leo.home_location = cast.south
    cast.leo.save()
    assert ("Sam", "portal") in has(ask())


def test_with_an_empty_department_the_named_provider_receives_it(cast, ask, has):
    cast.appointment_requests.members.clear()
    assert has(ask(named=cast.dr_ada)) == {("Ada", "portal"): "named"}


def test_with_an_empty_department_and_any_provider_the_administrator_receives_it(cast, ask, has):
    cast.appointment_requests.members.clear()
    assert has(ask()) == {("Adele", "portal"): "fallback"}


def test_a_provider_who_left_is_passed_over_for_the_last_resort(cast, ask, has):
    cast.appointment_requests.members.clear()
    cast.ada.ended_at = cast.now
    cast.ada.save()
    assert has(ask(named=cast.dr_ada)) == {("Adele", "portal"): "fallback"}


def test_a_provider_without_a_login_is_passed_over_for_the_last_resort(cast, ask, has):
    cast.appointment_requests.members.clear()
    cast.dr_ada.member = None
    cast.dr_ada.save()
    assert has(ask(named=cast.dr_ada)) == {("Adele", "portal"): "fallback"}


def test_members_who_left_or_have_not_joined_receive_nothing(cast, ask, has):
    cast.sam.ended_at = cast.now
    cast.sam.save()
    cast.fay.joined_at = None
    cast.fay.save()
    assert has(ask()) == {("Adele", "portal"): "fallback"}


def test_without_a_last_resort_the_administrators_receive_it(cast, ask, has):
    cast.appointment_requests.members.clear()
    cast.settings.last_resort = None
    cast.settings.save()
    assert has(ask()) == {("Adele", "portal"): "fallback"}


def test_each_kind_has_its_own_department(cast, write, has, departments):
    thread = write()
    assert thread.department == departments.general
    assert has(thread) == {("Fay", "portal"): "department"}


def test_the_ladder_is_a_pure_decision():
    assert routing.choose(["sam"], ["ada"], ["ad"]) == (["sam"], "department")
    assert routing.choose([], ["ada"], ["ad"]) == (["ada"], "named")
    assert routing.choose([], [], ["ad"]) == (["ad"], "fallback")


def test_another_department_can_be_created_and_receives_what_is_forwarded(cast, acting, ask, has):
    south = create_department(by=acting(cast.ad), name="South scheduling", kind="internal")
    set_members(by=acting(cast.ad), department=south, members=[cast.nia, cast.rita])
    thread = ask()
    forward(by=acting(cast.sam), thread=thread, to=[south], include_prior=True, completed=True)
    assert has(thread) == {("Nia", "phone"): "forwarded", ("Rita", "phone"): "forwarded"}


def test_emptying_a_department_moves_what_waits_to_the_fallback_with_a_note(cast, acting, ask, has):
    waiting, done = ask(), ask(about=cast.mia)
    done.completed_at, done.completed_by = cast.now, cast.fay
    done.save()
    set_members(by=acting(cast.ad), department=cast.appointment_requests, members=[])
    assert has(waiting) == {("Adele", "portal"): "fallback"}
    note = Message.objects.get(thread=waiting, number=2)
    assert note.shown_to == "internal"
    assert "IC-Appointment Request" in note.body
    assert "Adele Dorsey" in note.body
    assert not Message.objects.filter(thread=done, number=2).exists()


def test_taking_one_of_two_out_of_a_department_leaves_it_to_the_other(cast, acting, ask, has):
    thread = ask()
    set_members(by=acting(cast.ad), department=cast.appointment_requests, members=[cast.fay])
    assert has(thread) == {("Fay", "portal"): "department"}
    assert Message.objects.filter(thread=thread).count() == 1


def test_what_a_leaving_colleague_had_alone_goes_to_the_next_and_the_rest_stays(cast, acting, ask, write, has):
    shared, alone = ask(), write()
    said = handover.staff_leaving(by=acting(cast.ad), member=cast.fay)
    assert has(shared) == {("Sam", "portal"): "department"}
    assert has(alone) == {("Adele", "portal"): "fallback"}
    assert "1 message was handed on." in said
    assert not cast.fay.departments.exists()


def test_what_the_last_resort_had_goes_to_the_other_administrators(cast, acting, ask, has):
    cast.appointment_requests.members.clear()
    cast.rita.duties = ["admin", "messages"]
    cast.rita.save()
    thread = ask()
    handover.staff_leaving(by=acting(cast.rita), member=cast.ad)
    assert has(thread) == {("Rita", "portal"): "fallback"}


def test_who_loses_the_messages_duty_leaves_the_departments_and_what_waits_moves(cast, acting, ask, write, has):
    shared, alone = ask(), write()
    said = edit_staff(by=acting(cast.ad), member=cast.fay, duties=["registration"], patient_scope="all")
    assert has(shared) == {("Sam", "portal"): "department"}
    assert has(alone) == {("Adele", "portal"): "fallback"}
    (line,) = said
    assert line.startswith("Fay Lindgren left IC-Appointment Request, IC-General, IC-Insurance.")
    assert "1 message was handed on." in line
    assert "no longer answers messages" in Message.objects.get(thread=alone, shown_to="internal").body


def test_the_last_resort_keeps_the_messages_duty(cast, acting):
    with pytest.raises(Refused) as refused:
        edit_staff(by=acting(cast.ad), member=cast.ad, duties=["admin"], patient_scope="all")
    assert (refused.value.code, refused.value.field) == ("last_resort_needed", "duties")


def test_a_department_takes_nobody_without_the_messages_duty(cast, acting):
    cast.nia.duties = ["registration"]
    cast.nia.save()
    with pytest.raises(Refused) as refused:
        set_members(by=acting(cast.ad), department=cast.appointment_requests, members=[cast.nia])
    assert (refused.value.code, refused.value.field) == ("not_answering", "members")
    assert "Nia Okonkwo" in refused.value.message
