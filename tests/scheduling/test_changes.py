"""Asking to move or cancel a visit: it stands until the practice approves (J2.4, ahead 4, X15)."""

from datetime import timedelta
from functools import partial

import pytest

from messaging.models import Message
from practice.models import OutboundMessage
from scheduling import services
from scheduling.models import Appointment, AppointmentRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(cast, acting):
    """Gina asks to change Mia's visit of Friday; anything may be changed."""

    def send(kind, starts=(), **more):
        by = acting(more.pop("who", cast.gina), at=more.pop("now", None))
        facts = {"appointment": cast.mia_visit, "kind": kind, "starts": list(starts), **more}
        return services.request_change(by=by, **facts)

    return send


def test_j2_4_asking_to_move_leaves_the_visit_as_it_is(cast, change, at):
    was = cast.mia_visit.starts_at
    made = change("reschedule", [at("2026-10-26 09:00")], reason="School trip.")
    cast.mia_visit.refresh_from_db()
    assert (cast.mia_visit.status, cast.mia_visit.starts_at) == ("booked", was)
    assert made.thread.subject == "Appointment Request"
    assert made.provider == cast.dr_ada
    assert "It stays as it is until you answer." in Message.objects.get(thread=made.thread).body
    assert not OutboundMessage.objects.exists()


@pytest.mark.parametrize(
    ("ways", "refused"),
    [(["next_available"], True), (["slots"], False), (["preferences"], True)],
)
def test_d3_times_to_move_to_only_where_times_are_offered(cast, change, at, refusal, ways, refused):
    cast.settings.request_ways = ways
    cast.settings.save(update_fields=["request_ways"])
    asked = partial(change, "reschedule", [at("2026-10-26 09:00")])
    if refused:
        assert refusal(asked).code == "way_not_offered"
        assert change("reschedule").wish == "next_available"
    else:
        assert asked().wish == "slots"


def test_approved_the_same_visit_moves_and_everybody_is_told(cast, change, acting, at):
    made = change("reschedule", [at("2026-10-26 09:00")])
    services.approve(by=acting(cast.sam), request=made, starts_at=at("2026-10-26 09:00"), provider=cast.dr_ada)
    visit = Appointment.objects.get(pk=cast.mia_visit.pk)
    assert (visit.starts_at, visit.sequence, visit.status) == (at("2026-10-26 09:00"), 1, "booked")
    told = OutboundMessage.objects.filter(notice="appointment.moved").values_list("recipient__name", flat=True)
    assert sorted(told) == ["Gina Garcia", "Mia Garcia"]
    assert visit.events.latest("pk").what == "moved"
    made.thread.refresh_from_db()
    assert made.thread.completed_at


def test_declined_nothing_changes(cast, change, acting):
    made = change("cancel")
    services.decline(by=acting(cast.sam), request=made, reason="Please call us.")
    cast.mia_visit.refresh_from_db()
    assert cast.mia_visit.status == "booked"


def test_approving_a_cancellation_cancels_the_visit(cast, change, acting):
    made = change("cancel", reason="Away")
    services.approve(by=acting(cast.sam), request=made)
    cast.mia_visit.refresh_from_db()
    assert (cast.mia_visit.status, cast.mia_visit.sequence) == ("cancelled", 1)
    assert OutboundMessage.objects.filter(notice="appointment.cancelled").count() == 2


def test_one_open_request_a_visit(change, refusal, at):
    change("cancel")
    assert refusal(lambda: change("reschedule", [at("2026-10-26 09:00")])).code == "request_exists"


def test_x15_approving_after_the_visit_has_passed_is_refused(cast, change, acting, at, refusal):
    made = change("reschedule", [at("2026-10-26 09:00")])
    after = cast.mia_visit.starts_at + timedelta(minutes=1)
    said = refusal(
        lambda: services.approve(
            by=acting(cast.sam, at=after), request=made, starts_at=at("2026-10-26 09:00"), provider=cast.dr_ada
        )
    )
    assert said.code == "visit_passed"
    assert AppointmentRequest.objects.get(pk=made.pk).status == "pending"


@pytest.mark.parametrize("status", ["checked_in", "completed", "no_show"])
def test_what_does_not_stand_is_not_changed(cast, change, refusal, status):
    Appointment.objects.filter(pk=cast.mia_visit.pk).update(status=status)
    assert refusal(lambda: change("cancel")).code == "visit_not_standing"


def test_while_requests_are_off_nothing_is_asked(cast, change, refusal):
    cast.settings.requests_on = False
    cast.settings.save(update_fields=["requests_on"])
    assert refusal(lambda: change("cancel")).code == "requests_off"


def test_an_offered_time_moves_the_visit(cast, change, acting, at):
    made = change("reschedule")
    services.propose(by=acting(cast.sam), request=made, times=[(at("2026-10-26 09:00"), cast.dr_ada)])
    visit = services.accept(by=acting(cast.gina), request=made, proposal_id=made.proposals.get().pk)
    assert (visit.pk, visit.starts_at) == (cast.mia_visit.pk, at("2026-10-26 09:00"))
    assert Appointment.objects.filter(patient=cast.mia).count() == 1


def test_sent_twice_it_is_one_request(change):
    key = "5f2d3f10-0000-4000-8000-000000000002"
    assert change("cancel", request_key=key) == change("cancel", request_key=key)


def test_nothing_is_offered_instead_of_a_cancellation(cast, change, acting, at, refusal):
    made = change("cancel")
    times = [(at("2026-10-26 09:00"), cast.dr_ada)]
    assert refusal(lambda: services.propose(by=acting(cast.sam), request=made, times=times)).code == "nothing_to_offer"
