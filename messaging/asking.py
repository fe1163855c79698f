"""Room: refills as the patient's side asks for them, one thread for each medication."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from messaging import guardrails, prescribers, threads
from messaging.guardrails import Facts
from messaging.models import RefillRequest, Thread
from practice import clock
from practice.access import Actor
from practice.errors import Refused
from practice.models import Medication, Patient, Pharmacy

REFILL_SUBJECT = "Patient Portal Rx Refill"


@dataclass(frozen=True)
class Wanted:
    """A line of the medication list, or the name of one that is not there."""

    medication: Medication | None = None
    typed: str = ""

    def __str__(self):
        return str(self.medication or self.typed)


@dataclass(frozen=True)
class Place:
    """A pharmacy of the practice, or one they typed."""

    pharmacy: Pharmacy | None = None
    typed: str = ""

    def __str__(self):
        return str(self.pharmacy or self.typed)


@dataclass(frozen=True)
class Before:
    """Earlier requests for one medication, whoever asked (X12)."""

    waiting: bool
    last_at: datetime


def wanted(patient: Patient, ticked: Sequence[Medication], typed: str) -> list[Wanted]:
    """What is asked for, each once, as it is now: what somebody typed counts as the line of the list that it names."""
    now = Medication.objects.select_related("prescriber__user").in_bulk([line.pk for line in ticked])
    chosen = [Wanted(now[line.pk]) for line in ticked]
    if typed:
        line = _line_named(patient, typed)
        chosen.append(Wanted(line) if line else Wanted(typed=typed))
    return list(dict.fromkeys(chosen))


def ask(
    *, by: Actor, patient: Patient, what: Wanted, where: Place, flags: list[str], note: str, urgent: bool, key
) -> Thread:
    """Open the thread that carries the request to whoever refills it (R51, D8)."""
    lines = [_("Medication: %(text)s") % {"text": what}, _("Pharmacy: %(text)s") % {"text": where}]
    thread = threads.start(
        by=by,
        patient=patient,
        kind="refill",
        subject=REFILL_SUBJECT,
        body="\n\n".join(filter(None, ["\n".join(lines), note])),
        rungs=prescribers.rungs(patient, what.medication),
        urgent=urgent,
        request_key=key,
    )
    RefillRequest.objects.create(
        practice=by.practice,
        thread=thread,
        medication=what.medication,
        typed_name=what.typed,
        pharmacy=where.pharmacy,
        typed_pharmacy=where.typed,
        flags=flags,
    )
    return thread


def flags(by: Actor, what: Wanted, before: dict) -> list[str]:
    """What staff are warned of when this is asked for now; `before` is from `asked_before`."""
    facts = facts_of(by, what, before)
    return guardrails.flags(facts, by.today(by.practice.time_zone), by.practice.settings.refill_repeat_days)


def facts_of(by: Actor, what: Wanted, before: dict) -> Facts:
    """What is known of the medication today."""
    earlier = before.get(_key(what.medication and what.medication.pk, what.typed))
    asked = {
        "waiting": bool(earlier and earlier.waiting),
        "last_asked_on": earlier and clock.local(earlier.last_at, by.practice.time_zone).date(),
    }
    line = what.medication
    if line is None:
        return Facts(**asked)
    return Facts(
        active=line.ended_on is None,
        controlled=line.controlled,
        last_filled_on=line.last_filled_on,
        days_supply=line.days_supply,
        **asked,
    )


def asked_before(patient: Patient) -> dict[object, Before]:
    """The earlier requests about this patient by medication. One query."""
    found: dict[object, Before] = {}
    rows = RefillRequest.objects.filter(thread__patient=patient).select_related("thread").order_by("thread__started_at")
    for row in rows:
        waiting = row.status == "asked" and row.thread.completed_at is None
        key = _key(row.medication_id, row.typed_name)
        waited = key in found and found[key].waiting
        found[key] = Before(waiting or waited, row.thread.started_at)
    return found


def refuse_closed(by: Actor, what: Sequence[Wanted]) -> None:
    """Refuse, with the phone number, controlled medication where the practice takes no requests for it online."""
    if by.practice.settings.controlled_refills:
        return
    if any(one.medication and one.medication.controlled for one in what):
        raise Refused("controlled_closed", call_instead(by), "medications")


def call_instead(by: Actor) -> str:
    """What the form says beside a medication that cannot be asked for online."""
    if not by.practice.phone:
        return _("The practice takes no requests for this one online. Please call the practice.")
    said = _("The practice takes no requests for this one online. Please call %(phone)s.")
    return said % {"phone": by.practice.phone.as_national}


def _key(medication_id, typed: str) -> object:
    return medication_id or typed.casefold()


def _line_named(patient: Patient, typed: str) -> Medication | None:
    """The line of the list that these words name: an active one first, then the one filled last."""
    lines = Medication.objects.filter(patient=patient).order_by(
        F("ended_on").desc(nulls_first=True), F("last_filled_on").desc(nulls_last=True), "pk"
    )
    said = typed.casefold()
    return next((line for line in lines if said in (line.name.casefold(), str(line).casefold())), None)
