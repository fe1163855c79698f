"""Other times to offer somebody: free ones that do not overlap each other, since all of them are kept at once."""

from datetime import datetime

from practice.access import Actor
from scheduling.selectors.offers import Slot, nearest_free

# So many starts may lie within one visit that it takes as many to find the next one beside it.
MOST_STARTS_A_VISIT = 24


def times_to_offer(actor: Actor, request, around: datetime, n: int = 3) -> list[Slot]:
    """The `n` free times nearest to `around` for a request (or a Want), by start; none overlaps another."""
    apart: list[Slot] = []
    near = nearest_free(actor, request, around, n * MOST_STARTS_A_VISIT)
    for slot in sorted(near, key=lambda slot: (abs(slot.starts_at - around), slot.starts_at)):
        if len(apart) < n and not any(_overlap(slot, other) for other in apart):
            apart.append(slot)
    return sorted(apart, key=lambda slot: slot.starts_at)


def _overlap(one: Slot, other: Slot) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
