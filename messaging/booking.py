"""The way from a message to an appointment: told at start-up by whoever takes requests for one."""

from collections.abc import Callable

from practice.access import Actor
from practice.models import Patient

_ways: list[Callable[[Actor, Patient], str]] = []


def announce(way: Callable[[Actor, Patient], str]) -> None:
    """Introduce what gives the address at which this person asks for an appointment; called from an app's `ready`."""
    _ways.append(way)


def url(actor: Actor, patient: Patient) -> str:
    """Where somebody on the patient's side asks for an appointment; empty where they cannot, or not now."""
    return next((found for way in _ways if (found := way(actor, patient))), "")
