"""What stands although it does not fit any more, told to the pages below this app (X18)."""

from practice import handover
from practice.access import Actor
from practice.models import Closure
from scheduling.selectors import misplaced


def in_closures(*, by: Actor, closures) -> dict:
    """How many visits stand in each of these closures, by id."""
    rows = Closure.objects.visible_to(by).filter(pk__in=[row.pk for row in closures])
    return dict(misplaced.standing_in(by, rows, whose="location").values_list("pk", "standing"))


def to_move(*, by: Actor) -> int:
    """How many visits are to be moved."""
    return misplaced.misplaced_count(by)


def announce() -> None:
    """Called from the app's `ready`."""
    handover.announce_standing(in_closures, to_move)
