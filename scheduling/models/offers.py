"""What can be had and when: visit types, cases, the weekly hours of providers and their time off."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.fields.ranges import RangeBoundary
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from practice.models.fields import uuid_key
from practice.models.places import WEEKDAYS, no_weekly_overlap, weekly_checks
from practice.tenancy import PracticeOwned
from scheduling.models.spans import TimeSpan

SHORTEST, LONGEST = 5, 480  # minutes of a visit
MOST_BUFFER = 120  # minutes around one


@pghistory.track()
class VisitType(PracticeOwned):
    """What a visit is: its minutes, and the minutes around it that the provider's day also loses.

    `providers` are those who do such visits; none means everybody.
    """

    audience = "everyone"

    id = uuid_key()
    name = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    buffer_before = models.PositiveSmallIntegerField(default=0)
    buffer_after = models.PositiveSmallIntegerField(default=0)
    start_increment = models.PositiveSmallIntegerField(default=15)
    requestable = models.BooleanField(default=True)
    providers = models.ManyToManyField("practice.Provider", blank=True, related_name="+")
    fee = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "practice", Lower("name"), condition=Q(retired_at__isnull=True), name="visit_type_name_unique"
            ),
            models.UniqueConstraint(fields=["practice", "id"], name="visit_type_in_practice"),
            models.CheckConstraint(condition=Q(minutes__range=(SHORTEST, LONGEST)), name="visit_type_minutes_range"),
            models.CheckConstraint(
                condition=Q(start_increment__in=(5, 10, 15, 20, 30, 60)), name="visit_type_increment_known"
            ),
            models.CheckConstraint(
                condition=Q(buffer_before__lte=MOST_BUFFER, buffer_after__lte=MOST_BUFFER),
                name="visit_type_buffers_range",
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
            *weekly_checks("availability"),
            no_weekly_overlap("availability_does_not_overlap", "provider"),
        ]


class TimeOff(PracticeOwned):
    """A provider is away, at every location. Half-open, UTC."""

    audience = "everyone"

    id = uuid_key()
    provider = models.ForeignKey("practice.Provider", on_delete=models.CASCADE, related_name="time_off")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

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
