"""Room: who has a window of a thread open just now. It is known for a few seconds, and to staff alone."""

from datetime import timedelta

from messaging.models import Thread, Writer
from practice.access import Actor

FRESH = timedelta(seconds=15)  # pages say it every four seconds


def touch(*, by: Actor, thread: Thread, window: str) -> None:
    """This staff member is writing in the thread; what they were writing elsewhere, and left, is forgotten."""
    row = Writer(practice=by.practice, thread=thread, member=by.member, window=window, touched_at=by.now)
    changing = ["window", "touched_at"]
    unique = ["thread", "member"]
    Writer.objects.bulk_create([row], update_conflicts=True, unique_fields=unique, update_fields=changing)
    Writer.objects.filter(member=by.member, touched_at__lte=by.now - FRESH).delete()


def gone(*, by: Actor, thread: Thread) -> None:
    """They are not writing in it any more."""
    Writer.objects.filter(thread=thread, member=by.member).delete()
