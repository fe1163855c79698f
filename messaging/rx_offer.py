"""What a prescriber can refill from, when `Rx` opens beside a message."""

from dataclasses import dataclass

from django.db.models import QuerySet

from messaging import prescribing, selectors
from messaging.models import RefillRequest, Thread
from practice.access import Actor, Permission
from practice.models import Medication, PatientFlag, Pharmacy, RefillRecord
from practice.selectors import chart


@dataclass(frozen=True)
class RxOffer:
    """The medication list, the pharmacies to choose from and all that are known, allergies since, what is chosen."""

    lines: QuerySet[Medication]
    pharmacies: QuerySet[Pharmacy]
    known_pharmacies: QuerySet[Pharmacy]
    since: QuerySet[PatientFlag]
    initial: dict


def is_offered(actor: Actor, thread: Thread) -> bool:
    """Whether this actor may refill in answer to this thread (R61)."""
    prescribes = thread.kind == "refill" and actor.may(Permission.REFILL_GIVE)
    return prescribes and selectors.may_answer(actor, thread) and selectors.in_scope(actor, thread.patient)


def offer(actor: Actor, thread: Thread) -> RxOffer:
    """Everything that can be chosen, with the asked drug and where it is fetched chosen already (J6.1)."""
    pharmacies = chart.pharmacies(actor)
    return RxOffer(
        selectors.medication_lines(actor, thread.patient),
        pharmacies,
        pharmacies | chart.closed_pharmacies(actor),
        prescribing.allergies_since(thread),
        _chosen(actor, thread),
    )


def _chosen(actor: Actor, thread: Thread) -> dict:
    """What was asked for, as far as this reader sees it: a forward may leave out how the thread began (R56)."""
    asked = RefillRequest.objects.filter(thread=thread).select_related("medication").first()
    if asked is None or not selectors.messages_of(actor, thread).filter(number=1).exists():
        return {}
    line = asked.medication
    if line is None or line.ended_on is not None:
        return {"pharmacy": asked.pharmacy_id}
    last = RefillRecord.objects.visible_to(actor).filter(medication=line).order_by("-at").first()
    return {"medication": line.pk, "pharmacy": asked.pharmacy_id, "quantity": last.quantity if last else ""}
