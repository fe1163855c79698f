"""What stands with a provider who ends, or has ended: visits, open requests, cases and visit types for nobody else."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from practice.access import Actor
from practice.models import Provider
from scheduling.models import Appointment, AppointmentRequest, Case, VisitType
from scheduling.states import OPEN_REQUEST, STANDING


@dataclass(frozen=True)
class Planned:
    """`visits` by start; how many `requests` are open; active `cases`, and `visit_types` on offer, that name nobody
    else who is still here."""

    visits: list[Appointment]
    requests: int
    cases: list[Case]
    visit_types: list[VisitType]


def planned_with(actor: Actor, provider: Provider) -> Planned:
    """What stands with this provider."""
    visits = Appointment.objects.visible_to(actor).filter(provider=provider, status__in=STANDING)
    visits = visits.filter(ends_at__gt=actor.now).select_related("patient", "location", "visit_type")
    # Only a number: whoever ends a provider need not be somebody who sees requests.
    asked = AppointmentRequest.objects.of(actor.practice).filter(provider=provider, status__in=OPEN_REQUEST)
    cases = Case.objects.visible_to(actor).filter(is_active=True, allows_requests=True)
    cases = _for_nobody_else(cases, provider).select_related("patient").order_by("patient__sort_name", "pk")
    types = VisitType.objects.visible_to(actor).filter(retired_at=None)
    types = _for_nobody_else(types, provider).order_by("name", "pk")
    return Planned(list(visits.order_by("starts_at", "pk")), asked.count(), list(cases), list(types))


def provider(actor: Actor, pk) -> Provider | None:
    """One provider, ended or not."""
    return Provider.objects.visible_to(actor).filter(pk=pk).first()


def ended(actor: Actor):
    """Providers who have ended and still have visits to come, by name, with how many as `ahead`."""
    to_come = Q(appointments__status__in=STANDING, appointments__ends_at__gt=actor.now)
    rows = Provider.objects.visible_to(actor).filter(ended_at__isnull=False)
    return rows.annotate(ahead=Count("appointments", filter=to_come)).filter(ahead__gt=0).order_by("name", "pk")


def _for_nobody_else(rows, provider: Provider):
    """Those of the cases or visit types that name this provider and nobody else who is still here."""
    named = rows.model.providers.through.objects.filter(**{f"{rows.model._meta.model_name}_id": OuterRef("pk")})
    others = named.exclude(provider=provider).filter(provider__ended_at=None)
    return rows.filter(providers=provider).exclude(Exists(others))
