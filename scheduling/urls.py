"""Routes of this app: the staff tree, the patient tree, and what stands open."""

from datetime import date

from django.urls import path, register_converter

from scheduling import moments, setup_urls
from scheduling.patient_views import changing, requesting, visits
from scheduling.staff_views import booking, day, decisions, misplaced


class DateConverter:
    """A date as `2026-11-24`; what is no date, or so far off that nobody means it, is no page."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        day = moments.read_day(value)
        if day is None:
            raise ValueError(value)
        return day

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DateConverter, "date")

staff_urls = [
    *setup_urls.staff_urls,
    path("schedule/", day.day, name="day"),
    path("schedule/day/<date:on>/", day.day_of, name="day_of"),
    path("schedule/book/", booking.book, name="book"),
    path("schedule/visits-to-move/", misplaced.misplaced, name="misplaced"),
    path("schedule/appointments/<uuid:appointment_id>/", day.appointment, name="appointment"),
    path("schedule/appointments/<uuid:appointment_id>/cancellation/", booking.cancel, name="cancellation"),
    path("schedule/requests/<uuid:request_id>/", day.asked, name="request"),
    path("schedule/requests/<uuid:request_id>/approval/", decisions.approval, name="approval"),
    path("schedule/requests/<uuid:request_id>/declination/", decisions.declination, name="declination"),
]

patient_urls = [
    path("appointments/", visits.appointments, name="appointments"),
    path("appointments/<uuid:appointment_id>/visit.ics", visits.calendar_file, name="calendar_file"),
    path("appointments/<uuid:appointment_id>/rescheduling/", changing.rescheduling, name="rescheduling"),
    path("appointments/<uuid:appointment_id>/cancellation/", changing.cancellation, name="cancellation"),
    path("appointments/request/", requesting.begin, name="request"),
    path("appointments/request/who/", requesting.who, name="request_who"),
    path("appointments/request/<slug:step>/", requesting.step, name="request_step"),
    path("appointments/requests/", requesting.send, name="requests"),
    path("appointments/requests/<uuid:request_id>/", requesting.sent, name="request_sent"),
    path("appointments/requests/<uuid:request_id>/withdrawal/", visits.withdrawal, name="withdrawal"),
    path("appointments/requests/<uuid:request_id>/refusal/", visits.offer_refusal, name="offer_refusal"),
    path(
        "appointments/requests/<uuid:request_id>/proposals/<uuid:proposal_id>/acceptance/",
        visits.acceptance,
        name="acceptance",
    ),
]

open_urls = []
