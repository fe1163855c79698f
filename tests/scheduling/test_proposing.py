"""Staff offer other times: kept for a while, taken or turned down in one press, or run out by themselves (J3, 28)."""

from datetime import timedelta

import pytest

from messaging.models import Delivery, Message
from practice.access import system_actor
from practice.models import OutboundMessage
from scheduling import selectors, services
from scheduling.models import Appointment, AppointmentRequest, ProposedSlot
from scheduling.services import by_itself

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(cast, acting, at):
    """Sam offers Thu 22 Oct 11:00 and 11:30 with Dr Ada; any times may be given."""

    def make(request, *times, who=None, now=None):
        times = times or ("2026-10-22 11:00", "2026-10-22 11:30")
        pairs = [(at(time), cast.dr_ada) for time in times]
        return services.propose(by=acting(who or cast.sam, at=now), request=request, times=pairs)

    return make


@pytest.fixture
def kept():
    """The times kept for a request, in order."""
    return lambda request: list(ProposedSlot.objects.filter(request=request).order_by("position"))


def test_j3_4_offered_times_are_kept_and_the_patient_is_told(cast, ask, offer, kept, at, now):
    made = offer(ask())
    assert made.status == "proposed"
    assert [slot.appointment.starts_at for slot in kept(made)] == [at("2026-10-22 11:00"), at("2026-10-22 11:30")]
    assert {slot.appointment.held_until for slot in kept(made)} == {now + timedelta(hours=48)}
    said = Message.objects.filter(thread=made.thread).latest("number").body
    assert "Thu, Oct 22, 11:00 am with Dr Ada" in said
    notice = OutboundMessage.objects.get(notice="request.proposed")
    assert notice.recipient == cast.paul_user
    made.thread.refresh_from_db()
    assert made.thread.completed_at is None


def test_no_time_is_suggested_at_which_the_patient_is_elsewhere(cast, ask, book, acting, at):
    request = ask()
    free = selectors.times_to_offer(acting(cast.sam), request, at("2026-10-22 11:00"), 1)
    assert free[0].starts_at == at("2026-10-22 11:00")
    book(request.patient, "2026-10-22 11:00", provider=cast.dr_ben, location=cast.south)
    free = selectors.times_to_offer(acting(cast.sam), request, at("2026-10-22 11:00"), 1)
    assert free[0].starts_at != at("2026-10-22 11:00")


def test_a_kept_time_is_nobody_elses(cast, ask, offer, acting, at, refusal):
    offer(ask())
    said = refusal(
        lambda: services.book(
            by=acting(cast.sam),
            patient=cast.leo,
            provider=cast.dr_ada,
            location=cast.north,
            visit_type=cast.sick,
            case=None,
            starts_at=at("2026-10-22 11:15"),
        )
    )
    assert said.code == "slot_taken"


def test_j3_4_an_accepted_time_is_booked_and_the_thread_completed(cast, ask, offer, kept, acting, at):
    made = offer(ask())
    visit = services.accept(by=acting(cast.paul_user), request=made, proposal_id=kept(made)[1].pk)
    assert (visit.status, visit.starts_at) == ("booked", at("2026-10-22 11:30"))
    made.refresh_from_db()
    assert (made.status, made.appointment, made.decided_by) == ("approved", visit, cast.paul_user)
    assert list(Appointment.objects.filter(patient=cast.paul)) == [visit]
    assert not kept(made)
    made.thread.refresh_from_db()
    assert made.thread.completed_by == cast.sam
    assert not Delivery.objects.filter(thread=made.thread, closed_at=None).exists()
    assert visit.events.get().what == "booked"
    assert OutboundMessage.objects.filter(notice="appointment.booked", recipient=cast.paul_user).count() == 1


def test_turned_down_the_request_is_pending_and_unread_again(cast, ask, offer, kept, acting):
    made = offer(ask())
    services.turn_down(by=acting(cast.paul_user), request=made)
    made.refresh_from_db()
    assert made.status == "pending"
    assert not Appointment.objects.filter(patient=cast.paul).exists()
    assert Delivery.objects.filter(thread=made.thread, member=cast.sam, read_at=None, closed_at=None).exists()


def test_a_second_offer_takes_the_place_of_the_first(cast, ask, offer, kept, at):
    made = offer(offer(ask()), "2026-10-22 11:15")
    assert [slot.appointment.starts_at for slot in kept(made)] == [at("2026-10-22 11:15")]


@pytest.mark.parametrize(
    "times", [(), ("2026-10-22 10:00",) * 1 + ("2026-10-22 10:30", "2026-10-22 11:00", "2026-10-22 11:30")]
)
def test_one_to_three_times_are_offered(cast, ask, acting, at, refusal, times):
    made = ask()
    pairs = [(at(time), cast.dr_ada) for time in times]
    said = refusal(lambda: services.propose(by=acting(cast.sam), request=made, times=pairs))
    assert said.code == ("too_many_slots" if times else "time_needed")
    made.refresh_from_db()
    assert made.status == "pending"


def test_a_taken_time_is_not_offered_and_nothing_of_the_offer_stays(cast, ask, offer, refusal, kept):
    offer(ask())
    other = ask(cast.gina, patient=cast.leo, starts=[])
    said = refusal(lambda: offer(other, "2026-10-22 10:00", "2026-10-22 11:15"))
    assert said.code == "slot_taken"
    assert said.extra["alternatives"]
    assert not kept(other)


def test_an_offer_nobody_answers_runs_out(cast, ask, offer, kept, now, refusal, acting):
    made, later = offer(ask()), now + timedelta(hours=49)
    system = system_actor(cast.maple, later, "end of offers")
    assert by_itself.end_offer(by=system_actor(cast.maple, now, "end of offers"), request=made).status == "proposed"
    slot = kept(made)[0]
    assert (
        refusal(lambda: services.accept(by=acting(cast.paul_user, at=later), request=made, proposal_id=slot.pk)).code
        == "offer_over"
    )
    assert by_itself.end_offer(by=system, request=made).status == "expired"
    assert not Appointment.objects.filter(patient=cast.paul).exists()
    assert Delivery.objects.filter(thread=made.thread, member=cast.sam, read_at=None, closed_at=None).exists()
    assert OutboundMessage.objects.filter(notice="request.offer-over", recipient=cast.paul_user).count() == 1
    assert AppointmentRequest.objects.get(pk=made.pk).decided_by is None


def test_withdrawing_declining_and_approving_give_kept_times_back(cast, ask, offer, acting, at):
    made = offer(ask())
    services.withdraw(by=acting(cast.paul_user), request=made)
    assert not Appointment.objects.filter(patient=cast.paul).exists()
    made = offer(ask(cast.gina, patient=cast.leo))
    services.decline(by=acting(cast.sam), request=made, reason="Full.")
    assert not Appointment.objects.filter(patient=cast.leo, status="held").exists()
    made = offer(ask(cast.gina, patient=cast.mia))
    visit = services.approve(by=acting(cast.sam), request=made, starts_at=at("2026-10-22 11:15"), provider=cast.dr_ada)
    assert visit.status == "booked"
    assert not Appointment.objects.filter(patient=cast.mia, status="held").exists()


def test_only_whoever_asked_takes_an_offer(cast, ask, offer, kept, acting):
    from practice.errors import NotAllowed

    made = offer(ask(cast.gina, patient=cast.leo))
    with pytest.raises(NotAllowed):
        services.accept(by=acting(cast.hugo), request=made, proposal_id=kept(made)[0].pk)


def test_reopened_from_declined_it_is_worked_on_again(cast, ask, acting, refusal):
    made = ask()
    services.decline(by=acting(cast.sam), request=made, reason="Full.")
    services.reopen(by=acting(cast.sam), request=made)
    made.refresh_from_db()
    assert (made.status, made.decline_reason) == ("pending", "")
    made.thread.refresh_from_db()
    assert made.thread.completed_at is None
    assert refusal(lambda: services.reopen(by=acting(cast.sam), request=made)).code == "request_changed"


def test_reopening_is_refused_once_the_family_has_asked_again(cast, ask, acting, refusal):
    made = ask()
    services.decline(by=acting(cast.sam), request=made, reason="Full.")
    ask()
    assert refusal(lambda: services.reopen(by=acting(cast.sam), request=made)).code == "request_exists"


def test_j3_2_an_edit_stands_in_the_history_and_the_patient_is_not_told(cast, ask, acting, at):
    made = ask(visit_type=cast.sick)
    facts = {"case": made.case, "visit_type": cast.well, "location": cast.north, "provider": cast.dr_ada}
    told = OutboundMessage.objects.count(), Message.objects.filter(thread=made.thread).count()
    services.edit(by=acting(cast.sam), request=made, **facts)
    slot = made.slots.get()
    assert (slot.starts_at, slot.ends_at) == (at("2026-10-21 09:00"), at("2026-10-21 09:30"))
    assert made.events.get(what="edited").note == "Visit type: Sick visit → Well visit"
    assert (OutboundMessage.objects.count(), Message.objects.filter(thread=made.thread).count()) == told


def test_overlapping_times_are_not_offered_together(ask, offer, refusal):
    assert refusal(lambda: offer(ask(), "2026-10-22 11:00", "2026-10-22 11:15")).code == "times_overlap"


def test_the_times_to_choose_from_can_all_be_offered_at_once(cast, ask, acting, at):
    made, sam = ask(), acting(cast.sam)
    found = selectors.times_to_offer(sam, made, at("2026-10-22 11:00"))
    assert [slot.starts_at for slot in found] == [at(f"2026-10-22 {time}") for time in ("10:30", "11:00", "11:30")]
    services.propose(by=sam, request=made, times=[(slot.starts_at, slot.provider) for slot in found])
