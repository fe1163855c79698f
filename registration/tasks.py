"""What the worker does for this app by itself."""

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from practice.access import system_actor
from registration.models import InviteRun
from registration.run_selectors import unfinished
from registration.services import runs


@shared_task(name="registration.invite_all")
def invite_all(run_id: str, **_later_additions) -> None:
    """Invite everybody of this run."""
    close_old_connections()
    for run in unfinished().filter(pk=run_id):
        _invite_all(run)


@shared_task(name="registration.finish_runs")
def finish_runs(**_later_additions) -> None:
    """Go on where a worker died or was never called."""
    close_old_connections()
    for run in unfinished():
        _invite_all(run)


def _invite_all(run: InviteRun) -> None:
    more = True
    while more:
        more = runs.go_on(by=system_actor(run.practice, timezone.now(), "invites"), run=run)
