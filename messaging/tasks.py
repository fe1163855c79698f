"""What the worker does for this app."""

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from messaging import attaching


@shared_task(name="messaging.forget_files")
def forget_files(**_later_additions) -> None:
    """Delete the files that were sent up and never sent along."""
    close_old_connections()
    attaching.forget_old(timezone.now())
