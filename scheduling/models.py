"""Visit types, cases, when providers see patients, appointments, and the requests for them."""

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.fields.ranges import RangeBoundary
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from practice.models.fields import request_key, together, uuid_key, words_check
from practice.models.places import MINUTES_A_DAY, WEEKDAYS
from practice.tenancy import PracticeOwned
from scheduling.states import APPOINTMENT_STATUSES, OCCUPYING, OPEN_REQUEST, REQUEST_STATUSES

REQUEST_KINDS = {"schedule": _("New visit"), "cancel": _("Cancellation"), "reschedule": _("Reschedule")}
WISHES = {"slots": _("Chosen times"), "next_available": _("Next available")}
EVENT_KINDS = ("booked", "confirmed", "moved", "checked_in", "completed", "no_show", "cancelled")
REASON_LENGTH = 2000
MAX_SLOTS = 3


class TimeSpan(Func):
    """tstzrange(starts, ends), half-open."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


@pghistory.track()
class VisitType(PracticeOwned):
    """What a visit is: its minutes, and the minutes around it that the provider's day also loses."""

    audience = "everyone"

    id = uuid_key()
    name = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    buffer_before = models.PositiveSmallIntegerField(default=0)
    buffer_after = models.PositiveSmallIntegerField(default=0)
    start_increment = models.PositiveSmallIntegerField(default=15)
    requestable = models.BooleanField(default=True)
    fee = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "practice", Lower("name"), condition=Q(retired_at__isnull=True), name="visit_type_name_unique"
            ),
            models.UniqueConstraint(fields=["practice", "id"], name="visit_type_in_practice"),
            models.CheckConstraint(condition=Q(minutes__range=(5, 480)), name="visit_type_minutes_range"),
            models.CheckConstraint(
                condition=Q(start_increment__in=(5, 10, 15, 20, 30, 60)), name="visit_type_increment_known"
            ),
            models.CheckConstraint(
                condition=Q(buffer_before__lte=120, buffer_after__lte=120), name="visit_type_buffers_range"
            ),
            models.CheckConstraint(condition=Q(fee__gte=0), name="visit_type_fee_not_negative"),
        ]

    def __str__(self):
        return self.name


@pghistory.track()
class Case(PracticeOwned):
    """Why a patient comes: a course of care, the visit types it allows, and its providers (none = any)."""

    audience = "patient"

    id = uuid_key()
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="cases")
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    allows_requests = models.BooleanField(default=False)
    visit_types = models.ManyToManyField(VisitType, blank=True, related_name="+")
    providers = models.ManyToManyField("practice.Provider", blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "patient", Lower("name"), condition=Q(is_active=True), name="active_case_name_unique"
            ),
            models.UniqueConstraint(fields=["practice", "id"], name="case_in_practice"),
        ]

    def __str__(self):
        return self.name


@pghistory.track()
class AvailabilityRule(PracticeOwned):
    """A provider sees patients at a location on a weekday: wall-clock minutes of the location, half-open."""

    audience = "everyone"

    id = uuid_key()
    provider = models.ForeignKey("practice.Provider", on_delete=models.CASCADE, related_name="hours")
    location = models.ForeignKey("practice.Location", on_delete=models.CASCADE, related_name="+")
    weekday = models.SmallIntegerField(choices=WEEKDAYS)
    from_minute = models.SmallIntegerField()
    until_minute = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="availability_weekday"),
            models.CheckConstraint(
                condition=Q(from_minute__gte=0, from_minute__lt=F("until_minute"), until_minute__lte=MINUTES_A_DAY),
                name="availability_within_day",
            ),
            ExclusionConstraint(
                name="availability_does_not_overlap",
                expressions=[
                    ("provider", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (Func("from_minute", "until_minute", function="int4range"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class TimeOff(PracticeOwned):
    """A provider is away, at every location. Half-open, UTC."""

    audience = "everyone"

    id = uuid_key()
    provider = models.ForeignKey("practice.Provider", on_delete=models.CASCADE, related_name="time_off")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="time_off_ends_after_start"),
            ExclusionConstraint(
                name="time_off_does_not_overlap",
                expressions=[
                    ("provider", RangeOperators.EQUAL),
                    (TimeSpan("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Appointment(PracticeOwned):
    """A visit on the schedule. `busy` is what the provider's day loses, buffers included; calendar.py sets it."""

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
        ]


class AppointmentEvent(PracticeOwned):
    """What happened to an appointment, when, and who did it. Append-only: its history for every screen."""

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

    class Meta:
        constraints = [words_check("what", EVENT_KINDS, "appointment_event_known")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class AppointmentRequest(PracticeOwned):
    """A wish for a visit. It is one piece of work with its thread: deciding it answers and completes the thread."""

    audience = "patient"

    id = uuid_key()
    thread = models.OneToOneField("messaging.Thread", on_delete=models.PROTECT, related_name="appointment_request")
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="appointment_requests")
    kind = models.CharField(max_length=12, choices=REQUEST_KINDS.items(), default="schedule")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    visit_type = models.ForeignKey(VisitType, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey("practice.Location", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("practice.Provider", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wish = models.CharField(max_length=16, choices=WISHES.items())
    reason = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=REQUEST_STATUSES.items(), default="pending")
    made_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decline_reason = models.TextField(blank=True)
    handled_elsewhere = models.BooleanField(default=False)  # closed from the inbox: booked by other means
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="request_in_practice"),
            models.UniqueConstraint(fields=["practice", "made_by", "request_key"], name="request_sent_once"),
            models.UniqueConstraint(
                fields=["patient", "case", "visit_type"],
                condition=Q(status__in=OPEN_REQUEST, kind="schedule"),
                name="one_open_request_a_visit_type",
            ),
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(status__in=OPEN_REQUEST),
                name="one_open_request_an_appointment",
            ),
            together("request_decided_pair", "decided_at", "decided_by"),
            models.CheckConstraint(
                condition=Q(status__in=OPEN_REQUEST, decided_at__isnull=True)
                | (~Q(status__in=OPEN_REQUEST) & Q(decided_at__isnull=False)),
                name="request_decided_when_closed",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(appointment__isnull=False) | Q(handled_elsewhere=True),
                name="approved_has_an_appointment",
            ),
            models.CheckConstraint(
                condition=Q(kind="schedule") | Q(appointment__isnull=False), name="change_names_its_appointment"
            ),
            words_check("status", REQUEST_STATUSES, "request_status_known"),
            words_check("kind", REQUEST_KINDS, "request_kind_known"),
            words_check("wish", WISHES, "request_wish_known"),
        ]
        indexes = [
            models.Index(fields=["practice", "made_at"], condition=Q(status__in=OPEN_REQUEST), name="open_requests"),
        ]


class RequestedSlot(PracticeOwned):
    """One of up to three times a request names, in the requester's order."""

    audience = "patient"
    patient_path = "request__patient"

    request = models.ForeignKey(AppointmentRequest, on_delete=models.CASCADE, related_name="slots")
    provider = models.ForeignKey("practice.Provider", on_delete=models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="requested_slot_position_once"),
            models.CheckConstraint(condition=Q(position__range=(1, MAX_SLOTS)), name="at_most_three_slots"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="requested_slot_ends_after_start"),
        ]
        indexes = [models.Index(fields=["provider", "starts_at"], name="requested_slots_by_provider")]
