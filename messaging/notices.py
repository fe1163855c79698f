"""The notice this app sends: somebody at the practice has answered."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from messaging.models import Message, ReadMarker
from messaging.threads import NEW_MESSAGE
from practice import addresses, letters, outbox
from practice.access import LEVEL_PERMISSIONS, Permission
from practice.outbox import Letter
from practice.standing import live_grants


def announce() -> None:
    """Called from the app's `ready`."""
    outbox.announce(NEW_MESSAGE, new_message)


def new_message(row, now: datetime) -> Letter | None:
    """`You have a message from PRACTICE`, with a link; None once access ended, or it was read or taken back."""
    message = Message.objects.select_related("thread__practice", "thread__account", "withdrawal").get(
        pk=row.subject_ref
    )
    thread, reader = message.thread, message.thread.account
    level = live_grants(reader, thread.practice, now).get(thread.patient_id)
    marker = ReadMarker.objects.filter(thread=thread, user=reader).first()
    gone = hasattr(message, "withdrawal") or (marker is not None and marker.covers(message))
    may_read = reader.is_active and reader.email and Permission.THREAD_READ in LEVEL_PERMISSIONS.get(level, ())
    if gone or not may_read or not addresses.is_proven(reader):
        return None
    path = reverse("my:messaging:thread", args=[thread.practice.slug, thread.patient_id, thread.pk])
    with translation.override(reader.language):
        return letters.compose(
            "messaging/mail/new_message",
            {"practice": thread.practice, "name": reader.name, "url": settings.BASE_URL + path},
            reader.email,
        )
