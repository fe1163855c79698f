"""Room: completing a thread whose kind must hear first how it was handled (D5)."""

from django.utils.translation import gettext as _

from messaging import kinds, threads
from messaging.models import Thread
from practice.access import Actor
from practice.errors import Refused


def settle_and_complete(by: Actor, thread: Thread, handled: str) -> None:
    """Complete the thread. Refuses while its kind must hear how it was handled."""
    if thread.completed_at is None and (ways := kinds.ways_to_settle(thread)):
        if handled not in dict(ways):
            raise Refused("handled_how", _("Say how it was handled."), "handled")
        kinds.get(thread.kind).settle(by, thread, handled)
    threads.complete(by=by, thread=thread)
