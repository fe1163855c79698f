"""Room: refilling from the medication list, as the answer to a thread that asks for it (R57, R60)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from messaging.models import RefillRequest, Thread
from practice.access import Actor
from practice.errors import Refused
from practice.models import Medication, Patient, PatientFlag, Pharmacy, RefillRecord

MOST_REFILLS = 12
QUANTITY_LENGTH = 60


@dataclass(frozen=True)
class Order:
    """What is refilled: a line of the patient's list, how much, how often again, and where."""

    medication: Medication | None
    quantity: str
    refills: int
    pharmacy: Pharmacy | None
    considered: Sequence[PatientFlag] = ()  # allergies recorded since the request that the prescriber knows of

    def __str__(self):
        """`refilled Albuterol, 1 inhaler, 2 refills, pharmacy Elm Street Pharmacy`, for the response."""
        again = ngettext("%(n)s refill", "%(n)s refills", self.refills) % {"n": self.refills}
        facts = {"medication": self.medication.name, "quantity": self.quantity, "refills": again}
        facts["pharmacy"] = self.pharmacy.name
        return _("refilled %(medication)s, %(quantity)s, %(refills)s, pharmacy %(pharmacy)s") % facts


def allergies_since(thread: Thread) -> QuerySet[PatientFlag]:
    """Allergies that were recorded after the thread began and still hold."""
    live = PatientFlag.objects.filter(patient=thread.patient_id, kind="allergy", ended_at=None)
    return live.filter(recorded_at__gt=thread.started_at).order_by("recorded_at", "pk")


def refuse_unsafe(thread: Thread, order: Order) -> None:
    """Stop with the reason: patient inactive, drug discontinued, pharmacy missing or closed, allergy recorded since."""
    _refuse_patient(Patient.objects.get(pk=thread.patient_id))
    line = order.medication
    if line is None or line.patient_id != thread.patient_id:
        raise Refused("medication_missing", _("Choose the medication."), "medication")
    if line.ended_on is not None:
        raise Refused("medication_ended", _("%(name)s has been discontinued.") % {"name": line}, "medication")
    if order.pharmacy is None:
        raise Refused("pharmacy_missing", _("Choose the pharmacy."), "pharmacy")
    if order.pharmacy.closed_at is not None:
        said = _("%(name)s is closed. Choose another.") % {"name": order.pharmacy}
        raise Refused("pharmacy_closed", said, "pharmacy")
    if not order.quantity:
        raise Refused("quantity_missing", _("Say how much."), "quantity")
    if not 0 <= order.refills <= MOST_REFILLS:
        raise Refused("refills_range", _("Between 0 and %(n)s.") % {"n": MOST_REFILLS}, "refills")
    _refuse_allergies(allergies_since(thread), order.considered)


def give(*, by: Actor, thread: Thread, order: Order, request_key=None) -> RefillRecord:
    """Write the refill into the chart and answer the request with it. Refuses as `refuse_unsafe` does."""
    order = _as_it_is_now(order)
    refuse_unsafe(thread, order)
    record = RefillRecord.objects.create(
        practice=by.practice,
        patient=thread.patient,
        medication=order.medication,
        pharmacy=order.pharmacy,
        prescriber=by.member,
        quantity=order.quantity,
        refills=order.refills,
        at=by.now,
        request_key=request_key,
    )
    order.medication.last_filled_on = by.today(by.practice.time_zone)
    order.medication.save(update_fields=["last_filled_on"])
    decide(by=by, thread=thread, status="refilled", record=record)
    return record


def decide(
    *, by: Actor, thread: Thread, status: str, record: RefillRecord | None = None, asks_to_book: bool = False
) -> None:
    """Note what the thread's request came to, and by whom. Refuses a thread that asks for no refill."""
    asked = RefillRequest.objects.filter(thread=thread).first()
    if asked is None:
        raise Refused("no_refill", _("This message asks for no refill."))
    asked.status, asked.decided_at, asked.decided_by = status, by.now, by.member
    asked.record, asked.asks_to_book = record or asked.record, asks_to_book
    asked.save(update_fields=["status", "decided_at", "decided_by", "record", "asks_to_book"])


def asking_to_book(thread: Thread, reason: str) -> str:
    """The reason of a denial with the sentence that asks the patient to book, in the language they read."""
    with translation.override(thread.account.language):
        return f"{reason.rstrip()}\n\n{_('Please request an appointment, so that we can see you first.')}"


def _as_it_is_now(order: Order) -> Order:
    """The same order on rows locked until the transaction ends, so that nothing is discontinued or closed meanwhile."""
    line, pharmacy = order.medication, order.pharmacy
    return Order(
        medication=line and Medication.objects.select_for_update(no_key=True).get(pk=line.pk),
        quantity=order.quantity.strip(),
        refills=order.refills,
        pharmacy=pharmacy and Pharmacy.objects.select_for_update(no_key=True).get(pk=pharmacy.pk),
        considered=order.considered,
    )


def _refuse_patient(patient: Patient) -> None:
    if patient.status in ("inactive", "deceased"):
        facts = {"name": patient.name, "status": patient.get_status_display().lower()}
        raise Refused("patient_inactive", _("%(name)s is %(status)s: nothing can be refilled.") % facts)


def _refuse_allergies(since: Iterable[PatientFlag], considered: Sequence[PatientFlag]) -> None:
    known = {flag.pk for flag in considered}
    if unknown := [flag.text for flag in since if flag.pk not in known]:
        said = _("Allergy recorded since this was asked for: %(names)s.") % {"names": ", ".join(unknown)}
        raise Refused("allergy_since", said, "considered")
