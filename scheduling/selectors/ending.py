"""What stands with a provider who ends, or has ended: visits to come, open requests, cases for nobody else."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from practice.access import Actor
from practice.models import Provider
from scheduling.models import Appointment, AppointmentRequest, Case
from scheduling.states import OPEN_REQUEST, STANDING


@dataclass(frozen=True)
class Planned:
    """`visits` by start; how many `requests` are open; active `cases` that name nobody else who is still here."""

    visits: list[Appointment]
    requests: int
    cases: list[Case]


def planned_with(actor: Actor, provider: Provider) -> Planned:
    """What stands with this provider."""
    visits = Appointment.objects.visible_to(actor).filter(provider=provider, status__in=STANDING)
    visits = visits.filter(ends_at__gt=actor.now).select_related("patient", "location", "visit_type")
    # Only a number: whoever ends a provider need not be somebody who sees requests.
    asked = AppointmentRequest.objects.of(actor.practice).filter(provider=provider, status__in=OPEN_REQUEST)
    return Planned(
        list(visits.order_by("starts_at", "pk")), asked.count(), list(_cases_for_nobody_else(actor, provider))
    )


def provider(actor: Actor, pk) -> Provider | None:
    """One provider, ended or not."""
    return Provider.objects.visible_to(actor).filter(pk=pk).first()


def ended(actor: Actor):
    """Providers who have ended and still have visits to come, by name, with how many as `ahead`."""
    to_come = Q(appointments__status__in=STANDING, appointments__ends_at__gt=actor.now)
    rows = Provider.objects.visible_to(actor).filter(ended_at__isnull=False)
    return rows.annotate(ahead=Count("appointments", filter=to_come)).filter(ahead__gt=0).order_by("name", "pk")


def _cases_for_nobody_else(actor: Actor, provider: Provider):
    links = Case.providers.through.objects.filter(case_id=OuterRef("pk"))
    others = links.exclude(provider=provider).filter(provider__ended_at=None)
    found = Case.objects.visible_to(actor).filter(providers=provider, is_active=True, allows_requests=True)
    return found.exclude(Exists(others)).select_related("patient").order_by("patient__sort_name", "pk")
