"""Other times to offer somebody: free ones that do not overlap each other, since all of them are kept at once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from practice.access import Actor
from scheduling.models import VisitType
from scheduling.selectors.offers import Slot, nearest_free

# So many starts may lie within one visit that it takes as many to find the next one beside it.
MOST_STARTS_A_VISIT = 24


def times_to_offer(actor: Actor, request, around: datetime, n: int = 3) -> list[Slot]:
    """The `n` free times nearest to `around` for a request (or a Want), by start; all of them can be kept at once."""
    near = nearest_free(actor, request, around, n * MOST_STARTS_A_VISIT)
    return apart(near, request.visit_type, around, n)


def apart(found: Iterable[Slot], visit_type: VisitType, around: datetime, n: int = 3) -> list[Slot]:
    """The `n` of these nearest to `around` with room for such a visit and its buffers between them, by start."""
    needed = timedelta(minutes=visit_type.buffer_before + visit_type.minutes + visit_type.buffer_after)
    chosen: list[Slot] = []
    for slot in sorted(found, key=lambda slot: (abs(slot.starts_at - around), slot.starts_at)):
        if len(chosen) < n and all(abs(slot.starts_at - other.starts_at) >= needed for other in chosen):
            chosen.append(slot)
    return sorted(chosen, key=lambda slot: slot.starts_at)
