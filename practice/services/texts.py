"""Doors around numbers that want no texts. Staff record it where they hear of it; no text leaves to such a number."""

from practice.access import Actor, Permission
from practice.models import Patient, TextOptOut
from practice.service import door


@door(Permission.PATIENT_EDIT, "texts.stopped")
def stop(*, by: Actor, patient: Patient, phone: str) -> None:
    """No more texts from the practice to this number, whoever it stands for; heard of from this patient's side.

    `phone` is written as `+15550104400`. Doing it again changes nothing.
    """
    TextOptOut.objects.visible_to(by).get_or_create(practice=by.practice, phone=phone, defaults={"at": by.now})


@door(Permission.PATIENT_EDIT, "texts.allowed")
def allow(*, by: Actor, patient: Patient, phone: str) -> None:
    """Whoever has this number wants texts again. A number that gets them already stays as it is."""
    TextOptOut.objects.visible_to(by).filter(phone=phone).delete()
