"""Every door that can be about a patient has words, by which the `History` of the Patient File tells of it."""

import importlib
from collections.abc import Iterable, Mapping

from practice.service import DOORS
from tests.walks.sources import Module

# Doors about the practice, its people and its places: no patient is among their arguments or comes of them.
NEVER_ABOUT_A_PATIENT = {
    "account.renamed",
    "closure.added",
    "closure.removed",
    "department.closed",
    "department.created",
    "department.members_set",
    "department.renamed",
    "invites.started",
    "invites.went-on",
    "location.added",
    "location.changed",
    "notebook.added",
    "notebook.removed",
    "notebook.renamed",
    "pharmacy.added",
    "pharmacy.closed",
    "pharmacy.edited",
    "pharmacy.reopened",
    "phrase.added",
    "phrase.changed",
    "phrase.removed",
    "provider.added",
    "provider.changed",
    "provider.ended",
    "provider.hours_set",
    "requests.turned_on",
    "route.added",
    "route.changed",
    "route.moved",
    "route.removed",
    "settings.changed",
    "staff.changed",
    "staff.deactivated",
    "staff.invited",
    "staff.invited_again",
    "staff.joined",
    "terms.published",
    "time_off.added",
    "time_off.removed",
    "visit_type.added",
    "visit_type.changed",
    "visit_type.retired",
    "zone_change.told",
}


def actions(modules: Iterable[Module]) -> set[str]:
    """Of every door, also of those that only the worker opens."""
    for module in modules:
        if module.role == "service":
            importlib.import_module(module.name)
    return {made.action for made in DOORS.values()}


def faults(actions: set[str], words: Mapping[str, str]) -> list[str]:
    """Actions without words that are not on the list above, and entries of that list which are wrong by now."""
    return [
        *(
            f"{action} has no words in portal/history.py"
            for action in sorted(actions - NEVER_ABOUT_A_PATIENT - set(words))
        ),
        *(f"{action} is no door's" for action in sorted(NEVER_ABOUT_A_PATIENT - actions)),
        *(f"{action} has words and is on the list" for action in sorted(NEVER_ABOUT_A_PATIENT & set(words))),
    ]
