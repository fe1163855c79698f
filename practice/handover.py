"""When somebody leaves, the apps above move their own rows: the only way an act below reaches rows above.

Each event's moves are called in the transaction of the act, as `move(by=…, member=…)` or `move(by=…, provider=…)`,
and return one plain sentence about what they did, or '' for nothing. So does each function here, as a list.
"""

from collections.abc import Callable

_on_staff_leaving: list[Callable] = []
_on_messages_taken: list[Callable] = []
_on_provider_ending: list[Callable] = []


def announce_staff_leaving(move: Callable) -> None:
    """Register `move(*, by, member)`, called when a staff member is deactivated."""
    _on_staff_leaving.append(move)


def announce_messages_taken(move: Callable) -> None:
    """Register `move(*, by, member)`, called when a staff member loses the Messages duty."""
    _on_messages_taken.append(move)


def announce_provider_ending(move: Callable) -> None:
    """Register `move(*, by, provider)`, called when a provider ends."""
    _on_provider_ending.append(move)


def staff_leaving(*, by, member) -> list[str]:
    """Hand the leaver's open work on."""
    return _said(_on_staff_leaving, by=by, member=member)


def messages_taken(*, by, member) -> list[str]:
    """Hand on what waits in the inbox of somebody who no longer answers messages."""
    return _said(_on_messages_taken, by=by, member=member)


def provider_ending(*, by, provider) -> list[str]:
    """Say, and where needed settle, what was planned with the provider."""
    return _said(_on_provider_ending, by=by, provider=provider)


def _said(moves: list[Callable], **facts) -> list[str]:
    return [said for move in moves if (said := move(**facts))]
