"""Doors around refills: asking for them, giving and denying them."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from messaging import answers, asking, drafts, prescribing, rights, threads, words
from messaging.answers import Answer
from messaging.models import Attachment, Message, Thread
from messaging.prescribing import Order
from practice.access import Actor, Permission
from practice.errors import NotVisible, Refused
from practice.models import Medication, Patient, PatientFlag, Pharmacy, StaffMember
from practice.service import door

NAME_LENGTH, PLACE_LENGTH, NOTE_LENGTH = 120, 200, 1000


@door(Permission.REFILL_ASK, "refill.asked", once=Thread)
def ask(
    *,
    by: Actor,
    patient: Patient,
    medications: Sequence[Medication] = (),
    other: str = "",
    pharmacy: Pharmacy | None = None,
    other_pharmacy: str = "",
    note: str = "",
    acknowledged: Sequence[str] = (),
    request_key=None,
) -> Thread:
    """Ask for refills, one thread for each medication; returns the first of them.

    What staff should look at is flagged and refused to nobody, but for controlled medication where the practice has
    closed it. Refuses to ask for nothing, a closed pharmacy and none at all, and emergency words that are not among
    those `acknowledged`.
    """
    if any(line.patient_id != patient.pk for line in medications):
        raise NotVisible("Medication")
    patient = drafts.lock_patient(patient)  # two parents: the second's a duplicate
    wanted = asking.wanted(patient, medications, words.optional(other, "other", NAME_LENGTH))
    if not wanted:
        raise Refused("nothing_asked", _("Choose a medication, or type its name."), "medications")
    asking.refuse_closed(by, wanted)
    where = _place(pharmacy, words.optional(other_pharmacy, "other_pharmacy", PLACE_LENGTH))
    said, before = words.optional(note, "note", NOTE_LENGTH), asking.asked_before(patient)
    keys = [request_key, *[None] * (len(wanted) - 1)]
    rest = {"note": said, "urgent": words.heed(acknowledged, other, note)}
    asked = [
        asking.ask(by=by, patient=patient, what=one, where=where, flags=asking.flags(by, one, before), key=key, **rest)
        for one, key in zip(wanted, keys, strict=True)
    ]
    drafts.forget(by=by, about=patient, window="refill")
    return asked[0]


@door(Permission.REFILL_GIVE, "refill.given", keep=("after_sending",), allow=rights.may_refill, once=Message)
def refill(
    *,
    by: Actor,
    thread: Thread,
    medication: Medication | None,
    pharmacy: Pharmacy | None,
    quantity: str,
    refills: int,
    response: str,
    seen_number: int,
    considered: Sequence[PatientFlag] = (),
    to: StaffMember | None = None,
    after_sending: str = answers.KEEP,
    seen_completed: bool = False,
    seen_taken_by: UUID | None = None,
    attachments: Sequence[Attachment] = (),
    request_key=None,
) -> Message:
    """Refill from the medication list and say so: to the patient side, or to the colleague `to` who forwarded it.

    Refill record, message and completion come in one step or not at all (J6.2); it cannot be taken back. Refuses as
    answering does, an inactive or deceased patient, a discontinued drug, no pharmacy or a closed one, and allergies
    recorded since the request that are not among those `considered`.
    """
    thread = threads.lock(thread)
    order = Order(medication, quantity, refills, pharmacy, considered)
    prescribing.give(by=by, thread=thread, order=order, request_key=request_key)
    answer = Answer(response, seen_number, seen_completed, after_sending, attachments, request_key, seen_taken_by)
    return answers.say(by=by, thread=thread, answer=answer, to=to)


@door(
    Permission.REFILL_GIVE,
    "refill.denied",
    keep=("after_sending", "ask_to_book"),
    allow=rights.may_refill,
    once=Message,
)
def deny(
    *,
    by: Actor,
    thread: Thread,
    response: str,
    seen_number: int,
    ask_to_book: bool = False,
    to: StaffMember | None = None,
    after_sending: str = answers.KEEP,
    seen_completed: bool = False,
    seen_taken_by: UUID | None = None,
    attachments: Sequence[Attachment] = (),
    request_key=None,
) -> Message:
    """Deny what was asked for; the response is the reason. Refuses without one, and as answering does.

    `ask_to_book` adds a sentence that asks for it, and leads the patient's side on to a request for an appointment.
    """
    thread = threads.lock(thread)
    if not response.strip():
        raise Refused("reason_needed", _("Say why: it is sent as the reason."), "response")
    prescribing.decide(by=by, thread=thread, status="denied", asks_to_book=ask_to_book)
    response = prescribing.asking_to_book(thread, response) if ask_to_book else response
    answer = Answer(response, seen_number, seen_completed, after_sending, attachments, request_key, seen_taken_by)
    return answers.say(by=by, thread=thread, answer=answer, to=to)


def _place(pharmacy: Pharmacy | None, typed: str) -> asking.Place:
    if pharmacy is None:
        if not typed:
            raise Refused("pharmacy_missing", _("Choose a pharmacy, or type its name and town."), "pharmacy")
        return asking.Place(typed=typed)
    if pharmacy.closed_at is not None:
        raise Refused("pharmacy_closed", _("%(name)s is closed. Choose another.") % {"name": pharmacy}, "pharmacy")
    return asking.Place(pharmacy)
