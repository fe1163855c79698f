"""The only link between a login and a chart."""

from datetime import date, timedelta

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from practice import clock
from practice.access import LEVELS
from practice.models.fields import together, uuid_key, words_check
from practice.models.patients import OPEN_STATUSES, RELATIONSHIPS
from practice.tenancy import PracticeOwned, PracticeQuerySet


class GrantQuerySet(PracticeQuerySet):
    def live(self, now):
        """Grants in force at `now`: begun, not over, and of a patient whose record is open."""
        return self.not_over(now).filter(starts_at__lte=now, patient__status__in=OPEN_STATUSES)

    def not_over(self, now):
        """The same with those that begin later, and those that rest while the patient is inactive."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), ended_at__isnull=True)


@pghistory.track()
class AccessGrant(PracticeOwned):
    """`user` acts for `patient` at `level` from `starts_at` until `ends_at` (None = no end), half-open, UTC.

    Staff ended it where there is an `ended_at`; `ends_before` is the end that was planned until then. `changed_at` and
    `changed_by` say who made of it what it is now; with the history that is every change, ending and undoing.
    """

    audience = "chart"  # guardians do not learn of each other through grants

    id = uuid_key()
    user = models.ForeignKey("practice.User", on_delete=models.PROTECT, related_name="grants")
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="grants")
    relationship = models.CharField(max_length=16, choices=RELATIONSHIPS.items())
    level = models.CharField(max_length=12, choices=LEVELS.items(), default="full")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    ends_before = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="grant_ends_after_start"
            ),
            together("grant_ended_pair", "ended_at", "ended_by"),
            together("grant_changed_pair", "changed_at", "changed_by"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_reason="", ends_before__isnull=True)
                | Q(ended_at__isnull=False, ends_at__isnull=False) & ~Q(ended_reason=""),
                name="grant_ended_for_a_reason",
            ),
            words_check("level", LEVELS, "grant_level_known"),
            words_check("relationship", RELATIONSHIPS, "grant_relationship_known"),
            ExclusionConstraint(
                name="grants_do_not_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("patient", RangeOperators.EQUAL),
                    (Func("starts_at", "ends_at", function="tstzrange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def first_day(self, zone: str) -> date:
        """The first day of it in this time zone."""
        return clock.local(self.starts_at, zone).date()

    def last_day(self, zone: str) -> date | None:
        """The last day on which it holds at all; None where it has no end."""
        return clock.local(self.ends_at - timedelta(microseconds=1), zone).date() if self.ends_at else None
