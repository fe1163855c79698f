"""What staff choose from when they book."""

from practice.access import Actor
from practice.models import Patient
from scheduling.models import Case, VisitType


def visit_types(actor: Actor) -> list[VisitType]:
    """Every visit type in use, shortest first."""
    return list(VisitType.objects.visible_to(actor).filter(retired_at=None).order_by("minutes", "name"))


def cases(actor: Actor, patient: Patient) -> list[Case]:
    """The patient's active cases, by name."""
    return list(Case.objects.visible_to(actor).filter(patient=patient, is_active=True).order_by("name"))
