"""What the worker does for this app by itself."""

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from practice.access import system_actor
from scheduling.models import ZoneChange
from scheduling.selectors.requests import offers_run_out
from scheduling.selectors.zone_changes import untold
from scheduling.services import by_itself


@shared_task(name="scheduling.end_offers")
def end_offers(**_later_additions) -> None:
    """End every request whose offered times nobody took in time."""
    close_old_connections()
    now = timezone.now()
    for request in offers_run_out(now):
        by_itself.end_offer(by=system_actor(request.practice, now, "end of offers"), request=request)


@shared_task(name="scheduling.tell_zone_change")
def tell_zone_change(change_id: str, **_later_additions) -> None:
    """Tell everybody whose visits this change of a time zone moved."""
    close_old_connections()
    for change in untold().filter(pk=change_id):
        _tell_all(change)


@shared_task(name="scheduling.tell_zone_changes")
def tell_zone_changes(**_later_additions) -> None:
    """Go on where a worker died or was never called."""
    close_old_connections()
    for change in untold():
        _tell_all(change)


def _tell_all(change: ZoneChange) -> None:
    more = True
    while more:
        actor = system_actor(change.practice, timezone.now(), "zone change")
        more = by_itself.tell_zone_change(by=actor, change=change)
