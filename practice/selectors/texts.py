"""Numbers as texts see them: whose they are, and which of them want none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from practice.access import Actor
from practice.models import Contact, Patient, TextOptOut


@dataclass(frozen=True)
class Number:
    """A number on a patient's file. `stopped_at`: since when it gets no texts, or None. `others`: who has it too."""

    phone: object
    stopped_at: datetime | None
    others: list[Patient]


def numbers(actor: Actor, patient: Patient, also: Iterable = ()) -> list[Number]:
    """The numbers of the patient and the people around them, and those of `also`; each with whom else it stands for."""
    contacts = Contact.objects.visible_to(actor).filter(patient=patient).order_by("name", "id")
    phones = list(dict.fromkeys(phone for phone in (patient.phone, *(one.phone for one in contacts), *also) if phone))
    stopped = dict(TextOptOut.objects.visible_to(actor).filter(phone__in=phones).values_list("phone", "at"))
    return [Number(phone, stopped.get(phone), at_number(actor, phone, patient)) for phone in phones]


def at_number(actor: Actor, phone, but: Patient) -> list[Patient]:
    """The other patients whom somebody with this number is or acts for, as far as the actor may see them (X35)."""
    of_contacts = Contact.objects.visible_to(actor).filter(phone=phone).values("patient")
    found = Patient.objects.visible_to(actor).filter(Q(phone=phone) | Q(pk__in=of_contacts))
    return list(found.exclude(pk=but.pk).order_by("sort_name", "id"))
