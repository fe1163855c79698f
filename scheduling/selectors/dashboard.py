"""The appointments of some days, at one location or at all, for the people who receive the patients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from messaging import paging
from practice import clock
from practice.access import Actor
from practice.models import AccessGrant, Location, Provider
from scheduling.models import Appointment

PAGE = 50
# A time that is only kept is no appointment, and nobody comes to one that was cancelled.
LEFT_OUT = ("held", "cancelled")


@dataclass(frozen=True)
class Wanted:
    """Which appointments: those of these days, both included, on the clock of their location.

    Those of everybody and everywhere, but for what narrows it. `no_account`: patients for whom nobody has access to
    the portal now.
    """

    first_day: date
    last_day: date
    location: Location | None = None
    providers: tuple[Provider, ...] = ()
    no_account: bool = False


def appointments(actor: Actor, wanted: Wanted, places: Iterable[Location], after: str = "") -> paging.Page:
    """One page of them that the actor may see, soonest first, in one query. `places` are the practice's locations."""
    rows = _wanted(actor, wanted, places).select_related("patient", "provider", "location", "visit_type")
    return paging.page(rows, "starts_at", after, PAGE, oldest_first=True)


def how_many(actor: Actor, wanted: Wanted, places: Iterable[Location]) -> int:
    """How many there are in all pages."""
    return _wanted(actor, wanted, places).count()


def how_many_on(actor: Actor, day: date, places: Iterable[Location]) -> tuple[int, int]:
    """How many that day holds, and how many of these are of patients without an account, in one query."""
    found = _wanted(actor, Wanted(day, day), places)
    counted = found.aggregate(visits=Count("pk"), without=Count("pk", filter=~_has_account(actor)))
    return counted["visits"], counted["without"]


def everybody(actor: Actor) -> list[Provider]:
    """The practice's providers by name, those who have ended after those who are here."""
    rows = Provider.objects.visible_to(actor).order_by("name", "pk")
    return sorted(rows, key=lambda row: row.ended_at is not None)


def _wanted(actor: Actor, wanted: Wanted, places: Iterable[Location]) -> QuerySet[Appointment]:
    found = Appointment.objects.visible_to(actor).exclude(status__in=LEFT_OUT)
    if wanted.location:
        places = [wanted.location]
        found = found.filter(location=wanted.location)
    if wanted.providers:
        found = found.filter(provider__in=wanted.providers)
    if wanted.no_account:
        found = found.filter(~_has_account(actor))
    return _between(found, wanted, {place.time_zone for place in places} or {actor.practice.time_zone})


def _between(found: QuerySet[Appointment], wanted: Wanted, zones: set[str]) -> QuerySet[Appointment]:
    """Those of the days on each location's own clock. What begins and ends first and last an index can start at."""
    spans = {
        zone: (clock.midnight(wanted.first_day, zone), clock.midnight(wanted.last_day + timedelta(days=1), zone))
        for zone in sorted(zones)
    }
    begins, ends = min(span[0] for span in spans.values()), max(span[1] for span in spans.values())
    found = found.filter(starts_at__gte=begins, starts_at__lt=ends)
    if len(spans) == 1:
        return found
    there = Q()
    for zone, (midnight, following) in spans.items():
        there |= Q(location__time_zone=zone, starts_at__gte=midnight, starts_at__lt=following)
    return found.filter(there)


def _has_account(actor: Actor) -> Exists:
    return Exists(AccessGrant.objects.of(actor.practice).live(actor.now).filter(patient=OuterRef("patient")))
