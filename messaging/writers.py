"""Room: who has a window of a thread open just now. It is known for a few seconds, and to staff alone."""

from datetime import timedelta
from uuid import UUID

from messaging.models import Thread, Writer
from practice.access import Actor

FRESH = timedelta(seconds=15)  # pages say it every four seconds


def heard(*, by: Actor, thread: Thread, window: str, gone: bool, form: UUID | None, serial: int) -> None:
    """This staff member writes in the thread, or has `gone`; what they were writing elsewhere, and left, is forgotten.

    `serial` counts what the form, of this key, says: what it said before the last that is known changes nothing,
    whenever it comes. The caller holds the thread's lock.
    """
    if form and Writer.objects.filter(thread=thread, member=by.member, form=form, serial__gt=serial).exists():
        return
    facts = {"window": window, "touched_at": by.now, "form": form, "serial": serial, "left": gone}
    row = Writer(practice=by.practice, thread=thread, member=by.member, **facts)
    unique = ["thread", "member"]
    Writer.objects.bulk_create([row], update_conflicts=True, unique_fields=unique, update_fields=list(facts))
    Writer.objects.filter(member=by.member, touched_at__lte=by.now - FRESH).delete()


def gone(*, by: Actor, thread: Thread) -> None:
    """They are not writing in it any more."""
    Writer.objects.filter(thread=thread, member=by.member).delete()
