"""What a request can be changed to."""

from django.db.models import Q

from practice.access import Actor
from practice.models import Location, Provider
from scheduling.models import AppointmentRequest, Case, VisitType


def may_edit(actor: Actor, request: AppointmentRequest) -> bool:
    """Whether what it asks for can be changed: a pending wish for a new visit, of a patient whose cases are seen."""
    if request.kind != "schedule" or request.status != "pending":
        return False
    return Case.objects.visible_to(actor).filter(pk=request.case_id).exists()


def changes(actor: Actor, request: AppointmentRequest) -> dict[str, list]:
    """The rows to choose from for each field; what the request names now is among them, whatever became of that."""
    cases = Case.objects.visible_to(actor).filter(patient=request.patient_id)
    types, providers = VisitType.objects.visible_to(actor), Provider.objects.visible_to(actor)
    return {
        "case": list(cases.filter(Q(is_active=True) | Q(pk=request.case_id)).order_by("name")),
        "visit_type": list(types.filter(Q(retired_at=None) | Q(pk=request.visit_type_id)).order_by("name")),
        "location": list(Location.objects.visible_to(actor).order_by("name")),
        "provider": list(providers.filter(Q(ended_at=None) | Q(pk=request.provider_id)).order_by("name")),
    }
