"""Room: one colleague sees to a thread that several have, and the others know it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from messaging import routing
from messaging.models import Delivery, Thread
from practice import clock
from practice.access import Actor
from practice.errors import Refused


def take(*, by: Actor, thread: Thread) -> None:
    """Mine to see to: unread for nobody else, who keep it in their inboxes. Refuses what is completed or taken."""
    if thread.completed_at is not None:
        raise Refused("thread_completed", _("%(name)s has completed this already.") % {"name": thread.completed_by})
    if thread.taken_by_id == by.member.pk:
        return
    if thread.taken_by_id is not None:
        facts = {"name": thread.taken_by, "time": clock.moment(thread.taken_at, by.practice.time_zone)}
        raise Refused("thread_taken", _("%(name)s took this on %(time)s.") % facts)
    thread.taken_by, thread.taken_at = by.member, by.now
    thread.save(update_fields=["taken_by", "taken_at"])
    live = Delivery.objects.filter(thread=thread, closed_at=None)
    if not live.filter(member=by.member).exists():
        first = routing.first_number_of(thread, by.member)
        routing.deliver(thread, [by.member], reason="taken", at=by.now, first_visible_number=first)
    live.filter(read_at=None).update(read_at=by.now)


def release(*, thread: Thread) -> None:
    """Nobody's in particular again: unread for whom taking it had made it read."""
    if thread.taken_by_id is None:
        return
    quieted = Delivery.objects.filter(thread=thread, closed_at=None, read_at=thread.taken_at)
    quieted.exclude(member=thread.taken_by_id).update(read_at=None)
    forget(thread)


def forget(thread: Thread) -> None:
    """Nobody has taken it any more, and the inboxes stay as they are."""
    thread.taken_by = thread.taken_at = None
    thread.save(update_fields=["taken_by", "taken_at"])


def release_unheld(thread_ids: Iterable) -> None:
    """Release those of these threads, locked by the caller, that are not in the inbox of who took them any more."""
    for thread in Thread.objects.filter(pk__in=thread_ids, taken_by__isnull=False):
        if not Delivery.objects.filter(thread=thread, member=thread.taken_by_id, closed_at=None).exists():
            release(thread=thread)
