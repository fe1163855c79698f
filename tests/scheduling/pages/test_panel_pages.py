"""Propose, edit, re-open, override, and changes of visits, from the panel (J3, D6, X13, X15, R20, R22)."""

import re
from datetime import timedelta

import pytest

from messaging.models import Message
from portal.demo import build
from practice import clock
from practice.models import StaffMember
from scheduling import panel, selectors, services
from scheduling.models import Appointment, AppointmentRequest, AvailabilityRule, ProposedSlot, RequestEvent
from scheduling.preferences import Preferences

pytestmark = pytest.mark.django_db

TICKED = r'type="checkbox" name="times" value="([^"]+)" checked'
BOXES = r'type="checkbox" name="times" value="([^"]+)"'


@pytest.fixture
def asked(cast, ask, starts):
    return ask(starts=starts(1), reason="Cough.")


@pytest.fixture
def values(cast, starts):
    """`values(3)`: free times of Dr Ada an hour apart, later than what is asked for, as the panel sends them."""
    known = [panel.time_value(start, cast.dr_ada) for start in starts(40)[4::4]]
    return lambda n: known[:n]


@pytest.fixture
def own_page(sign_in, staff, words):
    """`own_page(cast.sam, request)`: the request's page as that person sees it."""
    return lambda who, made, **query: words(sign_in(who).get(staff("request", made.pk, **query)))


@pytest.fixture
def shut(cast):
    """Dr Ada's hours at North are taken away."""
    return lambda: AvailabilityRule.objects.filter(provider=cast.dr_ada).delete()


@pytest.fixture
def change(cast, acting):
    """`change("cancel")`: Gina asks about Mia's visit of Friday."""

    def send(kind, starts=()):
        return services.request_change(by=acting(cast.gina), appointment=cast.mia_visit, kind=kind, starts=list(starts))

    return send


# --- propose ---


def test_j3_4_proposing_keeps_the_times_and_says_so(cast, sign_in, staff, asked, values, own_page):
    sent = {"times": values(2), "note": "Dr Ada is away then."}
    response = sign_in(cast.sam).post(staff("proposal", asked.pk), sent)
    assert response.status_code == 302
    asked.refresh_from_db()
    assert asked.status == "proposed"
    assert "Dr Ada is away then." in Message.objects.filter(thread=asked.thread).latest("number").body
    page = own_page(cast.sam, asked)
    assert "Offered to the patient, kept until" in page
    assert sorted(re.findall(TICKED, page)) == sorted(values(2))  # to be offered anew, or others instead


def test_what_is_offered_can_be_approved_as_it_is(cast, sign_in, staff, asked, values):
    client = sign_in(cast.sam)
    client.post(staff("proposal", asked.pk), {"times": values(1)})
    assert client.post(staff("approval", asked.pk), {"time": values(1)[0]}).status_code == 302
    assert Appointment.objects.get(patient=cast.paul).status == "booked"


def test_offering_anew_takes_the_place_of_what_was_offered(cast, sign_in, staff, asked, values):
    client = sign_in(cast.sam)
    client.post(staff("proposal", asked.pk), {"times": values(2)})
    client.post(staff("proposal", asked.pk), {"times": values(3)[2:]})
    (kept,) = ProposedSlot.objects.filter(request=asked)
    assert panel.time_value(kept.appointment.starts_at, cast.dr_ada) == values(3)[2]


@pytest.mark.parametrize(("n", "said"), [(0, "Choose at least one time to offer."), (4, "at most 3 times")])
def test_one_to_three_times_are_proposed_and_the_note_is_kept(cast, sign_in, staff, asked, values, words, n, said):
    sent = {"times": values(n) if n else [], "note": "Please choose."}
    response = sign_in(cast.sam).post(staff("proposal", asked.pk), sent)
    page = words(response)
    assert response.status_code in (409, 422)
    assert said in page
    assert ">Please choose.</textarea>" in page
    assert re.search(r'<details class="propose" id="[^"]+" open>', page)


def test_the_times_ticked_to_propose_can_all_be_kept(cast, sign_in, staff, asked, acting, starts, own_page):
    first = asked.slots.first().starts_at
    facts = {"patient": cast.leo, "provider": cast.dr_ada, "location": cast.north, "visit_type": cast.well}
    services.book(by=acting(cast.sam), case=cast.leo_primary, starts_at=first, **facts)
    ticked = re.findall(TICKED, own_page(cast.sam, asked))
    assert len(ticked) == 3
    assert sign_in(cast.sam).post(staff("proposal", asked.pk), {"times": ticked}).status_code == 302


def test_times_that_overlap_are_not_proposed_together(cast, sign_in, staff, asked, starts, words):
    overlapping = [panel.time_value(start, cast.dr_ada) for start in starts(6)[4:]]
    response = sign_in(cast.sam).post(staff("proposal", asked.pk), {"times": overlapping})
    assert response.status_code == 409
    assert "Choose times that do not overlap each other." in words(response)


def test_a_time_taken_while_it_was_proposed_is_said_beside_the_times(
    cast, sign_in, staff, asked, values, acting, words
):
    start, _provider = panel.read_time(acting(cast.sam), values(1)[0])
    facts = {"patient": cast.leo, "provider": cast.dr_ada, "location": cast.north, "visit_type": cast.well}
    services.book(by=acting(cast.sam), case=cast.leo_primary, starts_at=start, **facts)
    response = sign_in(cast.sam).post(staff("proposal", asked.pk), {"times": values(1), "note": "Then?"})
    page = words(response)
    assert response.status_code == 409
    assert re.search(r'id="times-error-[^"]+"[^>]*>.*?just taken', page)
    assert ">Then?</textarea>" in page


def test_other_times_to_propose_are_those_of_three_days_and_more_to_come(cast, asked, own_page):
    page = own_page(cast.sam, asked, more="propose")
    assert len(set(re.findall(BOXES, page))) > 20
    assert len(re.findall('class="day-times"', page)) == 3
    later = re.search(r'href="([^"]+)"[^>]*>Later times', page)[1].replace("&amp;", "&")
    assert "more=propose" in later
    assert "day=" in later


def test_times_chosen_among_others_are_still_there_when_refused(cast, sign_in, staff, asked, own_page, words):
    page = own_page(cast.sam, asked, more="propose")
    url = re.search(r'action="([^"]+/proposal/[^"]*)"', page)[1].replace("&amp;", "&")
    chosen = re.findall(BOXES, page)[3:7]
    refused = words(sign_in(cast.sam).post(url, {"times": chosen, "note": ""}))
    assert re.findall(TICKED, refused) == chosen


# --- what stands in the way, before pressing ---


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


def test_times_at_which_the_patient_has_a_visit_are_not_proposed(cast, ask, starts, acting, sign_in, staff, own_page):
    first, nearest = starts(3)[0], starts(3)[2]
    made = ask(cast.gina, patient=cast.leo, starts=[first])
    facts = {"provider": cast.dr_ada, "location": cast.north, "visit_type": cast.well, "starts_at": first}
    services.book(by=acting(cast.sam), patient=cast.mia, case=cast.mia_primary, **facts)
    there = clock.local(nearest, cast.north.zone)
    facts = {"location": cast.north, "provider": cast.dr_ben, "visit_type": cast.well, "now": cast.now}
    build.visit(cast.leo, case=None, day=there.date(), hour=there.hour, minute=there.minute, **facts)
    ticked = re.findall(TICKED, own_page(cast.sam, made))
    assert len(ticked) == 3
    assert panel.time_value(nearest, cast.dr_ada) not in ticked
    assert sign_in(cast.sam).post(staff("proposal", made.pk), {"times": ticked}).status_code == 302


def test_r22_each_time_stands_within_its_day(cast, ask, starts, own_page):
    times = starts(40)
    page = own_page(cast.sam, ask(starts=[times[0], times[39]]))
    assert page.count('<div class="snap">') == 2
    assert page.count("This request") == 2


# --- bad input of J3 ---


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


# --- what is asked without times ---


def test_d3_preferences_are_said_and_the_times_offered_suit_them(cast, ask, acting, own_page):
    cast.settings.request_ways = ["slots", "preferences", "next_available"]
    cast.settings.save(update_fields=["request_ways"])
    made = ask(starts=[], preferences=Preferences(weekdays=(2,), part="morning"))
    assert "Wednesdays · Mornings" in own_page(cast.sam, made)
    options = panel.decision(acting(cast.sam), made)["approve"]["options"]
    assert len(options) == 3
    assert {(option["label"][:3], option["label"][-2:]) for option in options} == {("Wed", "am")}


def test_d15_without_cases_none_is_spoken_of(cast, sign_in, staff, asked, own_page, words):
    cast.settings.use_cases = False
    cast.settings.save(update_fields=["use_cases"])
    assert "<dt>Case</dt>" not in own_page(cast.sam, asked)
    client = sign_in(cast.sam)
    assert 'name="case"' not in words(client.get(staff("edition", asked.pk)))
    sent = {"visit_type": cast.sick.pk, "location": cast.north.pk, "provider": cast.dr_ada.pk}
    assert client.post(staff("edition", asked.pk), sent).status_code == 302
    asked.refresh_from_db()
    assert (asked.visit_type, asked.case) == (cast.sick, cast.paul_primary)


# --- edit, decline, re-open ---


def test_j3_2_an_edit_recalculates_and_stands_in_the_history(cast, sign_in, staff, ask, starts, own_page):
    made = ask(cast.gina, patient=cast.leo, visit_type=cast.sick, starts=starts(1))
    said = Message.objects.count()
    client = sign_in(cast.sam)
    form = client.get(staff("edition", made.pk))
    assert form.status_code == 200
    sent = {"case": made.case_id, "visit_type": cast.well.pk, "location": cast.north.pk, "provider": cast.dr_ada.pk}
    assert client.post(staff("edition", made.pk), sent)["Location"] == staff("request", made.pk)
    made.refresh_from_db()
    assert made.visit_type == cast.well
    assert "Visit type: Sick visit → Well visit" in own_page(cast.sam, made)
    assert Message.objects.count() == said


def test_an_edit_that_fits_nobody_is_refused_beside_the_provider(cast, sign_in, staff, asked, words):
    sent = {"case": asked.case_id, "visit_type": cast.well.pk, "location": cast.south.pk, "provider": cast.dr_ada.pk}
    response = sign_in(cast.sam).post(staff("edition", asked.pk), sent)
    assert response.status_code == 409
    assert 'id="id_provider_error"' in words(response)


def test_an_edit_can_leave_the_provider_open(cast, sign_in, staff, asked):
    sent = {"case": asked.case_id, "visit_type": cast.well.pk, "location": cast.north.pk, "provider": "any"}
    assert sign_in(cast.sam).post(staff("edition", asked.pk), sent).status_code == 302
    asked.refresh_from_db()
    assert asked.provider is None


def test_x12_an_edit_into_what_is_already_asked_is_refused(cast, sign_in, staff, ask, asked, starts, words):
    other = ask(visit_type=cast.sick, starts=starts(3)[2:])
    sent = {"case": other.case_id, "visit_type": cast.well.pk, "location": cast.north.pk, "provider": cast.dr_ada.pk}
    response = sign_in(cast.sam).post(staff("edition", other.pk), sent)
    assert response.status_code == 409
    assert "There is already an open request for this visit." in words(response)


def test_j3_5_declined_it_can_be_reopened(cast, sign_in, staff, asked, own_page):
    client = sign_in(cast.sam)
    client.post(staff("declination", asked.pk), {"reason": "Full."})
    assert "Re-open" in own_page(cast.sam, asked)
    assert client.post(staff("reopening", asked.pk)).status_code == 302
    asked.refresh_from_db()
    assert asked.status == "pending"
    events = list(RequestEvent.objects.filter(request=asked).order_by("pk").values_list("what", flat=True))
    assert events == ["made", "declined", "reopened"]
    assert client.post(staff("reopening", asked.pk)).status_code == 409


def test_what_is_approved_is_not_reopened(cast, asked, own_page, acting):
    first = asked.slots.first().starts_at
    services.approve(by=acting(cast.sam), request=asked, starts_at=first, provider=cast.dr_ada)
    assert "Re-open" not in own_page(cast.sam, asked)


# --- changes of visits ---


def test_cancelling_needs_no_time_and_says_what_it_does(cast, sign_in, staff, change, own_page):
    made = change("cancel")
    page = own_page(cast.sam, made)
    assert "Cancellation wanted" in page
    assert "Approving cancels the visit" in page
    assert 'name="time"' not in page
    assert 'name="times"' not in page
    assert sign_in(cast.sam).post(staff("approval", made.pk)).status_code == 302
    cast.mia_visit.refresh_from_db()
    assert cast.mia_visit.status == "cancelled"


def test_moving_names_the_visit_as_it_stands(cast, sign_in, staff, change, starts, own_page):
    new = starts(60)[59]
    made = change("reschedule", [new])
    when = clock.moment(cast.mia_visit.starts_at, cast.north.zone)
    assert f"Stands: {when} with Dr Ada" in own_page(cast.sam, made)
    sent = {"time": panel.time_value(new, cast.dr_ada)}
    assert sign_in(cast.sam).post(staff("approval", made.pk), sent).status_code == 302
    cast.mia_visit.refresh_from_db()
    assert cast.mia_visit.starts_at == new


@pytest.mark.parametrize("kind", ["cancel", "reschedule"])
def test_x15_a_visit_that_is_over_is_changed_no_more(cast, sign_in, staff, change, starts, own_page, words, kind):
    new = starts(60)[59]
    made = change(kind, [new] if kind == "reschedule" else [])
    over = cast.now - timedelta(days=1)
    busy = (over, over + timedelta(minutes=30))
    Appointment.objects.filter(pk=cast.mia_visit.pk).update(starts_at=busy[0], ends_at=busy[1], busy=busy)
    assert "has already begun or is over" in own_page(cast.sam, made)
    response = sign_in(cast.sam).post(staff("approval", made.pk), {"time": panel.time_value(new, cast.dr_ada)})
    assert response.status_code == 409
    assert "has already begun or is over" in words(response)


def test_handled_from_the_inbox_a_change_is_done_on_the_schedule(cast, change, acting):
    from messaging import kinds

    made = change("cancel")
    ways = dict(kinds.ways_to_settle(made.thread))
    assert ways["booked_elsewhere"] == "Done on the schedule"
    kinds.get("appointment").settle(acting(cast.sam), made.thread, "booked_elsewhere")
    shown = panel.decision(acting(cast.sam), selectors.request_of_thread(made.thread))
    assert shown["decided"]["text"].startswith("Done on the schedule by Sam Whitlock")
