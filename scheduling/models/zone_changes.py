"""A location's clock was set to another zone, and people have to hear of it."""

from django.db import models
from django.db.models import F, Q

from practice.models.fields import uuid_key
from practice.tenancy import PracticeOwned


class ZoneChange(PracticeOwned):
    """One change of a location's zone that moved something; its visits are the events that name it.

    A worker tells people in the order of these events: `told_through` is the last one it has done, and `told_at` when
    all were. `visits` that moved and `people` who are told of it are counted at the change.
    """

    id = uuid_key()
    location = models.ForeignKey("practice.Location", on_delete=models.PROTECT, related_name="+")
    from_zone = models.CharField(max_length=64)
    to_zone = models.CharField(max_length=64)
    changed_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    visits = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    told_through = models.PositiveBigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="zone_change_in_practice"),
            models.CheckConstraint(condition=~Q(from_zone=F("to_zone")), name="zone_changes_to_another"),
        ]
        indexes = [models.Index(fields=["location", "-changed_at"], name="zone_changes_of_location")]
