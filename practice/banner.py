"""What the banner above a message says of its patient: who answers for them, and what apps above announce.

All of it is asked in one statement.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import JSONArray
from django.utils.translation import gettext as _

from practice.access import Actor
from practice.models import Contact, Patient
from practice.models.patients import RELATIONSHIPS
from practice.prepared import ask_all, part_of

_GUARDIANS = ("mother", "father", "parent", "guardian")


@dataclass(frozen=True)
class Fact:
    """One thing that is said of a patient.

    `rows(actor, patient)` finds what this actor may see of it, one JSON value each, of which the first is said; None
    where there is nothing for this actor to see. `words(actor, found)` says it.
    """

    name: str
    rows: Callable[[Actor, Patient], QuerySet | None]
    words: Callable[[Actor, list], str]


def announce(fact: Fact) -> None:
    """Have this said too; called from the apps' `ready`."""
    _facts.append(fact)


def said(actor: Actor, patient: Patient) -> list[str]:
    """What this actor may read of the patient, a few words each."""
    asked = {fact: rows for fact in _facts if (rows := fact.rows(actor, patient)) is not None}
    found = ask_all(**{fact.name: part_of(rows[:1], fact.name) for fact, rows in asked.items()})
    return [fact.words(actor, json.loads(found[fact.name])) for fact in asked if found[fact.name]]


def _contacts(actor: Actor, patient: Patient) -> QuerySet:
    guardians_first = Case(When(relationship__in=_GUARDIANS, then=Value(0)), default=Value(1))
    others = Contact.objects.visible_to(actor).filter(patient=patient).exclude(relationship="self")
    return others.order_by(guardians_first, "name", "id").values_list(JSONArray("relationship", "name"))


def _contact(_actor: Actor, found: list) -> str:
    relationship, name = found
    word = _("contact") if relationship == "other" else str(RELATIONSHIPS[relationship]).lower()
    return _("%(relationship)s %(name)s") % {"relationship": word, "name": name}


_facts = [Fact("guardian", _contacts, _contact)]
