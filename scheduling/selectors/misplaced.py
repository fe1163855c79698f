"""Visits to come that no longer fit: a closure, an absence or shorter hours were laid over them (X18).

They stand until somebody moves them, or decides to keep them as they are. One query, however many there are.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _

from messaging import paging
from practice.access import Actor
from practice.models import Closure, OpeningHours
from practice.models.places import MINUTES_A_DAY
from scheduling.models import Appointment, AvailabilityRule, TimeOff
from scheduling.states import MOVABLE

PAGE = 50
NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Misplaced:
    """A visit, and in words why it cannot stay where it is."""

    visit: Appointment
    why: str


def misplaced(actor: Actor, after: str = "") -> paging.Page:
    """One page of the visits to move, soonest first, each as Misplaced."""
    return _page(_misplaced(actor), after)


def misplaced_count(actor: Actor) -> int:
    """How many visits are to be moved."""
    return _misplaced(actor).count()


def kept(actor: Actor, after: str = "") -> paging.Page:
    """One page of the visits that are kept although they do not fit, soonest first, each as Misplaced."""
    here = _to_come(actor).filter(kept_at__isnull=False).exclude(pk__in=_misplaced(actor).values("pk"))
    return _page(_unfit(here), after)


def why_misplaced(actor: Actor, visit: Appointment) -> str:
    """Why the visit is to be moved, or nothing where it is not."""
    row = _reasons(_misplaced(actor)).select_related("provider", "location").filter(pk=visit.pk).first()
    return _why(row) if row else ""


def standing_in(actor: Actor, spans, *, whose: str):
    """The rows (closures, absences) with how many visits stand in each as `standing`.

    `whose` is what they share with a visit: its "location" or its "provider". Those kept in spite of it do not count.
    """
    inside = _to_come(actor).filter(
        Q(kept_at=None) | Q(kept_at__lt=OuterRef("made_at")),
        **{whose: OuterRef(whose)},
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    number = inside.order_by().values(whose).annotate(n=Count("pk")).values("n")
    return spans.annotate(standing=Subquery(number, output_field=IntegerField()))


def _to_come(actor: Actor):
    return Appointment.objects.visible_to(actor).filter(status__in=MOVABLE, starts_at__gt=actor.now)


def _misplaced(actor: Actor):
    """Those that do not fit, but for what they are kept in spite of: all that was known when that was decided."""
    later = {"made_at__gt": Coalesce(OuterRef("kept_at"), NEVER)}
    return _unfit(_to_come(actor), later, {"kept_at": None})


def _unfit(here, spans: dict | None = None, hours: dict | None = None):
    """Each reason is a question of its own, so that the database answers it for all visits at once.

    `spans` narrows the closures and absences that count, `hours` the visits that hours count for.
    """
    timed = _on_the_wall(here).filter(outside_agreed=False, **hours or {})
    met = [
        here.filter(Exists(_closures().filter(**spans or {}))),
        here.filter(Exists(_absences().filter(**spans or {}))),
        here.filter(provider__ended_at__isnull=False),
        timed.filter(~Exists(_at_work())),
        timed.filter(~Exists(_open())),
    ]
    found = Q()
    for one in met:
        found |= Q(pk__in=one.values("pk"))
    return here.filter(found)


def _page(visits, after: str) -> paging.Page:
    rows = _reasons(visits).select_related("patient", "provider", "location", "visit_type")
    found = paging.page(rows, "starts_at", after, PAGE, oldest_first=True)
    return replace(found, rows=[Misplaced(row, _why(row)) for row in found.rows])


def _reasons(visits):
    return _on_the_wall(visits).annotate(
        closed=Exists(_closures()),
        closed_for=Subquery(_closures().order_by("starts_at").values("reason")[:1]),
        away=Exists(_absences()),
        at_work=Exists(_at_work()),
    )


def _why(row) -> str:
    if row.closed:
        return _("%(place)s is closed: %(why)s") % {"place": row.location, "why": row.closed_for}
    if row.provider.ended_at:
        return _("%(name)s has ended") % {"name": row.provider}
    if row.away:
        return _("%(name)s is away") % {"name": row.provider}
    if not row.at_work:
        return _("Outside the hours of %(name)s at %(place)s") % {"name": row.provider, "place": row.location}
    return _("Outside the opening hours of %(place)s") % {"place": row.location}


def _on_the_wall(visits):
    """The visits with what a clock at their location shows: weekday, and the minutes of the day."""
    wall, lasts = Func(F("location__time_zone"), F("starts_at"), function="timezone"), F("ends_at") - F("starts_at")
    begins = _whole("(date_part('epoch', (%(expressions)s)::time) / 60)::int", wall)
    minutes = _whole("(date_part('epoch', %(expressions)s) / 60)::int", lasts)
    return visits.annotate(
        wall_weekday=_whole("(date_part('isodow', %(expressions)s)::int - 1)", wall),
        wall_from=begins,
        wall_until=Least(begins + minutes, MINUTES_A_DAY, output_field=IntegerField()),
    )


def _whole(template: str, of) -> Func:
    return Func(of, template=template, output_field=IntegerField())


def _closures():
    return Closure.objects.filter(
        location=OuterRef("location"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )


def _absences():
    return TimeOff.objects.filter(
        provider=OuterRef("provider"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )


def _at_work():
    return _around(AvailabilityRule.objects.filter(provider=OuterRef("provider")))


def _open():
    return _around(OpeningHours.objects.all())


def _around(hours):
    """Those of the weekly hours that hold the whole visit: stretches that touch are one (practice/hours.py)."""
    return hours.filter(
        location=OuterRef("location"),
        weekday=OuterRef("wall_weekday"),
        from_minute__lte=OuterRef("wall_from"),
        until_minute__gte=OuterRef("wall_until"),
    )
