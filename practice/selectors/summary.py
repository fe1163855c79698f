"""Patients and their e-mail addresses: their own, or those of the people around them (R109)."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from practice.access import Actor
from practice.models import Contact, Patient
from practice.models.patients import OPEN_STATUSES

GROUPS = 50


@dataclass(frozen=True)
class Shared:
    """One address that stands on the files of several patients in care, by name."""

    address: str
    patients: list[Patient]


def narrowed(contains: str, *, without: bool) -> Q:
    """The condition on patients: whose address has these letters in it, or who have none at all."""
    around = Contact.objects.filter(patient=OuterRef("pk"))
    if without:
        return Q(email="") & ~Exists(around.exclude(email=""))
    return Q(email__icontains=contains) & ~Q(email="") | Exists(
        around.filter(email__icontains=contains).exclude(email="")
    )


def addresses(actor: Actor, patients: list[Patient]) -> dict:
    """Patient id to the addresses on the file: the patient's own first, then those of the people around them."""
    found = {patient.pk: [patient.email] if patient.email else [] for patient in patients}
    contacts = Contact.objects.visible_to(actor).filter(patient__in=found).exclude(email="").order_by("name", "id")
    for patient, email in contacts.values_list("patient_id", "email"):
        if email not in found[patient]:
            found[patient].append(email)
    return found


def shared(actor: Actor, contains: str = "", after: str = "") -> tuple[list[Shared], str]:
    """The addresses that stand for several patients, in their order, and the key of the next page (empty = none).

    Case and spaces do not count: addresses are kept in one form.
    """
    patients = Patient.objects.visible_to(actor).filter(status__in=OPEN_STATUSES)
    own = patients.filter(email__icontains=contains).exclude(email="").values_list("email", "pk")
    contacts = Contact.objects.visible_to(actor).filter(patient__status__in=OPEN_STATUSES, email__icontains=contains)
    of = defaultdict(set)
    for email, pk in [*own, *contacts.exclude(email="").values_list("email", "patient_id")]:
        of[email.lower()].add(pk)
    held = sorted(email for email, those in of.items() if len(those) > 1 and email > after)
    here = held[:GROUPS]
    names = {row.pk: row for row in patients.filter(pk__in=set().union(*(of[email] for email in here)))}
    rows = [Shared(email, sorted((names[pk] for pk in of[email]), key=lambda one: one.sort_name)) for email in here]
    return rows, here[-1] if len(held) > GROUPS else ""
