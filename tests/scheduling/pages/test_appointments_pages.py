"""`Appointments`: Upcoming, Requests with their status line, Past; Withdraw; the calendar file."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from messaging.models import Delivery
from portal.demo import build
from practice import clock
from practice.models import AccessGrant
from scheduling import services
from scheduling.models import AppointmentRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast, ask, starts):
    """Paul's pending request for the first free time."""
    return ask(starts=starts(1), reason="Cough.")


def test_an_empty_page_says_what_would_be_there(cast, sign_in, my, words):
    page = words(sign_in(cast.paul_user).get(my(cast.paul, "appointments")))
    for heading in ("Upcoming", "Requests", "Past"):
        assert f">{heading}</h2>" in page
    assert "No visit is booked." in page
    assert my(cast.paul, "request") in page


def test_a_booked_visit_stands_under_upcoming_with_its_calendar_file(cast, sign_in, my, words):
    client = sign_in(cast.gina)
    page = words(client.get(my(cast.leo, "appointments")))
    assert "Well visit" in page
    assert "New York time" in page
    response = client.get(my(cast.leo, "calendar_file", cast.leo_visit.pk))
    assert response["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in response.content
    assert b"Well visit" not in response.content


def test_a_strangers_calendar_file_is_not_found(cast, sign_in, my):
    client = sign_in(cast.paul_user)
    assert client.get(my(cast.paul, "calendar_file", cast.leo_visit.pk)).status_code == 404


def test_the_status_line_goes_from_sent_over_seen_to_the_answer(cast, sign_in, my, asked, acting, now, words):
    client, address = sign_in(cast.paul_user), my(cast.paul, "appointments")
    assert words(client.get(address)).count('<li class="done">') == 1
    Delivery.objects.filter(thread=asked.thread, member=cast.fay).update(read_at=now)
    page = words(client.get(address))
    assert page.count('<li class="done">') == 2
    assert "Pending" in page
    services.decline(by=acting(cast.sam), request=asked, reason="Dr Ada is away that week.")
    page = words(client.get(address))
    assert page.count('<li class="done">') == 3
    assert "Dr Ada is away that week." in page
    assert "Withdraw" not in page


def test_an_approved_request_names_its_visit_above(cast, sign_in, my, asked, acting, words):
    at = asked.slots.get().starts_at
    services.approve(by=acting(cast.sam), request=asked, starts_at=at, provider=cast.dr_ada)
    page = words(sign_in(cast.paul_user).get(my(cast.paul, "appointments")))
    assert "Approved" in page
    assert "Add to calendar" in page


def test_withdrawing_asks_first_and_then_takes_it_back(cast, sign_in, my, asked, words):
    client, address = sign_in(cast.paul_user), my(cast.paul, "withdrawal", asked.pk)
    assert address in words(client.get(my(cast.paul, "appointments")))
    assert "Withdraw the request?" in words(client.get(address))
    asked.refresh_from_db()
    assert asked.status == "pending"
    page = words(client.post(address, follow=True))
    assert "Your request has been withdrawn." in page
    asked.refresh_from_db()
    assert asked.status == "withdrawn"


def test_x14_withdrawing_what_was_decided_is_refused_and_says_so(cast, sign_in, my, asked, acting, words):
    services.decline(by=acting(cast.sam), request=asked, reason="Full.")
    response = sign_in(cast.paul_user).post(my(cast.paul, "withdrawal", asked.pk))
    assert response.status_code == 409
    assert "already declined on" in words(response)


def test_another_guardian_sees_the_request_but_neither_its_thread_nor_withdraw(cast, sign_in, my, ask, starts, words):
    made = ask(cast.gina, patient=cast.leo, starts=starts(1))
    page = words(sign_in(cast.hugo).get(my(cast.leo, "appointments")))
    assert "Well visit with Dr Ada at North" in page
    assert str(made.thread_id) not in page
    assert "Withdraw" not in page
    assert sign_in(cast.hugo).post(my(cast.leo, "withdrawal", made.pk)).status_code == 403
    assert AppointmentRequest.objects.get(pk=made.pk).status == "pending"


def test_what_is_about_one_child_is_not_found_under_the_other(cast, sign_in, my, ask, starts):
    made, client = ask(cast.gina, patient=cast.leo, starts=starts(1)), sign_in(cast.gina)
    for name, row in (("request_sent", made), ("withdrawal", made), ("calendar_file", cast.leo_visit)):
        assert client.get(my(cast.leo, name, row.pk)).status_code == 200
        assert client.get(my(cast.mia, name, row.pk)).status_code == 404


def test_past_visits_come_twenty_at_a_time(cast, sign_in, my, now, words):
    facts = {"location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": now}
    days = [now.date() - timedelta(days=n + 2) for n in range(25)]
    for day in days:
        build.visit(cast.paul, case=cast.paul_primary, day=day, hour=9, **facts)
    client, seen = sign_in(cast.paul_user), []
    address = my(cast.paul, "appointments")
    for expected in (20, 5):
        page = words(client.get(address))
        seen += [day for day in days if f"{clock.day(day)}, 9:00 am" in page]
        assert page.count('class="row"') == expected
        older = re.search(r'rel="next" href="([^"#]+)', page)
        address = older[1] if older else ""
    assert seen == days
    assert not address


def test_the_thread_is_one_press_away_for_whoever_asked(cast, sign_in, my, asked, words):
    page = words(sign_in(cast.paul_user).get(my(cast.paul, "appointments")))
    assert reverse("my:messaging:thread", args=["maple", cast.paul.pk, asked.thread_id]) in page


def test_another_guardian_sees_how_a_request_stands_and_not_what_was_answered(
    cast, ask, starts, sign_in, my, acting, words
):
    asked = ask(cast.gina, patient=cast.leo, starts=starts(1))
    services.decline(by=acting(cast.sam), request=asked, reason="As we said on the phone, Ms Garcia.")
    assert "on the phone" in words(sign_in(cast.gina).get(my(cast.leo, "appointments")))
    page = words(sign_in(cast.hugo).get(my(cast.leo, "appointments")))
    assert "Declined" in page
    assert "on the phone" not in page
    assert str(asked.thread_id) not in page


def test_who_books_only_has_no_link_to_messages(cast, asked, sign_in, my, words):
    AccessGrant.objects.filter(user=cast.paul_user).update(level="booking")
    page = words(sign_in(cast.paul_user).get(my(cast.paul, "appointments")))
    assert "Pending" in page
    assert "/messages/" not in page
