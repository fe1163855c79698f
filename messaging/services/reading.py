"""Doors for reading a thread. Unread is each person's own (R118)."""

from django.utils.translation import gettext as _

from messaging import rights, threads
from messaging.models import Delivery, Thread
from practice.access import Actor, Permission
from practice.errors import Refused
from practice.service import door


@door(Permission.THREAD_READ, "thread.previewed", allow=rights.may_read)
def preview(*, by: Actor, thread: Thread) -> Thread:
    """Leave the trace that a staff member looked at the thread. It marks nothing read (R33)."""
    return thread


@door(Permission.THREAD_READ, "thread.opened", allow=rights.may_read)
def open_thread(*, by: Actor, thread: Thread) -> Thread:
    """The thread is read, for this staff member; it stays in the inbox."""
    threads.mark_read(by=by, thread=threads.lock(thread))
    return thread


@door(Permission.THREAD_READ, "thread.marked_unread", allow=rights.may_read)
def mark_unread(*, by: Actor, thread: Thread) -> Thread:
    """The thread is unread again, for this staff member. Refuses one that is not in their inbox."""
    thread = threads.lock(thread)
    if not Delivery.objects.filter(thread=thread, member=by.member, closed_at=None).update(read_at=None):
        raise Refused("not_in_inbox", _("This message is not in your inbox."))
    return thread
