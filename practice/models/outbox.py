"""What leaves the house: one row for each message, holding no text; and which numbers want no texts."""

from django.db import models
from django.db.models import Q
from phonenumber_field.modelfields import PhoneNumberField

from practice.models.fields import uuid_key, words_check
from practice.tenancy import PracticeOwned

CHANNELS = ("email", "text")
OUTBOX_STATUSES = ("queued", "sending", "sent", "failed", "unknown", "dropped")


class OutboundMessage(models.Model):
    """One e-mail or text to be sent once. The words are made when it is sent, from `notice` and `subject_ref`.

    `practice` is empty for account mail (password reset), which belongs to a person, not to a practice.
    """

    written_once = True  # the second row of a key is left out

    id = uuid_key()
    practice = models.ForeignKey("practice.Practice", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=8, default="email")
    notice = models.CharField(max_length=60)
    recipient = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, related_name="+")
    subject_ref = models.UUIDField()
    key = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=8, default="queued")
    attempts = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            words_check("status", OUTBOX_STATUSES, "outbox_status_known"),
            words_check("channel", CHANNELS, "outbox_channel_known"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(status__in=["queued", "sending"]), name="outbox_waiting"),
            models.Index(fields=["practice", "created_at"], name="outbox_by_practice"),
            models.Index(fields=["subject_ref"], name="outbox_by_subject"),
        ]


class TextOptOut(PracticeOwned):
    """Whoever has this number wants no texts from the practice: none leaves to it while the row stands (X35)."""

    phone = PhoneNumberField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "phone"], name="opted_out_once")]
