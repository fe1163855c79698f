"""Side by side where things overlap."""

from dataclasses import replace

MOST_LANES = 4


def with_lanes(items: list) -> tuple[list, int]:
    """The items by start, each with its `lane` (from 1) and `width`, and the number of lanes the column needs.

    Things that overlap, directly or through others, share the column's lanes evenly; past four they share the last.
    """
    ordered = sorted(items, key=lambda item: (item.starts_at, item.ends_at))
    placed = [entry for group in _groups(ordered) for entry in _in_lanes(group)]
    most = max((lanes for _, _, lanes in placed), default=1)
    return [replace(item, lane=lane * (most // lanes) + 1, width=most // lanes) for item, lane, lanes in placed], most


def _groups(ordered: list) -> list[list]:
    groups: list[list] = []
    until = None
    for item in ordered:
        if until is None or item.starts_at >= until:
            groups.append([])
            until = item.ends_at
        groups[-1].append(item)
        until = max(until, item.ends_at)
    return groups


def _in_lanes(group: list) -> list[tuple]:
    """(item, lane from 0, lanes of the group), each in the first lane that is free at its start."""
    free_from: list = []
    placed = []
    for item in group:
        lane = next((n for n, free in enumerate(free_from) if free <= item.starts_at), len(free_from))
        if lane == len(free_from) < MOST_LANES:
            free_from.append(item.ends_at)
        lane = min(lane, MOST_LANES - 1)
        free_from[lane] = item.ends_at
        placed.append((item, lane))
    return [(item, lane, len(free_from)) for item, lane in placed]
