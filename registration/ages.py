"""Who is a child here."""

from datetime import date

from practice.models import Patient

ADULT = 18


def is_minor(patient: Patient, today: date) -> bool:
    """Whether the patient is under eighteen on this day."""
    born = patient.born_on
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < ADULT
