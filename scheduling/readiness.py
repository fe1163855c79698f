"""What scheduling needs before patients can ask for appointments."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.access import Actor
from practice.models import Location, PortalSettings
from practice.readiness import Need
from scheduling.models import AvailabilityRule, Case, VisitType


def needs(actor: Actor) -> list[Need]:
    """A location, a provider who works there and takes requests, a visit type they do, and a case that offers it where
    the practice works with cases."""
    places = Location.objects.visible_to(actor).filter(allows_requests=True, opening_hours__isnull=False)
    hours = AvailabilityRule.objects.visible_to(actor).filter(
        location__in=places, provider__ended_at=None, provider__takes_online=True
    )
    done = Q(providers=None) | Q(providers__in=hours.values("provider"))
    visit_types = VisitType.objects.visible_to(actor).filter(done, requestable=True, retired_at=None)
    found = [
        Need(_("A location that allows requests, with opening hours"), places.exists(), "staff:practice:places"),
        Need(
            _("A provider with hours at such a location, who takes requests"),
            hours.exists(),
            "staff:scheduling:providers",
        ),
        Need(
            _("A visit type that can be requested, with a provider who does it"),
            visit_types.exists(),
            "staff:scheduling:visit_types",
        ),
    ]
    if not PortalSettings.objects.visible_to(actor).get().use_cases:
        return found
    cases = Case.objects.visible_to(actor).filter(is_active=True, allows_requests=True, visit_types__in=visit_types)
    return [*found, Need(_("A patient's case that allows requests for it"), cases.exists(), "staff:scheduling:cases")]
