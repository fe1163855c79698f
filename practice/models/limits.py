from django.db import models
from django.db.models import Q


class TokenBucket(models.Model):
    """How much of a limit is left under a key. Kept in Postgres, so losing the broker opens nothing."""

    key = models.CharField(max_length=120, primary_key=True)  # a digest: never an address or a name
    tokens = models.FloatField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(tokens__gte=0), name="bucket_not_negative")]
