"""When somebody leaves, the apps above move their own rows: the only way an act below reaches rows above."""

from collections.abc import Callable

_on_staff_leaving: list[Callable] = []


def announce_staff_leaving(move: Callable) -> Callable:
    """Register `move(*, by, member)`, called in the transaction that deactivates a staff member."""
    _on_staff_leaving.append(move)
    return move


def staff_leaving(*, by, member) -> list[str]:
    """Hand the person's open work on; returns one plain sentence for each kind of work that moved."""
    return [said for move in _on_staff_leaving if (said := move(by=by, member=member))]
