"""Routes of `Schedule`: days and weeks, booking, and what is done with a visit."""

from datetime import date

from django.urls import path, register_converter

from scheduling import moments
from scheduling.staff_views import attendance, booking, day, events, misplaced, moving, week


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

VISIT = "schedule/appointments/<uuid:appointment_id>/"

staff_urls = [
    path("schedule/", day.day, name="day"),
    path("schedule/day/<date:on>/", day.day_of, name="day_of"),
    path("schedule/week/", week.week, name="week"),
    path("schedule/week/<date:on>/", week.week_of, name="week_of"),
    path("schedule/new/", booking.new_visit, name="new_visit"),
    path("schedule/book/", booking.book, name="book"),
    path("schedule/visits-to-move/", misplaced.misplaced, name="misplaced"),
    path(VISIT, events.appointment, name="appointment"),
    path(VISIT + "confirmation/", attendance.confirmation, name="confirmation"),
    path(VISIT + "check-in/", attendance.check_in, name="check_in"),
    path(VISIT + "completion/", attendance.completion, name="completion"),
    path(VISIT + "absence/", attendance.absence, name="absence"),
    path(VISIT + "step-back/", attendance.step_back, name="step_back"),
    path(VISIT + "cancellation/", attendance.cancellation, name="cancellation"),
    path(VISIT + "move/", moving.move, name="move"),
    path(VISIT + "keeping/", misplaced.keeping, name="keeping"),
    path(VISIT + "keeping/end/", misplaced.keeping_end, name="keeping_end"),
    path("schedule/requests/<uuid:request_id>/", events.asked, name="request"),
]
