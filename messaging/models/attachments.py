"""Files sent with a message."""

import pgtrigger
from django.db import models
from django.db.models import Q

from messaging.models.threads import Message
from practice.access import STAFF
from practice.models.fields import uuid_key, words_check
from practice.tenancy import PracticeOwned

FILE_KINDS = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
LARGEST_FILE = 10 * 1024 * 1024  # bytes
FILE_NAME_LENGTH = 120


def place_of(attachment: "Attachment", _name: str) -> str:
    """Where the bytes lie: named by ids alone, so that no name from outside reaches the file system."""
    return f"attachments/{attachment.practice_id}/{attachment.pk}"


class Attachment(PracticeOwned):
    """A file, checked and cleaned. It waits for its message with whoever sent it up, and is theirs alone until then."""

    audience = "patient"

    id = uuid_key()
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")
    uploaded_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    name = models.CharField(max_length=FILE_NAME_LENGTH)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=place_of, max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__range=(1, LARGEST_FILE)), name="attachment_size_range"),
            words_check("kind", FILE_KINDS, "attachment_kind_known"),
        ]
        indexes = [models.Index(fields=["uploaded_at"], condition=Q(message__isnull=True), name="waiting_attachments")]
        triggers = [
            pgtrigger.Protect(
                name="sent_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__message__isnull=False),
            )
        ]

    def __str__(self):
        return self.name

    @classmethod
    def visibility(cls, actor):
        """What waits: whoever sent it up. What was sent: whoever sees its message, as staff do who only have that."""
        seen = super().visibility(actor)
        if actor.user is None:
            return seen
        own = Q(message=None, uploaded_by=actor.user) | Q(message__in=Message.objects.visible_to(actor).values("pk"))
        return own if actor.side == STAFF else seen & own
