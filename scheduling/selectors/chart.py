"""The cases of one patient, as their file lists them."""

from practice.access import Actor
from practice.models import Patient
from scheduling.models import Case


def cases_of(actor: Actor, patient: Patient):
    """All cases of the patient, those in use first, with what they allow."""
    found = Case.objects.visible_to(actor).filter(patient=patient)
    return found.prefetch_related("visit_types", "providers").order_by("-is_active", "name", "pk")
