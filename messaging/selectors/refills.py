"""What can be refilled, within what the actor sees."""

from django.db.models import F, QuerySet

from practice.access import Actor
from practice.models import Medication, Patient


def lines(actor: Actor, patient: Patient) -> QuerySet[Medication]:
    """The patient's medication list by name: what is active, then what was discontinued."""
    found = Medication.objects.visible_to(actor).filter(patient=patient).select_related("pharmacy")
    return found.order_by(F("ended_on").desc(nulls_first=True), "name", "dose", "pk")
