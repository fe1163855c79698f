"""Other times to offer somebody: free ones that do not overlap each other, since all of them are kept at once."""

from datetime import datetime

from practice.access import Actor
from scheduling.selectors.offers import Slot, nearest_free

# So many starts may lie within one visit that it takes as many to find the next one beside it.
MOST_STARTS_A_VISIT = 24


def times_to_offer(actor: Actor, request, around: datetime, n: int = 3) -> list[Slot]:
    """The `n` free times nearest to `around` for a request (or a Want), by start; none overlaps another."""
    near = nearest_free(actor, request, around, n * MOST_STARTS_A_VISIT)
    return _apart(sorted(near, key=lambda slot: (abs(slot.starts_at - around), slot.starts_at)), n)


def _apart(found: list[Slot], n: int) -> list[Slot]:
    """The first `n` that do not overlap each other, by start."""
    chosen: list[Slot] = []
    for slot in found:
        if len(chosen) < n and not any(_overlap(slot, other) for other in chosen):
            chosen.append(slot)
    return sorted(chosen, key=lambda slot: slot.starts_at)


def _overlap(one: Slot, other: Slot) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
