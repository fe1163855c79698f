"""What the banner above a message says of its patient: who answers for them, and what apps above announce.

All of it is asked in one statement.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from practice.access import Actor
from practice.models import Contact, Patient, PatientFlag
from practice.models.patients import RELATIONSHIPS
from practice.prepared import Part, ask_all
from practice.tenancy import made_of, read_row, seen

_GUARDIANS = ("mother", "father", "parent", "guardian")
_CONTACT = """
SELECT jsonb_build_array(known.relationship, known.name) FROM practice_contact known
 WHERE known.practice_id = %(practice)s AND known.patient_id = %(patient)s AND known.relationship <> 'self' AND {seen}
 ORDER BY known.relationship <> ALL(%(guardians)s), known.name, known.id LIMIT 1
"""

# As `chart.flags` has them.
_FLAGS = """
SELECT coalesce(jsonb_agg(to_jsonb(flag) ORDER BY flag.kind DESC, flag.text, flag.id), '[]')
  FROM practice_patientflag flag
 WHERE flag.practice_id = %(practice)s AND flag.patient_id = %(patient)s AND flag.ended_at IS NULL AND {seen}
"""


@dataclass(frozen=True)
class Fact:
    """One thing that is said of a patient.

    `asked(actor, patient)` finds what this actor may see of it, one JSON value; None where there is nothing for this
    actor to see. `words(actor, found)` says it.
    """

    name: str
    asked: Callable[[Actor, Patient], Part | None]
    words: Callable[[Actor, list], str]


def announce(fact: Fact) -> None:
    """Have this said too; called from the apps' `ready`."""
    _facts.append(fact)


class Banner(NamedTuple):
    """What this actor may read of the patient: a few words each, and the allergies and alerts that hold now."""

    said: list[str]
    flags: list[PatientFlag]


def read(actor: Actor, patient: Patient) -> Banner:
    """The banner of this patient for this actor."""
    asked = {fact: part for fact in _facts if (part := fact.asked(actor, patient)) is not None}
    found = ask_all(flags=_flags(actor, patient), **{fact.name: part for fact, part in asked.items()})
    said = [fact.words(actor, json.loads(found[fact.name])) for fact in asked if found[fact.name]]
    return Banner(said, [made_of(PatientFlag, row) for row in read_row(found["flags"])])


def _flags(actor: Actor, patient: Patient) -> Part:
    condition, values = seen(PatientFlag, actor, "flag.id")
    return Part(_FLAGS.format(seen=condition), {"practice": actor.practice.pk, "patient": patient.pk, **values})


def _contacts(actor: Actor, patient: Patient) -> Part:
    condition, values = seen(Contact, actor, "known.id")
    facts = {"practice": actor.practice.pk, "patient": patient.pk, "guardians": list(_GUARDIANS)}
    return Part(_CONTACT.format(seen=condition), facts | values)


def _contact(_actor: Actor, found: list) -> str:
    relationship, name = found
    word = _("contact") if relationship == "other" else str(RELATIONSHIPS[relationship]).lower()
    return _("%(relationship)s %(name)s") % {"relationship": word, "name": name}


_facts = [Fact("guardian", _contacts, _contact)]
