"""Room: times kept for a patient while an offer stands (settled 28). A hold is no visit: given back, nothing stays."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from practice.models import Patient, Provider
from scheduling import locks
from scheduling.models import Appointment, AppointmentRequest


def of(request: AppointmentRequest) -> list[Appointment]:
    """The times kept for this request, in the order they were offered; those that have run out too."""
    held = Appointment.objects.filter(proposal__request=request, status="held")
    return list(held.select_related("proposal", "provider", "location", "visit_type").order_by("proposal__position"))


def release(request: AppointmentRequest, *also: Provider) -> None:
    """Give back every time kept for this request. Locks their providers, and those whom the caller needs next."""
    held = of(request) if request.status == "proposed" else []  # only an offer keeps times
    if whose := [*(row.provider for row in held), *also]:
        locks.providers(whose)
    if held:
        Appointment.objects.filter(pk__in=[row.pk for row in held], status="held").delete()


def make_room(providers: Sequence[Provider], patients: Sequence[Patient], now: datetime) -> None:
    """Take turns with others on these providers' time and these patients', and give back what has run out of it."""
    if locks.turns(providers, patients, now):
        whose = Q(provider__in=providers) | Q(patient__in=patients)
        Appointment.objects.filter(whose, status="held", held_until__lte=now).delete()
