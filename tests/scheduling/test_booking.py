"""Staff book and cancel on the schedule; the calendar keeps every promise."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.demo import build
from practice.errors import NotAllowed
from practice.models import OutboundMessage
from scheduling import calendar, services
from scheduling.models import Appointment, AppointmentEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(cast, acting, at):
    def place(who=None, start="2026-10-21 09:00", **changes):
        facts = {
            "patient": cast.paul,
            "provider": cast.dr_ada,
            "location": cast.north,
            "visit_type": cast.well,
            "case": cast.paul_primary,
            "request_key": None,
        }
        return services.book(by=acting(who or cast.sam), starts_at=at(start), **{**facts, **changes})

    return place


def test_staff_book_and_the_patients_people_are_told(cast, book):
    visit = book(patient=cast.leo, case=cast.leo_primary)
    told = OutboundMessage.objects.filter(notice="appointment.booked", subject_ref=visit.pk)
    assert {row.recipient for row in told} == {cast.gina, cast.hugo}


def test_booking_needs_the_scheduling_duty(cast, book):
    with pytest.raises(NotAllowed):
        book(who=cast.nia)


def test_a_taken_time_is_refused_with_alternatives(cast, book, refusal):
    book()
    said = refusal(lambda: book(start="2026-10-21 09:15", patient=cast.leo, case=None))
    assert said.code == "slot_taken"
    assert len(said.extra["alternatives"]) == 3


def test_r124_booking_twice_with_one_form_is_one_visit(book):
    key = uuid.uuid4()
    assert book(request_key=key) == book(request_key=key)


def test_somebody_elses_case_and_an_inactive_patient_are_refused(cast, book, refusal):
    assert refusal(lambda: book(case=cast.leo_primary)).field == "case"
    cast.paul.status = "deceased"
    cast.paul.save(update_fields=["status"])
    assert refusal(book).code == "patient_not_active"


def test_siblings_may_have_visits_at_the_same_time_with_two_providers(cast, book):
    book(patient=cast.leo, case=None)
    assert book(patient=cast.mia, case=None, provider=cast.dr_ben)


def test_cancelling_frees_the_time_and_tells_why_in_its_history(cast, acting, book):
    visit = services.cancel(by=acting(cast.sam), appointment=book(), reason="Dr Ada is ill")
    assert (visit.status, visit.sequence) == ("cancelled", 1)
    assert list(AppointmentEvent.objects.filter(appointment=visit).order_by("pk").values_list("what", "note")) == [
        ("booked", ""),
        ("cancelled", "Dr Ada is ill"),
    ]
    assert book(patient=cast.leo, case=None)


def test_cancelling_twice_is_refused_with_the_status(cast, acting, book, refusal):
    visit = book()
    services.cancel(by=acting(cast.sam), appointment=visit, reason="Ill")
    said = refusal(lambda: services.cancel(by=acting(cast.sam), appointment=visit, reason="Ill"))
    assert said.code == "not_cancellable"
    assert "Cancelled" in said.message


def test_cancelling_needs_a_reason(cast, acting, book, refusal):
    assert refusal(lambda: services.cancel(by=acting(cast.sam), appointment=book(), reason=" ")).field == "reason"


def place(cast, acting, at, providers, **changes):
    facts = {"patient": cast.paul, "location": cast.north, "visit_type": cast.well, "case": None}
    facts["starts_at"] = at("2026-10-21 09:00")
    return calendar.place(by=acting(cast.sam), providers=providers, **{**facts, **changes})


def test_d11_with_several_providers_the_one_with_the_fewest_visits_that_day_is_taken(cast, acting, at, book):
    both = [cast.dr_ada, cast.dr_ben]
    book(start="2026-10-21 14:00", patient=cast.leo, case=None)
    assert place(cast, acting, at, both).provider == cast.dr_ben
    assert place(cast, acting, at, both, patient=cast.mia).provider == cast.dr_ada


def test_x19_with_nobody_free_the_time_is_taken_and_no_visit_is_unassigned(cast, acting, at, refusal):
    both = [cast.dr_ada, cast.dr_ben]
    place(cast, acting, at, both, patient=cast.leo)
    place(cast, acting, at, both, patient=cast.mia)
    assert refusal(lambda: place(cast, acting, at, both)).code == "slot_taken"


def test_a_hold_that_ran_out_gives_its_time_back_when_somebody_books(cast, acting, at, now):
    held = build.visit(
        cast.leo,
        case=None,
        location=cast.north,
        provider=cast.dr_ada,
        visit_type=cast.well,
        day=at("2026-10-21 09:00").date(),
        hour=9,
        now=now,
        status="held",
        held_until=now - timedelta(minutes=1),
    )
    assert place(cast, acting, at, [cast.dr_ada]).status == "booked"
    assert not Appointment.objects.filter(pk=held.pk).exists()


def test_the_database_refuses_a_double_booking_whatever_the_code_does(cast, book):
    visit = book()
    visit.pk, visit.patient, visit.request_key = uuid.uuid4(), cast.leo, None
    visit._state.adding = True
    with pytest.raises(IntegrityError, match="provider_not_double_booked"), transaction.atomic():
        visit.save()
    assert Appointment.objects.filter(provider=cast.dr_ada, starts_at=visit.starts_at).count() == 1
