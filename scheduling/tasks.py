"""What the worker does for this app by itself."""

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from practice.access import system_actor
from scheduling.selectors.requests import offers_run_out
from scheduling.services import by_itself


@shared_task(name="scheduling.end_offers")
def end_offers(**_later_additions) -> None:
    """End every request whose offered times nobody took in time."""
    close_old_connections()
    now = timezone.now()
    for request in offers_run_out(now):
        by_itself.end_offer(by=system_actor(request.practice, now, "end of offers"), request=request)
