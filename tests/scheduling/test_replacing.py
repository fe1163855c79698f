"""Changing a request that is still open replaces it: one act, one thread, one answer (V32)."""

import pytest

from messaging.models import Message, Thread
from practice.errors import NotAllowed
from practice.models import OutboundMessage
from scheduling import panel, selectors, services
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


@pytest.fixture
def replaced(change, at):
    """Gina asked for Monday at nine, and asks for ten instead: the two requests."""
    old = change("reschedule", [at("2026-10-26 09:00")])
    return old, change("reschedule", [at("2026-10-26 10:00")], reason="School trip.", replaces=old)


def told() -> list[str]:
    return sorted(OutboundMessage.objects.values_list("notice", flat=True))


def test_v32_the_new_request_takes_the_place_of_the_old(cast, replaced, at):
    old, new = replaced
    old.refresh_from_db()
    assert (old.status, old.decided_by) == ("withdrawn", cast.gina)
    assert (new.status, new.replaces, new.slots.get().starts_at) == ("pending", old, at("2026-10-26 10:00"))
    assert AppointmentRequest.objects.filter(appointment=cast.mia_visit, status="pending").count() == 1


def test_the_practice_has_one_thread_with_both_wishes_and_nobody_is_told_twice(cast, replaced):
    old, new = replaced
    thread = Thread.objects.get(patient=cast.mia)
    assert old.thread == new.thread == thread
    first, second = Message.objects.filter(thread=thread).order_by("number").values_list("body", flat=True)
    assert "9:00 am" in first
    assert second.startswith("I have changed my request. Instead of the earlier one:\n\nSchool trip.")
    assert "10:00 am" in second
    assert told() == []


def test_it_is_unread_again_for_everybody_who_has_it(cast, change, acting):
    old = change("cancel")
    old.thread.deliveries.update(read_at=cast.now)
    change("reschedule", replaces=old)
    assert not old.thread.deliveries.exclude(read_at=None).exists()


def test_the_history_says_replaced(cast, replaced, acting):
    _old, new = replaced
    assert [(event.what, event.by.name) for event in selectors.events_of(acting(cast.sam), new)] == [
        ("made", "Gina Garcia"),
        ("replaced", "Gina Garcia"),
        ("made", "Gina Garcia"),
    ]


def test_beside_the_thread_stands_what_is_asked_now(cast, replaced, acting):
    _old, new = replaced
    shown = panel.panel(acting(cast.sam), Thread.objects.get(patient=cast.mia)).context["decision"]
    assert shown["key"] == str(new.pk)
    assert shown["decided"] is None


def test_staff_who_still_look_at_the_old_one_are_told(cast, replaced, acting, refusal, at):
    old, _new = replaced
    facts = {"request": old, "starts_at": at("2026-10-26 09:00"), "provider": cast.dr_ada}
    assert refusal(lambda: services.approve(by=acting(cast.sam), **facts)).code == "already_decided"
    old.appointment.refresh_from_db()
    assert old.appointment.status == "booked"


def test_the_new_one_is_decided_like_any_other(cast, replaced, acting, at):
    _old, new = replaced
    services.approve(by=acting(cast.sam), request=new, starts_at=at("2026-10-26 10:00"), provider=cast.dr_ada)
    assert Appointment.objects.get(pk=cast.mia_visit.pk).starts_at == at("2026-10-26 10:00")
    assert Thread.objects.get(patient=cast.mia).completed_at


def test_a_wish_to_move_becomes_one_to_cancel_and_back(change):
    moving = change("reschedule")
    cancelling = change("cancel", replaces=moving)
    again = change("reschedule", replaces=cancelling)
    assert (cancelling.kind, again.kind) == ("cancel", "reschedule")
    assert AppointmentRequest.objects.filter(thread=again.thread).count() == 3


def test_the_times_offered_for_the_old_one_are_free_for_the_new(cast, change, acting, at):
    old = change("reschedule")
    kept = at("2026-10-26 09:00")
    services.propose(by=acting(cast.sam), request=old, times=[(kept, cast.dr_ada)])
    new = change("reschedule", [kept], replaces=old)
    assert new.slots.get().starts_at == kept
    assert not Appointment.objects.filter(status="held").exists()


def test_what_is_refused_leaves_the_old_one_as_it_was(cast, change, acting, at, refusal):
    old = change("reschedule")
    services.propose(by=acting(cast.sam), request=old, times=[(at("2026-10-26 09:00"), cast.dr_ada)])
    assert refusal(lambda: change("reschedule", [cast.mia_visit.starts_at], replaces=old)).code == "same_time"
    old.refresh_from_db()
    assert old.status == "proposed"
    assert Appointment.objects.filter(status="held").count() == 1
    assert not old.events.filter(what="replaced").exists()


def test_x14_what_was_decided_meanwhile_is_not_replaced(cast, change, acting, refusal):
    old = change("cancel")
    services.decline(by=acting(cast.sam), request=old, reason="Please call us.")
    said = refusal(lambda: change("reschedule", replaces=old))
    assert said.code == "already_decided"
    assert "already declined" in said.message
    assert AppointmentRequest.objects.count() == 1


def test_asking_again_without_naming_it_replaces_nothing(change, refusal):
    old = change("cancel")
    assert refusal(lambda: change("reschedule")).code == "request_exists"
    old.refresh_from_db()
    assert old.status == "pending"


def test_settled_23_another_guardian_replaces_nothing(cast, acting):
    facts = {"appointment": cast.leo_visit, "kind": "cancel"}
    old = services.request_change(by=acting(cast.gina), **facts)
    with pytest.raises(NotAllowed):
        services.request_change(by=acting(cast.hugo), **facts, replaces=old)
    old.refresh_from_db()
    assert old.status == "pending"


def test_a_request_about_something_else_is_not_replaced(cast, change, ask, acting, refusal):
    about_leo = services.request_change(by=acting(cast.gina), appointment=cast.leo_visit, kind="cancel")
    assert refusal(lambda: change("cancel", replaces=about_leo)).code == "about_something_else"
    new_visit = ask()
    said = refusal(lambda: ask(starts=[], replaces=about_leo, who=cast.gina, patient=cast.leo))
    assert said.code == "about_something_else"
    assert new_visit.status == "pending"


def test_sent_twice_it_is_one_request(change):
    old, key = change("cancel"), "5f2d3f10-0000-4000-8000-000000000002"
    assert change("cancel", replaces=old, request_key=key) == change("cancel", replaces=old, request_key=key)


def test_a_request_for_a_new_visit_is_replaced_too(cast, ask, at):
    old = ask()
    new = ask(visit_type=cast.sick, starts=[at("2026-10-21 10:00")], replaces=old)
    assert (new.thread, new.visit_type, new.status) == (old.thread, cast.sick, "pending")
    assert statuses_of(cast) == {"withdrawn": 1, "pending": 1}


def test_the_one_it_replaces_is_not_counted_nor_in_the_way(cast, ask):
    cast.settings.open_requests_limit = 1
    cast.settings.save(update_fields=["open_requests_limit"])
    old = ask()
    assert ask(starts=[], replaces=old).wish == "next_available"


def statuses_of(cast) -> dict[str, int]:
    statuses = list(AppointmentRequest.objects.filter(patient=cast.paul).values_list("status", flat=True))
    return {status: statuses.count(status) for status in statuses}
