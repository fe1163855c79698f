"""Room: who prescribes, and whose a refill is while nobody is in its department (D8)."""

from collections.abc import Sequence

from messaging.models import RefillRequest, Thread
from practice.models import Medication, Patient, RefillRecord, StaffMember

PRESCRIBING = "prescribing"
Rung = tuple[str, StaffMember | None]


def prescribes(member: StaffMember) -> bool:
    """Whether this member may refill here now."""
    return member.is_active and PRESCRIBING in member.duties


def rungs(patient: Patient, medication: Medication | None) -> list[Rung]:
    """Who comes next on the ladder of a refill: the last prescriber of that drug, then the patient's own provider."""
    return [("prescriber", last_prescriber(medication)), ("primary", _primary(patient))]


def rungs_of(thread: Thread) -> Sequence[Rung]:
    """The same for a thread under way; none where it asks for no refill."""
    if thread.kind != "refill":
        return []
    asked = RefillRequest.objects.filter(thread=thread).select_related("medication__prescriber__user").first()
    return rungs(thread.patient, asked.medication) if asked else []


def last_prescriber(medication: Medication | None) -> StaffMember | None:
    """Who refilled this line last, else who is named on it; only somebody who may still prescribe here."""
    if medication is None:
        return None
    newest = RefillRecord.objects.filter(medication=medication).select_related("prescriber__user").order_by("-at")
    candidates = [*(record.prescriber for record in newest[:1]), medication.prescriber]
    return next((member for member in candidates if member and prescribes(member)), None)


def _primary(patient: Patient) -> StaffMember | None:
    provider = patient.primary_provider
    if provider is None or provider.ended_at is not None or provider.member is None:
        return None
    return provider.member if provider.member.is_active else None
