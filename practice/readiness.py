"""What must stand before patients can ask for appointments: those above say it here, the settings page shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from practice.access import Actor


@dataclass(frozen=True)
class Need:
    """One thing that must be there, whether it is, and the name of the staff page where it is put right."""

    text: str
    met: bool
    url_name: str


_checks: list[Callable[[Actor], Iterable[Need]]] = []


def announce(check: Callable[[Actor], Iterable[Need]]) -> Callable:
    """Register `check(actor)`, which returns the needs this app knows of; called at start-up."""
    if check not in _checks:
        _checks.append(check)
    return check


def needs(actor: Actor) -> list[Need]:
    """Every need that was announced, in the order in which to meet them."""
    return [need for check in _checks for need in check(actor)]
