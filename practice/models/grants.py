"""The only link between a login and a chart."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from practice.access import LEVELS
from practice.models.fields import uuid_key, words_check
from practice.models.patients import RELATIONSHIPS
from practice.tenancy import PracticeOwned, PracticeQuerySet


class GrantQuerySet(PracticeQuerySet):
    def live(self, now):
        """Grants in force at `now`."""
        return self.filter(starts_at__lte=now).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))


@pghistory.track()
class AccessGrant(PracticeOwned):
    """`user` acts for `patient` at `level` from `starts_at` until `ends_at` (None = no end), half-open, UTC."""

    audience = "chart"  # guardians do not learn of each other through grants

    id = uuid_key()
    user = models.ForeignKey("practice.User", on_delete=models.PROTECT, related_name="grants")
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="grants")
    relationship = models.CharField(max_length=16, choices=RELATIONSHIPS.items())
    level = models.CharField(max_length=12, choices=LEVELS.items(), default="full")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="grant_ends_after_start"
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
