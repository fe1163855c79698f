from django.db import models

from practice.models.fields import uuid_key


class ParkedSubmission(models.Model):
    """A form sent after the session had ended, kept for the same person until they have signed in again."""

    id = uuid_key()
    user = models.ForeignKey("practice.User", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    fields = models.JSONField()
    parked_at = models.DateTimeField()
