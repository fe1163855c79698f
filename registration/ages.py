"""Who is a child here."""

from datetime import date

from practice.models import Patient

ADULT, TEEN = 18, 13


def is_minor(patient: Patient, today: date) -> bool:
    """Whether the patient is under eighteen on this day."""
    return _years(patient, today) < ADULT


def is_teen(patient: Patient, today: date) -> bool:
    """Whether the patient is from thirteen to seventeen: an address on their file may well be their own."""
    return TEEN <= _years(patient, today) < ADULT


def _years(patient: Patient, today: date) -> int:
    born = patient.born_on
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
