"""A patient's visits."""

from django.db.models import Q

from practice.access import Actor
from practice.models import Patient
from scheduling.models import Appointment
from scheduling.states import STANDING


def upcoming(actor: Actor, patient: Patient):
    """Visits that stand and are not over, soonest first."""
    return _visits(actor, patient).filter(status__in=STANDING, ends_at__gt=actor.now).order_by("starts_at", "pk")


def next_visit(actor: Actor, patient: Patient) -> Appointment | None:
    """The soonest of them, or None."""
    return upcoming(actor, patient).first()


def past(actor: Actor, patient: Patient, after=None):
    """Visits that are over, missed or cancelled, newest first; those that come after the visit with the id `after`."""
    standing = upcoming(actor, patient).values("pk")
    found = _visits(actor, patient).exclude(status="held").exclude(pk__in=standing).order_by("-starts_at", "pk")
    last = found.filter(pk=after).first() if after else None
    if last is None:
        return found
    return found.filter(Q(starts_at__lt=last.starts_at) | Q(starts_at=last.starts_at, pk__gt=last.pk))


def _visits(actor: Actor, patient: Patient):
    found = Appointment.objects.visible_to(actor).filter(patient=patient)
    return found.select_related("patient", "provider", "location", "visit_type", "case")
