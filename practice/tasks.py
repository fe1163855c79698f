"""What the worker does for this app. A task takes an id and nothing else, and calls one function."""

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from practice import outbox, parking

SWEEP_SIZE = 500


@shared_task(name="practice.deliver")
def deliver(row_id: str, **_later_additions) -> None:
    """Send one outbox row."""
    close_old_connections()
    outbox.deliver(row_id)


@shared_task(name="practice.sweep_outbox")
def sweep_outbox(**_later_additions) -> None:
    """Ring again for every row that is due, and take back what a dead worker held."""
    close_old_connections()
    for row_id in outbox.due(timezone.now()).values_list("pk", flat=True)[:SWEEP_SIZE]:
        outbox.deliver(row_id)


@shared_task(name="practice.forget_parked")
def forget_parked(**_later_additions) -> None:
    """Delete the forms that nobody came back for."""
    close_old_connections()
    parking.forget_old(timezone.now())
