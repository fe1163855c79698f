"""Which department receives an appointment request, where it is not the same one for all."""

from django.db import models
from django.db.models import Q

from practice.models.fields import uuid_key
from practice.tenancy import PracticeOwned


class RequestRoute(PracticeOwned):
    """Requests for this location, visit type and provider (empty = any) go to this department; the first match wins."""

    id = uuid_key()
    position = models.PositiveSmallIntegerField()
    location = models.ForeignKey("practice.Location", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    visit_type = models.ForeignKey("VisitType", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    provider = models.ForeignKey("practice.Provider", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    department = models.ForeignKey("messaging.Department", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "location", "visit_type", "provider"],
                nulls_distinct=False,
                name="one_route_a_scope",
            ),
            models.CheckConstraint(
                condition=Q(location__isnull=False) | Q(visit_type__isnull=False) | Q(provider__isnull=False),
                name="route_names_something",
            ),
        ]

    def __str__(self):
        named = (self.location, self.visit_type, self.provider)
        return " · ".join(str(one) for one in named if one is not None)
