"""Routes of this app: the staff tree, the patient tree, and what stands open."""

from django.urls import path

from scheduling import schedule_urls, setup_urls
from scheduling.patient_views import changing, replacing, requesting, visits
from scheduling.staff_views import decisions, editing, proposals, queue

staff_urls = [
    *setup_urls.staff_urls,
    *schedule_urls.staff_urls,
    path("schedule/requests/", queue.requests, name="requests"),
    path("schedule/requests/<uuid:request_id>/approval/", decisions.approval, name="approval"),
    path("schedule/requests/<uuid:request_id>/declination/", decisions.declination, name="declination"),
    path("schedule/requests/<uuid:request_id>/edition/", editing.edition, name="edition"),
    path("schedule/requests/<uuid:request_id>/proposal/", proposals.proposal, name="proposal"),
    path("schedule/requests/<uuid:request_id>/reopening/", decisions.reopening, name="reopening"),
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
    path("appointments/requests/<uuid:request_id>/change/", replacing.change, name="request_change"),
    path("appointments/requests/<uuid:request_id>/withdrawal/", visits.withdrawal, name="withdrawal"),
    path("appointments/requests/<uuid:request_id>/refusal/", visits.offer_refusal, name="offer_refusal"),
    path(
        "appointments/requests/<uuid:request_id>/proposals/<uuid:proposal_id>/acceptance/",
        visits.acceptance,
        name="acceptance",
    ),
]

open_urls = []
