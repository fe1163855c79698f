"""What staff choose from when they book or move a visit, and what is free."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from practice import clock
from practice.access import Actor
from practice.models import Location, Patient, Provider
from scheduling import availability, slots
from scheduling.models import Appointment, Case, VisitType
from scheduling.selectors.offers import Want, alternatives


def visit_types(actor: Actor, provider: Provider) -> list[VisitType]:
    """The visit types in use that the provider does, shortest first."""
    theirs = Q(providers=None) | Q(providers=provider)
    found = VisitType.objects.visible_to(actor).filter(theirs, retired_at=None)
    return list(found.order_by("minutes", "name"))


def cases(actor: Actor, patient: Patient) -> list[Case]:
    """The patient's active cases, by name."""
    return list(Case.objects.visible_to(actor).filter(patient=patient, is_active=True).order_by("name"))


def providers(actor: Actor, visit: Appointment | None = None):
    """Who sees patients, by name; of a visit to be moved also whoever it is with."""
    here = Q(ended_at=None) | Q(pk=visit.provider_id) if visit else Q(ended_at=None)
    return Provider.objects.visible_to(actor).filter(here).order_by("name", "pk")


def locations(actor: Actor):
    """The practice's locations, by name."""
    return Location.objects.visible_to(actor).order_by("name")


def fitting(actor: Actor, types: Iterable[VisitType], provider: Provider, location: Location, at: datetime):
    """Those of the visit types that fit between what stands around that time."""
    day = clock.local(at, location.zone).date()
    free, start = availability.load(location, day, day, now=actor.now, provider=provider), slots.minute_of(at)
    return [row for row in types if at > actor.now and free.free_at(provider, start, availability.shape_of(row, 0))]


def nearest(actor: Actor, types: list[VisitType], provider: Provider, location: Location, at: datetime) -> list[dict]:
    """The free times nearest to one that is not free, for the shortest visit."""
    if not types:
        return []
    return alternatives(actor, Want(types[0], location, provider), max(at, actor.now))
