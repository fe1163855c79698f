"""`Approve`, from the panel: what stands in the way is said before pressing (J3, D3, D4, X13, R22)."""

from datetime import timedelta

import pytest

from messaging.models import Message
from portal.demo import build
from practice import clock
from practice.models import StaffMember
from scheduling import panel, services
from scheduling.models import Appointment, AppointmentRequest
from scheduling.preferences import Preferences

pytestmark = pytest.mark.django_db


def test_x13_staff_see_that_somebody_else_asks_for_this_time(cast, ask, starts, asked, own_page):
    other = ask(cast.gina, patient=cast.leo, visit_type=cast.sick, starts=starts(1))
    for made in (asked, other):
        assert "Somebody else asks for this time too." in own_page(cast.sam, made)


def test_a_patient_who_has_another_visit_then_is_named(cast, ask, starts, own_page):
    made = ask(cast.gina, patient=cast.leo, starts=starts(1))
    there = clock.local(starts(1)[0], cast.north.zone)
    build.visit(
        cast.leo,
        case=cast.leo_primary,
        day=there.date(),
        hour=there.hour,
        minute=there.minute,
        location=cast.north,
        provider=cast.dr_ben,
        visit_type=cast.sick,
        now=cast.now,
    )
    assert "Leo Garcia has another visit then." in own_page(cast.sam, made)


def test_r22_each_time_stands_within_its_day(cast, ask, starts, own_page):
    times = starts(40)
    page = own_page(cast.sam, ask(starts=[times[0], times[39]]))
    assert page.count('<div class="snap">') == 2
    assert page.count("This request") == 2


def test_j3_what_the_patient_withdrew_meanwhile_is_not_approved(cast, sign_in, staff, asked, acting, values, words):
    services.withdraw(by=acting(cast.paul_user), request=asked)
    response = sign_in(cast.sam).post(staff("approval", asked.pk), {"time": values(1)[0]})
    assert response.status_code == 409
    assert "already withdrawn by Paul Novak on" in words(response)


def test_j3_what_was_typed_for_a_request_that_is_decided_is_shown(cast, sign_in, staff, asked, acting, words):
    services.withdraw(by=acting(cast.paul_user), request=asked)
    response = sign_in(cast.sam).post(staff("declination", asked.pk), {"reason": "We are full."})
    assert response.status_code == 409
    assert "Your text, not sent" in words(response)
    assert "We are full." in words(response)


def test_j3_hours_changed_since_block_the_time_and_say_who_may(cast, sign_in, staff, asked, shut, own_page, words):
    first = panel.time_value(asked.slots.first().starts_at, cast.dr_ada)
    shut()
    page = own_page(cast.sam, asked)
    assert "outside hours" in page
    assert "only somebody with the Administration duty can book" in page
    response = sign_in(cast.sam).post(staff("approval", asked.pk), {"time": first, "override": "The child is ill."})
    assert response.status_code == 409
    assert not Appointment.objects.filter(patient=cast.paul).exists()


def test_j3_with_the_permission_a_reason_books_outside_the_hours(cast, sign_in, staff, asked, shut, own_page, words):
    first = panel.time_value(asked.slots.first().starts_at, cast.dr_ada)
    shut()
    StaffMember.objects.filter(pk=cast.sam.pk).update(duties=["scheduling", "messages", "admin"])
    assert "Reason for a time outside the hours" in own_page(cast.sam, asked)
    client = sign_in(cast.sam)
    refused = client.post(staff("approval", asked.pk), {"time": first, "override": ""})
    assert refused.status_code == 409
    assert "Write why it is booked all the same." in words(refused)
    assert client.post(staff("approval", asked.pk), {"time": first, "override": "He is ill."}).status_code == 302
    assert Appointment.objects.get(patient=cast.paul).events.get(what="booked").note == "He is ill."


def test_j3_a_location_closed_to_requests_is_marked_and_worked_on(cast, sign_in, staff, asked, own_page):
    cast.north.allows_requests = False
    cast.north.save(update_fields=["allows_requests"])
    assert "North (location closed to requests)" in own_page(cast.sam, asked)
    first = panel.time_value(asked.slots.first().starts_at, cast.dr_ada)
    assert sign_in(cast.sam).post(staff("approval", asked.pk), {"time": first}).status_code == 302


@pytest.mark.parametrize("act", ["approval", "declination", "proposal", "reopening", "edition"])
def test_j3_nobody_decides_what_is_not_theirs_to_see(cast, sign_in, staff, ask, starts, act):
    made = ask(starts=starts(1))
    client = sign_in(cast.fay)  # in the department, not scheduling (D6)
    assert client.post(staff(act, made.pk), {}).status_code == 404
    AppointmentRequest.objects.filter(pk=made.pk).update(patient=cast.teen)  # at South, which is not Sam's
    client = sign_in(cast.sam)
    assert client.post(staff(act, made.pk), {}).status_code == 404
    assert client.get(staff("request", made.pk)).status_code == 404


def test_d4_a_time_kept_for_who_asked_first_needs_a_reason_and_the_permission(
    cast, sign_in, staff, ask, asked, starts, own_page
):
    AppointmentRequest.objects.filter(pk=asked.pk).update(made_at=cast.now - timedelta(hours=1))
    late = ask(cast.gina, patient=cast.leo, starts=starts(1))
    cast.settings.pending_holds = "everyone"
    cast.settings.save(update_fields=["pending_holds"])
    time = panel.time_value(late.slots.first().starts_at, cast.dr_ada)
    assert "kept for somebody else" in own_page(cast.sam, late)
    assert sign_in(cast.sam).post(staff("approval", late.pk), {"time": time}).status_code == 409
    StaffMember.objects.filter(pk=cast.sam.pk).update(duties=["scheduling", "admin"])
    assert "Reason to book it all the same" in own_page(cast.sam, late)
    sent = {"time": time, "override": "An emergency."}
    assert sign_in(cast.sam).post(staff("approval", late.pk), sent).status_code == 302


def test_d3_preferences_are_said_and_the_times_offered_suit_them(cast, ask, acting, own_page):
    cast.settings.request_ways = ["slots", "preferences", "next_available"]
    cast.settings.save(update_fields=["request_ways"])
    made = ask(starts=[], preferences=Preferences(weekdays=(2,), part="morning"))
    assert "Wednesdays · Mornings" in own_page(cast.sam, made)
    options = panel.decision(acting(cast.sam), made)["approve"]["options"]
    assert len(options) == 3
    assert {(option["label"][:3], option["label"][-2:]) for option in options} == {("Wed", "am")}


# --- a word to the patient with it ---


def test_d17_a_note_goes_to_the_patient_with_the_answer(cast, sign_in, staff, asked):
    sent = {"time": panel.time_value(asked.slots.first().starts_at, cast.dr_ada), "approve_note": "Bring the inhaler."}
    assert sign_in(cast.sam).post(staff("approval", asked.pk), sent).status_code == 302
    said = Message.objects.filter(thread=asked.thread, side="staff").get().body
    assert said.startswith("Your appointment is booked:")
    assert said.endswith("Bring the inhaler.")


def test_d17_a_note_goes_with_a_cancellation_too(cast, sign_in, staff, acting):
    made = services.request_change(by=acting(cast.gina), appointment=cast.mia_visit, kind="cancel")
    sign_in(cast.sam).post(staff("approval", made.pk), {"approve_note": "Get well soon."})
    assert Message.objects.filter(thread=made.thread, side="staff").get().body.endswith("Get well soon.")


def test_a_note_is_kept_when_the_time_is_refused_and_not_offered_as_another(cast, sign_in, staff, asked, words):
    response = sign_in(cast.sam).post(staff("approval", asked.pk), {"time": "", "approve_note": "Bring the inhaler."})
    page = words(response)
    assert response.status_code == 422
    assert page.count("Bring the inhaler.</textarea>") == 1
    assert '<details class="word" open>' in page


def test_a_note_over_2000_characters_is_refused_beside_it(cast, sign_in, staff, asked, values, words):
    sent = {"time": values(1)[0], "approve_note": "x" * 2001}
    response = sign_in(cast.sam).post(staff("approval", asked.pk), sent)
    assert response.status_code == 422
    assert "approve-note-error-" in words(response)
