"""Room: whom a run would invite, at which address, and who is left out and why (R114, settled 32)."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from practice import accounts, email_policy
from practice.access import Actor
from practice.models import AccessGrant, Contact, Patient
from practice.models.patients import OPEN_STATUSES
from registration.ages import is_minor, is_teen
from registration.models import Invitation

LATELY = timedelta(hours=24)


@dataclass(frozen=True)
class Recipient:
    """Who is written to for a patient. Those of one `group` share an address and get one message."""

    patient: Patient
    name: str
    email: str
    relationship: str
    contact: Contact | None
    group: uuid.UUID


@dataclass(frozen=True)
class Found:
    """Whom a run would invite, by address and name, and whom it leaves out: pairs of a patient and a reason."""

    recipients: list[Recipient]
    left_out: list[tuple[Patient, str]]

    @property
    def shared(self) -> list[list[Recipient]]:
        """Those that share an address, together (R117)."""
        at = defaultdict(list)
        for one in self.recipients:
            at[one.group].append(one)
        return [group for group in at.values() if len(group) > 1]

    @property
    def messages(self) -> int:
        """How many messages that makes."""
        return len({one.group for one in self.recipients})


def find(by: Actor, patients: Iterable | None = None) -> Found:
    """Look at all patients `by` may see, or at these ids of them; as many queries for all as for one."""
    rows = Patient.objects.visible_to(by).order_by("sort_name", "id")
    rows = list(rows if patients is None else rows.filter(pk__in=patients))
    contacts = _contacts(by, rows)
    active = set(AccessGrant.objects.of(by.practice).live(by.now).values_list("patient_id", flat=True))
    recent = Invitation.objects.of(by.practice).filter(issued_at__gt=by.now - LATELY).exclude(status="withdrawn")
    lately = set(recent.values_list("patient_id", flat=True))
    today, found, left_out = by.today(by.practice.time_zone), [], []
    for patient in rows:
        reason = _reason(patient, contacts[patient.pk], active, lately, today)
        if reason:
            left_out.append((patient, reason))
        else:
            found.append(_addressed(patient, contacts[patient.pk], today))
    return _by_address(by, found, left_out)


def _contacts(by: Actor, patients: list[Patient]) -> dict:
    found = defaultdict(list)
    rows = Contact.objects.of(by.practice).filter(patient__in=[patient.pk for patient in patients])
    for contact in rows.order_by("name", "id"):
        found[contact.patient_id].append(contact)
    return found


def _reason(patient: Patient, contacts: list[Contact], active: set, lately: set, today) -> str:
    """Why the patient is not invited; empty when they are. What cannot be changed comes first."""
    if patient.status not in OPEN_STATUSES:
        return patient.status
    if patient.pk in active:
        return "active"
    if patient.declined_at:
        return "declined"
    if patient.pk in lately:
        return "lately"
    if is_minor(patient, today) and not contacts:
        return "no_guardian"
    email = _addressed(patient, contacts, today).email
    if not email:
        return "no_email"
    return "" if _is_valid(email) else "invalid"


def _addressed(patient: Patient, contacts: list[Contact], today) -> Recipient:
    """A grown-up is written to themselves; a child's first guardian with an address, else at the child's own.

    Never a guardian at a teen's own address: who reads it would act for themselves as their mother (T-14).
    """
    if not is_minor(patient, today):
        return _to(patient, patient.email, patient.name, "self", None)
    if contact := next((one for one in contacts if one.email), None):
        return _to(patient, contact.email, contact.name, contact.relationship, contact)
    email = "" if is_teen(patient, today) else patient.email
    guardian = contacts[0] if contacts else None
    return _to(patient, email, guardian.name if guardian else "", guardian.relationship if guardian else "", None)


def _to(patient: Patient, email: str, name: str, relationship: str, contact: Contact | None) -> Recipient:
    return Recipient(patient, name, accounts.canonical(email), relationship, contact, uuid.uuid4())


def _is_valid(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _by_address(by: Actor, found: list[Recipient], left_out: list) -> Found:
    """One group an address; where the practice is strict, whoever shares one is left out instead (X29)."""
    at = defaultdict(list)
    for one in found:
        at[one.email].append(one)
    shared = _of_several(by, list(at)) if email_policy.is_strict(by) else set()
    kept = []
    for email in sorted(at):
        if email in shared:
            left_out.extend((one.patient, "shared") for one in at[email])
        else:
            kept.extend(replace(one, group=at[email][0].group) for one in at[email])
    return Found(kept, left_out)


def _of_several(by: Actor, emails: list[str]) -> set[str]:
    """Those of the addresses that stand on the files of more than one patient in care."""
    patients = Patient.objects.of(by.practice).filter(status__in=OPEN_STATUSES)
    own = patients.filter(email__in=emails).values_list("email", "pk")
    contacts = Contact.objects.of(by.practice).filter(patient__status__in=OPEN_STATUSES, email__in=emails)
    of = defaultdict(set)
    for email, patient in [*own, *contacts.values_list("email", "patient_id")]:
        of[email].add(patient)
    return {email for email, those in of.items() if len(those) > 1}
