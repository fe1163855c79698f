"""Staff keep visits by program: what stands on which day, booking, moving, and the steps of the day (R4, V9)."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practice.models import OutboundMessage
from scheduling.models import Appointment
from tests import build


@pytest.fixture
def sam(signed_in, cast):
    return signed_in("sam")


@pytest.fixture
def visits(staff):
    return staff + "appointments/"


@pytest.fixture
def today(cast):
    return cast.now.astimezone(cast.north.zone).date()


@pytest.fixture
def listed(cast, sam, visits, today):
    """`listed()`: the visits of the next two weeks at North as Sam reads them."""

    def read(**changes):
        facts = {"location": cast.north.pk, "first_day": today, "last_day": today + timedelta(days=13), **changes}
        answer = sam.get(visits, {name: value for name, value in facts.items() if value is not None})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return read


@pytest.fixture
def facts(cast, free):
    """A visit of Paul's, as it is booked."""
    return {
        "patient": str(cast.paul.pk),
        "provider": str(cast.dr_ada.pk),
        "location": str(cast.north.pk),
        "visit_type": str(cast.well.pk),
        "case": str(cast.paul_primary.pk),
        "starts_at": free[0],
        "request_key": str(uuid4()),
    }


@pytest.fixture
def visit_today(cast, today):
    """Paul's visit that began at midnight."""
    where = {"location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": cast.now}
    return build.visit(cast.paul, case=cast.paul_primary, day=today, hour=0, **where)


def test_the_visits_of_some_days_soonest_first_with_their_names(cast, listed):
    leo, mia = listed()
    assert (leo["id"], mia["id"]) == (str(cast.leo_visit.pk), str(cast.mia_visit.pk))
    names = ("patient_name", "provider_name", "location_name", "visit_type_name", "status")
    assert [leo[name] for name in names] == ["Leo Garcia", "Dr Ada", "North", "Well visit", "booked"]


def test_days_are_the_locations_own_and_one_is_enough(cast, listed):
    day = cast.leo_visit.starts_at.astimezone(cast.north.zone).date()
    assert [row["patient_name"] for row in listed(first_day=day, last_day=None)] == ["Leo Garcia"]
    assert listed(location=cast.south.pk) == []
    assert listed(provider=cast.dr_ben.pk) == []


def test_r4_a_visit_of_somebody_out_of_scope_is_not_there(cast, sam, visits, listed, send, signed_in, today):
    cast.leo.home_location = cast.south
    cast.leo.save(update_fields=["home_location"])
    assert [row["patient_name"] for row in listed()] == ["Mia Garcia"]
    for act in ("move", "confirmation", "check-in", "completion", "absence", "step-back", "cancellation"):
        assert send(sam, f"{visits}{cast.leo_visit.pk}/{act}/", reason="x", status="x").status_code == 404, act
    cast.leo_visit.refresh_from_db()
    assert cast.leo_visit.status == "booked"
    fay = signed_in("fay").get(visits, {"location": cast.north.pk, "first_day": today, "last_day": today})
    assert fay.status_code == 200


def test_many_visits_ask_no_more_queries_than_few(cast, listed, today):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            listed()
        return len(queries)

    few, day = asked(), today + timedelta(days=12)
    where = {"location": cast.north, "provider": cast.dr_ben, "visit_type": cast.sick, "now": cast.now}
    for hour in range(20):
        build.visit(cast.paul, case=cast.paul_primary, day=day, hour=hour, **where)
    assert len(listed()) == 22
    assert asked() == few


def test_a_time_that_is_only_kept_is_no_visit(cast, listed):
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(status="held", held_until=cast.now + timedelta(days=1))
    assert [row["patient_name"] for row in listed()] == ["Mia Garcia"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"location": "x"}, "location"),
        ({"first_day": ""}, "first_day"),
        ({"first_day": "9999-12-31", "last_day": "9999-12-31"}, "first_day"),
        ({"first_day": "2026-01-01", "last_day": "2026-02-01"}, "last_day"),
        ({"first_day": "2026-01-02", "last_day": "2026-01-01"}, "last_day"),
    ],
)
def test_a_question_of_the_wrong_shape_is_400_with_the_field(cast, sam, visits, changes, field):
    answer = sam.get(visits, {"location": cast.north.pk, "first_day": "2026-01-01", **changes})
    assert answer.status_code == 400
    assert field in answer.json()


def test_a_visit_is_booked_once_and_its_people_are_told(cast, sam, visits, facts, send):
    first, again = (send(sam, visits, **facts) for _time in range(2))
    assert first.status_code == 201, first.content
    assert first.json() == again.json()
    visit = Appointment.objects.get(patient=cast.paul)
    assert (str(visit.pk), visit.booked_by) == (first.json()["id"], cast.sam.user)
    assert OutboundMessage.objects.filter(recipient=cast.paul_user).count() == 1


def test_a_taken_time_is_409_with_others(cast, sam, visits, facts, send):
    send(sam, visits, **facts)
    other = {"patient": str(cast.leo.pk), "case": None, "request_key": str(uuid4())}
    answer = send(sam, visits, **facts | other)
    assert (answer.status_code, answer.json()["code"]) == (409, "slot_taken")
    assert len(answer.json()["alternatives"]) == 3


def test_r4_nobody_is_booked_whom_the_scheduler_does_not_see(cast, sam, visits, facts, send):
    assert send(sam, visits, **facts | {"patient": str(cast.teen.pk), "case": None}).status_code == 404


def test_a_visit_moves_and_stays_the_same(cast, sam, visits, free, send):
    answer = send(sam, f"{visits}{cast.leo_visit.pk}/move/", starts_at=free[1], minutes=45)
    assert answer.status_code == 201, answer.content
    visit = Appointment.objects.get(pk=answer.json()["id"])
    assert visit.pk == cast.leo_visit.pk
    assert visit.starts_at == datetime.fromisoformat(free[1])
    assert visit.ends_at - visit.starts_at == timedelta(minutes=45)
    assert visit.provider == cast.dr_ada


def test_what_is_left_out_of_a_move_stays(cast, sam, visits, send):
    send(sam, f"{visits}{cast.leo_visit.pk}/move/", minutes=15)
    visit = Appointment.objects.get(pk=cast.leo_visit.pk)
    assert visit.starts_at == cast.leo_visit.starts_at
    assert visit.ends_at == visit.starts_at + timedelta(minutes=15)
    answer = send(sam, f"{visits}{cast.leo_visit.pk}/move/", minutes=1000)
    assert (answer.status_code, answer.json()["field"]) == (409, "minutes")


def test_the_steps_of_a_day(cast, sam, visits, visit_today, send):
    here = f"{visits}{visit_today.pk}/"
    said = [send(sam, f"{here}{act}/").json()["status"] for act in ("confirmation", "check-in", "completion")]
    assert said == ["confirmed", "checked_in", "completed"]
    assert send(sam, here + "step-back/", status="completed").json()["status"] == "checked_in"
    answer = send(sam, here + "step-back/", status="completed")
    assert (answer.status_code, answer.json()["code"], answer.json()["status"]) == (409, "wrong_status", "checked_in")


def test_v9_what_is_checked_in_is_frozen(cast, sam, visits, visit_today, free, send):
    here = f"{visits}{visit_today.pk}/"
    send(sam, here + "check-in/")
    assert send(sam, here + "move/", starts_at=free[0]).json()["code"] == "visit_frozen"
    assert send(sam, here + "cancellation/", reason="x").json()["code"] == "not_cancellable"


def test_absence_and_check_in_have_their_time(cast, sam, visits, visit_today, send):
    ahead = f"{visits}{cast.mia_visit.pk}/"
    assert send(sam, ahead + "absence/").json()["code"] == "too_early"
    assert send(sam, ahead + "check-in/").json()["code"] == "not_today"
    assert send(sam, f"{visits}{visit_today.pk}/absence/").json()["status"] == "no_show"


def test_a_cancellation_needs_a_reason(cast, sam, visits, send):
    here = f"{visits}{cast.leo_visit.pk}/cancellation/"
    assert send(sam, here).status_code == 400
    assert send(sam, here, reason="Dr Ada is ill").json()["status"] == "cancelled"


def test_who_only_looks_changes_nothing(cast, signed_in, visits, facts, send):
    fay = signed_in("fay")
    assert send(fay, visits, **facts).status_code == 403
    for act, more in (("move", {}), ("confirmation", {}), ("check-in", {}), ("cancellation", {"reason": "x"})):
        assert send(fay, f"{visits}{cast.leo_visit.pk}/{act}/", **more).status_code == 403, act
    assert signed_in("nia").get(visits).status_code == 403
