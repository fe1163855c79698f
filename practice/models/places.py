"""Practices, their locations, and when a location is open."""

import zoneinfo

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from practice.models.fields import uuid_key, validate_zone
from practice.tenancy import PracticeOwned

MINUTES_A_DAY = 24 * 60
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class Practice(models.Model):
    id = uuid_key()
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="America/New_York", validators=[validate_zone])
    phone = PhoneNumberField(blank=True)
    created_at = models.DateTimeField()

    def __str__(self):
        return self.name


@pghistory.track()
class Location(PracticeOwned):
    audience = "everyone"

    id = uuid_key()
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=240, blank=True)
    phone = PhoneNumberField(blank=True)
    time_zone = models.CharField(max_length=64, validators=[validate_zone])
    allows_requests = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("practice", Lower("name"), name="location_name_unique"),
            models.UniqueConstraint(fields=["practice", "id"], name="location_in_practice"),
        ]

    def __str__(self):
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)


def weekly_checks(name: str) -> list[models.CheckConstraint]:
    """CHECKs of a row with `weekday`, `from_minute` and `until_minute`: a real weekday, and within the day."""
    within = Q(from_minute__gte=0, from_minute__lt=F("until_minute"), until_minute__lte=MINUTES_A_DAY)
    return [
        models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name=f"{name}_weekday"),
        models.CheckConstraint(condition=within, name=f"{name}_within_day"),
    ]


def no_weekly_overlap(name: str, whose: str) -> ExclusionConstraint:
    """No two stretches of one weekday overlap for the same `whose`."""
    minutes = Func("from_minute", "until_minute", function="int4range")
    equal, overlaps = RangeOperators.EQUAL, RangeOperators.OVERLAPS
    return ExclusionConstraint(name=name, expressions=[(whose, equal), ("weekday", equal), (minutes, overlaps)])


@pghistory.track()
class OpeningHours(PracticeOwned):
    """When a location is open on a weekday: wall-clock minutes from midnight, half-open."""

    audience = "everyone"

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.SmallIntegerField(choices=WEEKDAYS)
    from_minute = models.SmallIntegerField()
    until_minute = models.SmallIntegerField()

    class Meta:
        constraints = [
            *weekly_checks("opening_hours"),
            no_weekly_overlap("opening_hours_do_not_overlap", "location"),
        ]


class Closure(PracticeOwned):
    """A stretch of time when a location is closed whatever its hours say. Half-open, UTC."""

    audience = "everyone"

    id = uuid_key()
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="closure_ends_after_start"),
        ]
        indexes = [models.Index(fields=["location", "ends_at"], name="closure_by_location")]
