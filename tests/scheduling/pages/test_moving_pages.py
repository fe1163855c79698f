"""`Move`: the form behind every drag. It names who will be told, and nothing changes before its button."""

from datetime import timedelta

import pytest

from practice import clock
from practice.models import AccessGrant, OpeningHours, OutboundMessage, Patient, PortalSettings, StaffMember
from scheduling import moments
from scheduling.models import Appointment, AvailabilityRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(cast):
    """The day of Leo's visit at nine."""
    return clock.local(cast.leo_visit.starts_at, cast.north.zone).date()


@pytest.fixture
def that_day(cast, day):
    """`that_day(10, 15)`: that time of Leo's day at North."""
    return lambda hour, minute=0: clock.instant(day, hour * 60 + minute, cast.north.zone)


@pytest.fixture
def look(cast, sign_in, staff, words):
    """`look(minutes=45)`: the form of Leo's visit as that address fills it in."""
    return lambda **query: words(sign_in(cast.sam).get(staff("move", cast.leo_visit.pk, **query)))


@pytest.fixture
def send(cast, sign_in, staff, day):
    """`send(time="10:15 am")`: press `Move the visit` with everything else as it is."""

    def press(who=None, **changes):
        as_it_is = {
            "date": day.isoformat(),
            "time": "9:00 am",
            "provider": cast.dr_ada.pk,
            "location": cast.north.pk,
            "minutes": 30,
        }
        return sign_in(who or cast.sam).post(staff("move", cast.leo_visit.pk), {**as_it_is, **changes})

    return press


@pytest.fixture
def stands(cast):
    """`stands()`: when, with whom and how long Leo's visit is by now."""

    def now():
        visit = Appointment.objects.get(pk=cast.leo_visit.pk)
        return visit.starts_at, visit.provider_id, (visit.ends_at - visit.starts_at).seconds // 60

    return now


def test_the_form_says_what_is_and_names_who_will_be_told(look, day):
    page = look()
    assert "Move the visit of Leo Garcia" in page
    assert f"{clock.day(day)}, 9:00 am with Dr Ada, 30 minutes" in page
    assert "Gina Garcia and Hugo Brandt are told by e-mail." in page
    assert "data-then" not in page


def test_where_nobody_has_access_it_says_to_call(cast, look, now):
    AccessGrant.objects.filter(patient=cast.leo).update(starts_at=now - timedelta(days=2), ends_at=now)
    assert "Nobody has portal access; phone the patient or family." in look()


def test_a_drag_arrives_with_the_new_values_filled_in_and_changes_nothing(cast, look, that_day, day, stands):
    before = stands()
    page = look(at=moments.write(that_day(10, 15)), provider=cast.dr_ben.pk, minutes=45)
    assert f"{clock.day(day)}, 10:15 am with Dr Ben, 45 minutes" in page
    assert 'value="10:15 am"' in page
    assert f'<option value="{cast.dr_ben.pk}" selected' in page
    assert stands() == before


def test_a_week_s_drag_keeps_the_time_of_day(look, day):
    assert f"{clock.day(day + timedelta(days=1))}, 9:00 am with Dr Ada" in look(date=day + timedelta(days=1))


def test_the_free_times_of_the_day_are_there_to_pick(look):
    page = look()
    assert '<option value="9:30 am">' in page
    assert '<option value="12:00 pm">' not in page


@pytest.mark.parametrize("typed", ["2:15 pm", "2:15", "14:15", "2.15PM", "0215p"])
def test_the_time_is_read_as_people_write_it(send, that_day, stands, typed):
    assert send(time=typed).status_code == 302
    assert stands()[0] == that_day(14, 15)


def test_moving_tells_everybody_and_says_from_where_to_where(cast, sign_in, staff, send, that_day, stands, day, words):
    response = send(time="10:15 am", minutes=45)
    assert response["Location"] == staff("appointment", cast.leo_visit.pk)
    assert stands() == (that_day(10, 15), cast.dr_ada.pk, 45)
    assert OutboundMessage.objects.filter(notice="appointment.moved").count() == 2
    on = clock.day(day)
    said = f"Moved from {on}, 9:00 am with Dr Ada, 30 minutes to {on}, 10:15 am with Dr Ada, 45 minutes."
    assert f"{said} Gina Garcia and Hugo Brandt are told by e-mail." in words(
        sign_in(cast.sam).get(response["Location"])
    )


def test_to_where_it_is_nothing_happens_and_nobody_is_told(cast, sign_in, send, words):
    response = send()
    assert "Nothing was changed." in words(sign_in(cast.sam).get(response["Location"]))
    assert not OutboundMessage.objects.filter(notice="appointment.moved").exists()


def test_next_leads_back(send):
    assert send(time="10:15 am", next="/staff/maple/schedule/?x=1")["Location"] == "/staff/maple/schedule/?x=1"
    assert send(time="10:30 am", next="//evil.example")["Location"].startswith("/staff/maple/")


@pytest.fixture
def taken(cast, that_day, now):
    """Mia is with Dr Ada at eleven that day."""
    facts = {"starts_at": that_day(11), "ends_at": that_day(11, 30), "busy": (that_day(11), that_day(11, 30))}
    Appointment.objects.filter(pk=cast.mia_visit.pk).update(**facts)


def test_onto_a_taken_time_it_is_refused_with_three_others_as_links(cast, send, taken, stands, that_day, words):
    response = send(time="11:15 am", minutes=40)
    page = words(response)
    assert response.status_code == 409
    assert "That time was just taken. Please choose another." in page
    assert page.count('class="btn small" href="/staff/maple/schedule/appointments/') == 3
    assert 'value="11:15 am"' in page
    assert 'value="40"' in page
    assert stands()[0] == that_day(9)


def test_one_of_those_links_fills_the_form_in(cast, send, taken, sign_in, words):
    page = words(send(time="11:15 am"))
    link = page.split('class="btn small" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "data-then" in words(sign_in(cast.sam).get(link))


def test_outside_the_hours_a_scheduler_is_told_whom_to_ask(send, words):
    response = send(time="12:15 pm")
    page = words(response)
    assert response.status_code == 409
    assert "Dr Ada sees nobody at North at that time." in page
    assert "Somebody with the Administration duty can place the visit there all the same." in page
    assert "Reason for a time outside the hours" not in page


def test_outside_the_hours_whoever_may_gives_a_reason(cast, send, that_day, stands, look, words):
    StaffMember.objects.filter(pk=cast.sam.pk).update(duties=["admin", "scheduling"])
    assert "Reason for a time outside the hours" not in look()
    page = words(send(time="12:15 pm"))
    assert "Reason for a time outside the hours" in page
    assert send(time="12:15 pm", override="Her lunch is later.").status_code == 302
    assert stands()[0] == that_day(12, 15)
    assert cast.leo_visit.events.latest("pk").note == "Her lunch is later."


def test_d4_a_time_that_is_kept_for_whoever_asked_takes_a_reason_too(cast, send, ask, starts, words):
    PortalSettings.objects.filter(practice=cast.maple).update(pending_holds="everyone")
    asked = starts(1)[0]
    ask(starts=[asked])
    there = clock.local(asked, cast.north.zone)
    goal = {"date": there.date().isoformat(), "time": f"{there:%H:%M}"}
    assert "Somebody else has asked for this time, and it is kept for them." in words(send(**goal))
    StaffMember.objects.filter(pk=cast.sam.pk).update(duties=["admin", "scheduling"])
    assert "Reason for taking a time that was asked for" in words(send(**goal))
    assert send(**goal, override="He was first on the phone.").status_code == 302


@pytest.mark.parametrize("minutes", [4, 481, 10**9])
def test_the_length_has_its_limits_beside_the_field(send, words, minutes):
    response = send(minutes=minutes)
    assert response.status_code == 409
    assert "Minutes: Between 5 and 480 minutes." in words(response)


@pytest.mark.parametrize(
    "wrong", [{"time": "soon"}, {"date": "31.2."}, {"date": "9999-12-31"}, {"minutes": "x"}, {"provider": ""}]
)
def test_what_cannot_be_read_is_said_beside_its_field_and_kept(send, stands, that_day, wrong):
    response = send(**wrong)
    assert response.status_code == 422
    assert stands()[0] == that_day(9)
    for value in wrong.values():
        assert f'value="{value}"' in response.content.decode()


def test_x8_a_past_time_is_refused(send, now, words, cast):
    yesterday = clock.local(now - timedelta(days=1), cast.north.zone).date()
    response = send(date=yesterday.isoformat())
    assert response.status_code == 409
    assert "That time has passed. Please choose another." in words(response)


@pytest.mark.parametrize("status", ["checked_in", "completed", "no_show"])
def test_v9_what_is_frozen_has_no_form_and_refuses(cast, look, send, status, words):
    Appointment.objects.filter(pk=cast.leo_visit.pk).update(status=status)
    assert "This visit cannot be moved any more" in look()
    assert "Move the visit</button>" not in look()
    assert send(time="10:15 am").status_code == 409


def test_it_needs_scheduling_and_the_patient_in_scope(cast, send, sign_in, staff):
    assert send(who=cast.ben, time="10:15 am").status_code == 403
    cast.leo.home_location = cast.south
    cast.leo.save(update_fields=["home_location"])
    assert send(time="10:15 am").status_code == 404


def test_a_practice_of_one_location_is_not_asked_where(cast, look, send, that_day, stands):
    assert ">Location" in look()
    for rows in (AvailabilityRule, OpeningHours):
        rows.objects.filter(location=cast.south).delete()
    Patient.objects.filter(home_location=cast.south).update(home_location=cast.north)
    cast.south.delete()
    assert ">Location" not in look()
    assert send(time="10:15 am").status_code == 302
    assert stands()[0] == that_day(10, 15)
