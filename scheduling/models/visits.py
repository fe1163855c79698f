"""Appointments, and what happened to them."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.fields.ranges import RangeBoundary
from django.db import models
from django.db.models import F, Q

from practice.models.fields import request_key, uuid_key, words_check
from practice.tenancy import PracticeOwned
from scheduling.models.offers import Case, VisitType
from scheduling.models.spans import TimeSpan
from scheduling.models.zone_changes import ZoneChange
from scheduling.states import APPOINTMENT_STATUSES, OCCUPYING

EVENT_KINDS = (
    "booked",
    "confirmed",
    "moved",
    "checked_in",
    "completed",
    "no_show",
    "taken_back",
    "cancelled",
    "kept",
    "not_kept",
)


class Appointment(PracticeOwned):
    """A visit on the schedule. `busy` is what the provider's day loses, buffers included; calendar.py sets it.

    A `held` one is no visit yet: a time kept for a patient until `held_until` while an offer stands (settled 28).
    `outside_agreed`: it was put outside the hours on purpose, so that it need not be moved for that (X18).
    `kept_at`: when staff decided to leave it where it is, whatever had been laid over it by then.
    """

    audience = "patient"

    id = uuid_key()
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="appointments")
    provider = models.ForeignKey("practice.Provider", on_delete=models.PROTECT, related_name="appointments")
    location = models.ForeignKey("practice.Location", on_delete=models.PROTECT, related_name="+")
    visit_type = models.ForeignKey(VisitType, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    busy = DateTimeRangeField()
    status = models.CharField(max_length=12, choices=APPOINTMENT_STATUSES.items(), default="booked")
    held_until = models.DateTimeField(null=True, blank=True)
    outside_agreed = models.BooleanField(default=False)
    kept_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    booked_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, related_name="+")
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = models.CharField(max_length=200, blank=True)
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="appointment_in_practice"),
            models.UniqueConstraint(fields=["practice", "booked_by", "request_key"], name="appointment_booked_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_start"),
            models.CheckConstraint(
                condition=Q(busy__contains=TimeSpan("starts_at", "ends_at", RangeBoundary())),
                name="busy_contains_the_visit",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True)),
                name="cancelled_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(status="held", held_until__isnull=False) | (~Q(status="held") & Q(held_until__isnull=True)),
                name="held_has_an_end",
            ),
            words_check("status", APPOINTMENT_STATUSES, "appointment_status_known"),
            ExclusionConstraint(
                name="provider_not_double_booked",
                expressions=[("provider", RangeOperators.EQUAL), ("busy", RangeOperators.OVERLAPS)],
                condition=Q(status__in=OCCUPYING),
            ),
            ExclusionConstraint(
                name="patient_not_double_booked",
                expressions=[
                    ("patient", RangeOperators.EQUAL),
                    (TimeSpan("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=OCCUPYING),
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "starts_at"], name="appointments_by_provider"),
            models.Index(fields=["practice", "starts_at"], name="appointments_by_day"),
            models.Index(fields=["patient", "-starts_at"], name="appointments_of_patient"),
            models.Index(fields=["held_until"], condition=Q(status="held"), name="holds_by_end"),
        ]


class AppointmentEvent(PracticeOwned):
    """What happened to an appointment, when, and who did it. Append-only: its history for every screen.

    `zone_change`: what moved it together with all others at its location.
    """

    audience = "patient"
    patient_path = "appointment__patient"

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, related_name="+")
    side = models.CharField(max_length=8)
    from_starts_at = models.DateTimeField(null=True)
    to_starts_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    zone_change = models.ForeignKey(
        ZoneChange, on_delete=models.PROTECT, null=True, related_name="moves", db_index=False
    )

    class Meta:
        constraints = [words_check("what", EVENT_KINDS, "appointment_event_known")]
        indexes = [
            models.Index(
                fields=["zone_change", "id"], condition=Q(zone_change__isnull=False), name="moves_of_a_zone_change"
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
