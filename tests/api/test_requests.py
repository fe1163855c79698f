"""Staff work requests by program: offer other times, edit, decide, re-open; and only those of their patients (R4)."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from practice.models import StaffMember
from scheduling.models import AppointmentRequest, ProposedSlot
from tests import build
from tests.walks import world


@pytest.fixture
def asked(signed_in, my, ask):
    """`asked()`: the id of Paul's request for the next available visit with Dr Ada."""

    def make(**changes) -> str:
        answer = ask(signed_in("paul"), my, **changes)
        assert answer.status_code == 201, answer.content
        return answer.json()["id"]

    return make


@pytest.fixture
def sam(signed_in, cast):
    return signed_in("sam")


@pytest.fixture
def taken(cast):
    """`taken(start)`: Dr Ada sees Leo then."""

    def book(start: str) -> None:
        at = datetime.fromisoformat(start)
        where = {"location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": cast.now}
        build.visit(cast.leo, case=None, day=at.date(), hour=at.hour, **where)

    return book


@pytest.fixture
def out_of_scope(cast):
    """A request about Zoë, who is at home at South, which Sam does not see."""
    thread = world.start_thread(cast, cast.teen, cast.gina, [])
    return world.ask(cast, thread, cast.teen, cast.teen.cases.get(), cast.gina)


def test_one_request_tells_what_has_become_of_its_times(cast, sam, staff, asked, free, taken):
    made = asked(starts=free[:2])
    taken(free[0])
    said = sam.get(f"{staff}requests/{made}/").json()
    assert [time["state"] for time in said["times"]] == ["taken", "free"]
    assert said["times"][1]["provider"] == str(cast.dr_ada.pk)
    assert (said["reason"], said["proposals"]) == ("Yearly check-up", [])


def test_j3_4_other_times_are_offered_and_kept(cast, sam, staff, asked, free, send):
    made = asked()
    times = [{"starts_at": start, "provider": str(cast.dr_ada.pk)} for start in free]
    answer = send(sam, f"{staff}requests/{made}/proposals/", times=times, note="Any of these?")
    assert answer.status_code == 201, answer.content
    assert [row["provider"] for row in answer.json()] == [str(cast.dr_ada.pk)] * 3
    assert all(row["kept_until"] for row in answer.json())
    assert sam.get(f"{staff}requests/{made}/").json()["status"] == "proposed"
    assert ProposedSlot.objects.count() == 3


@pytest.mark.parametrize("times", [[], ["x"], None, [{"starts_at": "2026-11-24T14:00Z"}]])
def test_an_offer_of_the_wrong_shape_is_400_with_the_field(sam, staff, asked, send, times):
    answer = send(sam, f"{staff}requests/{asked()}/proposals/", times=times)
    assert answer.status_code == 400
    assert list(answer.json()) == ["times"]


def test_a_time_that_is_taken_is_refused_with_others(cast, sam, staff, asked, free, taken, send):
    made = asked()
    taken(free[0])
    times = [{"starts_at": free[0], "provider": str(cast.dr_ada.pk)}]
    answer = send(sam, f"{staff}requests/{made}/proposals/", times=times)
    assert answer.status_code == 409
    assert answer.json()["code"] == "slot_taken"
    assert len(answer.json()["alternatives"]) == 3


def test_j3_2_an_edition_changes_what_it_names_and_nothing_else(cast, sam, staff, asked, free, send):
    made = asked(starts=free[:1])
    answer = send(sam, f"{staff}requests/{made}/edition/", visit_type=str(cast.sick.pk), provider=None)
    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert (said["visit_type"], said["provider"]) == (str(cast.sick.pk), None)
    assert (said["case"], said["location"]) == (str(cast.paul_primary.pk), str(cast.north.pk))
    slot = AppointmentRequest.objects.get(pk=made).slots.get()
    assert slot.ends_at - slot.starts_at == timedelta(minutes=15)


def test_somebody_elses_case_cannot_be_put_into_a_request(cast, sam, staff, asked, send):
    made = asked()
    answer = send(sam, f"{staff}requests/{made}/edition/", case=str(cast.leo_primary.pk))
    assert (answer.status_code, answer.json()["code"]) == (409, "case_closed")
    assert send(sam, f"{staff}requests/{made}/edition/", case=str(uuid4())).status_code == 404


def test_j3_5_what_was_declined_is_taken_up_again(sam, staff, asked, send):
    made = asked()
    assert send(sam, f"{staff}requests/{made}/reopening/").json()["code"] == "request_changed"
    send(sam, f"{staff}requests/{made}/declination/", reason="Full.")
    answer = send(sam, f"{staff}requests/{made}/reopening/")
    assert (answer.status_code, answer.json()["status"]) == (201, "pending")


def test_what_a_colleague_decided_is_refused_with_who_and_when(cast, sam, staff, asked, free, send):
    made = asked()
    send(sam, f"{staff}requests/{made}/declination/", reason="Full.")
    times = [{"starts_at": free[0], "provider": str(cast.dr_ada.pk)}]
    for act in ("approval", "declination", "proposals", "edition"):
        answer = send(sam, f"{staff}requests/{made}/{act}/", reason="x", times=times)
        assert (answer.status_code, answer.json()["code"]) == (409, "already_decided"), act
        assert "Sam Whitlock" in answer.json()["message"]


def test_approving_a_cancellation_needs_no_time(cast, sam, staff, signed_in, send):
    gina, visit = signed_in("gina"), cast.leo_visit
    change = f"/api/v1/maple/my/{cast.leo.pk}/appointments/{visit.pk}/changes/"
    made = send(gina, change, kind="cancel", request_key=str(uuid4())).json()["id"]
    answer = send(sam, f"{staff}requests/{made}/approval/")
    assert answer.status_code == 201, answer.content
    assert (answer.json()["id"], answer.json()["status"]) == (str(visit.pk), "cancelled")


def test_approving_a_new_visit_needs_a_time(sam, staff, asked, send):
    answer = send(sam, f"{staff}requests/{asked()}/approval/", note="Gladly.")
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (409, "time_needed", "time")


def test_a_time_outside_the_hours_needs_a_reason_and_the_permission(cast, sam, staff, asked, free, send):
    made, late = asked(), free[0].replace("T14", "T20")
    facts = {"starts_at": late, "provider": str(cast.dr_ada.pk)}
    approval = f"{staff}requests/{made}/approval/"
    assert send(sam, approval, **facts).json()["code"] == "outside_hours"
    assert send(sam, approval, **facts, override="Dr Ada agreed").json()["code"] == "override_not_allowed"
    StaffMember.objects.filter(pk=cast.sam.pk).update(duties=["scheduling", "admin"])
    assert send(sam, approval, **facts, override="Dr Ada agreed").status_code == 201


def test_r4_a_request_out_of_scope_is_not_there(cast, sam, staff, asked, out_of_scope, send):
    mine = asked()
    assert [row["id"] for row in sam.get(staff + "requests/").json()] == [mine]
    theirs = f"{staff}requests/{out_of_scope.pk}/"
    absent = sam.get(f"{staff}requests/{uuid4()}/")
    assert sam.get(theirs).status_code == 404
    assert sam.get(theirs).content == absent.content
    for act in ("approval", "declination", "proposals", "edition", "reopening"):
        assert send(sam, f"{theirs}{act}/", reason="x").status_code == 404, act
    assert AppointmentRequest.objects.get(pk=out_of_scope.pk).status == "pending"


def test_r3_without_the_scheduling_duty_there_is_no_request(signed_in, staff, asked, send):
    made, rita = asked(), signed_in("rita")
    assert rita.get(staff + "requests/").status_code == 403
    for act in ("approval", "declination", "proposals", "edition", "reopening"):
        assert send(rita, f"{staff}requests/{made}/{act}/", reason="x").status_code == 404, act
