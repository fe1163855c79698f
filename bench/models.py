"""The rows of the floors: what each question would cost if the answer lay in one table, ready to be read."""

from django.db import models
from django.db.models import Q


class OpenPlace(models.Model):
    """A start that is or was free, computed beforehand."""

    provider = models.SmallIntegerField()
    starts_at = models.DateTimeField()
    is_taken = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["provider", "starts_at"], condition=Q(is_taken=False), name="open_of_provider"),
            models.Index(fields=["starts_at", "provider"], condition=Q(is_taken=False), name="open_of_any"),
        ]


class Letter(models.Model):
    """A row of an inbox with everything a list shows."""

    owner_id = models.UUIDField()
    tab = models.SmallIntegerField()
    sender = models.CharField(max_length=80)
    about = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    received_at = models.DateTimeField()
    is_read = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "tab", "-received_at", "-id"], name="letters_of_tab"),
            models.Index(fields=["owner_id", "tab"], condition=Q(is_read=False), name="unread_letters"),
        ]


class Entry(models.Model):
    """One row to insert."""

    text = models.CharField(max_length=200)
    made_at = models.DateTimeField()
