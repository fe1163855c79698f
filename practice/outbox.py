"""What leaves the house. Doors put a row in their transaction; a worker claims it, makes the words, sends once.

Those above introduce their notices here at start-up. A row holds no text and no link.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from practice import channels, doorbell, journal
from practice.models import OutboundMessage

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 8


@dataclass(frozen=True)
class Letter:
    """One rendered message: to one address, in the channel's own parts."""

    address: str
    subject: str
    text: str
    html: str = ""
    calendar: bytes = b""


@dataclass(frozen=True)
class Notice:
    """A kind of message. `compose(row, now)` returns the Letter, or None when it is no longer true."""

    name: str
    compose: Callable[[OutboundMessage, datetime], Letter | None]


NOTICES: dict[str, Notice] = {}


def announce(name: str, compose: Callable) -> None:
    """Introduce a notice; called from the apps' `ready`."""
    NOTICES[name] = Notice(name, compose)


def put(
    *,
    practice,
    notice: str,
    subject,
    recipient,
    key: str,
    now: datetime,
    due_at: datetime | None = None,
    channel: str = "email",
) -> None:
    """Queue a message in the caller's transaction and ring for a worker on commit. The same `key` twice is one row.

    `subject` is the row the notice is about; `recipient` the User, or None where the subject has the address or the
    number. What is due within a minute rings then; for what is due later the sweep comes by.
    """
    if notice not in NOTICES:
        raise LookupError(f"nobody announced the notice {notice}")
    row = OutboundMessage(
        key=key,
        practice=practice,
        channel=channel,
        notice=notice,
        recipient=recipient,
        subject_ref=subject.pk,
        created_at=now,
        due_at=due_at or now,
    )
    journal.leave(row)
    wait = (row.due_at - now).total_seconds()
    if wait <= LEASE.total_seconds():
        # Where the key was there before, nobody finds a row of this id. A lambda: Django names a robust callback that
        # failed by its __qualname__, which a partial does not have.
        transaction.on_commit(lambda: _ring(row.pk, wait), robust=True)


def _ring(row_id, wait: float) -> None:
    from practice.tasks import deliver

    doorbell.ring(deliver, row_id, wait)


def due(now: datetime):
    """Rows a worker should look at: due and queued, or claimed longer ago than the lease."""
    waiting = Q(status="queued", due_at__lte=now)
    stuck = Q(status="sending", claimed_at__lte=now - LEASE)
    return OutboundMessage.objects.filter(waiting | stuck).order_by("due_at")


def claim(row_id, now: datetime) -> OutboundMessage | None:
    """Take the row for this worker, or None: taken, not due, finished. A text whose sender vanished is `unknown`."""
    stuck = OutboundMessage.objects.filter(pk=row_id, status="sending", claimed_at__lte=now - LEASE)
    stuck.filter(channel="text").update(status="unknown", finished_at=now)
    stuck.filter(attempts__gte=MAX_ATTEMPTS).update(status="failed", finished_at=now, error="WorkerLost")
    taken = due(now).filter(pk=row_id).order_by()
    if taken.update(status="sending", claimed_at=now, attempts=F("attempts") + 1) != 1:
        return None
    return OutboundMessage.objects.get(pk=row_id)


def deliver(row_id, now: datetime | None = None) -> str:
    """Send one row if it is ours to send; returns the status it ends in, or '' when it was not ours."""
    now = now or timezone.now()
    row = claim(row_id, now)
    if row is None:
        return ""
    try:
        letter = NOTICES[row.notice].compose(row, now)
        if letter is None:
            return _finish(row, "dropped")
        channels.send(row, letter)
    except channels.Unwanted as error:
        return _finish(row, "dropped", error)
    except channels.Permanent as error:
        return _finish(row, "failed", error)
    except Exception as error:
        log.warning("outbox row not sent", extra={"row": str(row.pk), "why": type(error).__name__})
        return _later(row, error)
    return _finish(row, "sent")


def _finish(row: OutboundMessage, status: str, error: Exception | None = None) -> str:
    row.status, row.finished_at = status, timezone.now()
    row.error = type(error).__name__ if error else ""
    row.save(update_fields=["status", "finished_at", "error"])
    return status


def _later(row: OutboundMessage, error: Exception) -> str:
    if row.attempts >= MAX_ATTEMPTS:
        return _finish(row, "failed", error)
    row.status, row.error = "queued", type(error).__name__
    row.due_at = timezone.now() + timedelta(seconds=15 * 2**row.attempts)
    row.save(update_fields=["status", "error", "due_at"])
    return "queued"
