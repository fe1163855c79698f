"""A provider ends: what stands, in a sentence for whoever ended them. Nothing is moved (settled 4)."""

from django.utils.translation import ngettext

from practice import handover
from practice.access import Actor
from practice.models import Provider
from scheduling.selectors.ending import Planned, planned_with


def what_stands(*, by: Actor, provider: Provider) -> str:
    """A sentence for each thing that stands with the provider, or '' when nothing does."""
    return " ".join(sentences(planned_with(by, provider), provider))


def sentences(planned: Planned, provider: Provider) -> list[str]:
    """What stands, in words."""
    found = []
    if n := len(planned.visits):
        said = ngettext("%(n)s visit with %(name)s stays booked.", "%(n)s visits with %(name)s stay booked.", n)
        found.append(said % {"n": n, "name": provider})
    if n := planned.requests:
        said = ngettext(
            "%(n)s open request names %(name)s and will be offered other providers' times.",
            "%(n)s open requests name %(name)s and will be offered other providers' times.",
            n,
        )
        found.append(said % {"n": n, "name": provider})
    if n := len(planned.cases):
        said = ngettext(
            "%(n)s case is for %(name)s only and has no times until you choose another provider for it.",
            "%(n)s cases are for %(name)s only and have no times until you choose another provider for them.",
            n,
        )
        found.append(said % {"n": n, "name": provider})
    if n := len(planned.visit_types):
        said = ngettext(
            "%(n)s visit type is done by %(name)s only and has no times until you choose another provider for it.",
            "%(n)s visit types are done by %(name)s only and have no times until you choose another provider for them.",
            n,
        )
        found.append(said % {"n": n, "name": provider})
    return found


def announce() -> None:
    """Called from the app's `ready`."""
    handover.announce_provider_ending(what_stands)
