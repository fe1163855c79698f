"""What patients are sent about their visits: one letter, a calendar file, and no word of what it is for."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from practice import outbox
from practice.models import AccessGrant, OutboundMessage
from scheduling import ics, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast, ask, acting, at):
    return services.approve(
        by=acting(cast.sam),
        request=ask(reason="It hurts a lot"),
        starts_at=at("2026-10-21 09:00"),
        provider=cast.dr_ada,
        note="Bring a urine sample.",
    )


def letter(now, notice="appointment.booked"):
    row = OutboundMessage.objects.get(notice=notice)
    return outbox.NOTICES[notice].compose(row, now)


def test_a_booked_visit_is_told_with_time_place_and_a_calendar_file(cast, visit, now):
    sent = letter(now)
    assert sent.address == "paul@demo.example"
    assert sent.subject == "Your visit at Maple Pediatrics is booked"
    for part in (sent.text, sent.html):
        assert "Wed, Oct 21, 9:00 am" in part
        assert "New York time" in part
        assert "120 Maple Street" in part
        assert f"/my/maple/{cast.paul.pk}/appointments/" in part


def test_no_letter_and_no_calendar_file_says_what_the_visit_is_for(visit, now):
    sent = letter(now)
    for part in (sent.subject, sent.text, sent.html, sent.calendar.decode()):
        for word in ("Well", "Primary care", "hurts", "urine", "Dr Ada"):
            assert word not in part


def test_a_cancelled_visit_is_no_longer_announced(cast, visit, acting, now):
    services.cancel(by=acting(cast.sam), appointment=visit, reason="Dr Ada is ill")
    assert letter(now) is None
    sent = letter(now, "appointment.cancelled")
    assert "will not take place" in sent.text
    assert "ill" not in sent.text.replace("will", "")


def test_x25_whoever_lost_access_is_told_nothing(cast, visit, now):
    AccessGrant.objects.filter(user=cast.paul_user).update(starts_at=now - timedelta(days=1), ends_at=now)
    assert letter(now) is None


def test_a_declined_request_is_told_with_a_link_and_without_the_reason(cast, ask, acting, now):
    made = services.decline(by=acting(cast.sam), request=ask(), reason="Please see a specialist.")
    sent = letter(now, "request.declined")
    assert "specialist" not in sent.text + sent.html
    assert f"/messages/{made.thread_id}/" in sent.text


def test_who_books_only_is_led_to_the_requests_and_not_to_a_thread_they_may_not_open(cast, ask, acting, now):
    AccessGrant.objects.filter(user=cast.paul_user).update(level="booking")
    services.decline(by=acting(cast.sam), request=ask(), reason="Please see a specialist.")
    sent = letter(now, "request.declined")
    assert f"/my/maple/{cast.paul.pk}/appointments/" in sent.text
    assert "/messages/" not in sent.text


def event(appointment, now):
    return Calendar.from_ical(ics.visit_file(appointment, now)).walk("VEVENT")[0]


def test_the_calendar_file_is_on_the_location_s_clock_and_describes_its_zone(cast, visit, now, at):
    calendar = Calendar.from_ical(ics.visit_file(visit, now))
    entry = calendar.walk("VEVENT")[0]
    assert entry.decoded("dtstart") == at("2026-10-21 09:00")
    assert entry["dtstart"].params["TZID"] == "America/New_York"
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["America/New_York"]
    assert str(calendar["method"]) == "PUBLISH"


def test_the_calendar_file_keeps_its_uid_and_counts_its_changes(cast, visit, acting, now):
    before = event(visit, now)
    cancelled = services.cancel(by=acting(cast.sam), appointment=visit, reason="Ill")
    after = event(cancelled, now)
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert str(after["status"]) == "CANCELLED"
