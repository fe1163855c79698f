"""What stands in a week at a location, as small tuples instead of rows: there may be a thousand.

Minutes count since 1970, and ids are text: seven hundred moments and UUIDs take milliseconds to become objects, and as
many again to become minutes and text.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Func, IntegerField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from practice.access import Actor
from practice.models import Closure, Location, Provider
from scheduling.models import LONGEST, Appointment, AppointmentRequest
from scheduling.slots import Span
from scheduling.states import OCCUPYING, OPEN_REQUEST

Stretch = tuple[datetime, datetime]


class Entry(NamedTuple):
    """One line of a cell, its ends in minutes.

    `kind`: "visit", "request" (an open one's time), "free" (one stretch that may be booked) or "off"; `what` is the
    visit type, or why it is off. `pk`, `patient`, `state` and `has_note` are those of a visit or a request.
    """

    start: int
    end: int
    kind: str
    what: str = ""
    pk: str = ""
    patient: str = ""
    state: str = ""
    has_note: bool = False


@dataclass
class Rows:
    """By the id of a provider: what is `shown` in the week, and when what is not shown takes time (`hidden`).

    None instead of an id gathers the requests that leave the provider open. `closed` are the location's closures,
    `guests` the providers who have something there without having hours.
    """

    shown: dict[str | None, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    hidden: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    closed: list[Entry] = field(default_factory=list)
    guests: list[Provider] = field(default_factory=list)


def read(actor: Actor, location: Location, stretch: Stretch, providers: Collection[Provider]) -> Rows:
    """What stands there in this stretch, where these providers have hours, and what takes time of theirs elsewhere."""
    rows = Rows(closed=_closures(location, stretch))
    _add_visits(rows, actor, location, stretch, providers)
    _add_requests(rows, actor, location, stretch)
    ids = rows.shown.keys() - {None} - {str(who.pk) for who in providers}
    if ids:
        rows.guests = list(Provider.objects.visible_to(actor).filter(pk__in=ids))
        _add_elsewhere(rows, actor, location, stretch)
    return rows


def _add_visits(rows: Rows, actor, location, stretch, providers) -> None:
    """Those there that the actor may see; where they are not, that they take time."""
    here = Q(location=location)
    found = _taking(actor, stretch).filter(here | Q(provider__in=providers))
    seen = ExpressionWrapper(here & Appointment.visibility(actor), BooleanField())
    facts = found.values_list(
        *(seen, _text("provider_id"), *_span("starts_at", "ends_at"), "status", _text("pk"), "visit_type__name"),
        *("patient__given_name", "patient__family_name"),
    )
    for is_seen, who, start, end, status, pk, what, given, family in facts:
        if is_seen:
            rows.shown[who].append(Entry(start, end, "visit", what, pk, f"{given} {family}".strip(), status))
        elif status != "no_show":
            rows.hidden[who].append((start, end))


def _add_elsewhere(rows: Rows, actor, location, stretch) -> None:
    """The guests' visits at other locations."""
    found = _taking(actor, stretch).filter(provider__in=rows.guests).exclude(Q(location=location) | Q(status="no_show"))
    for who, start, end in found.values_list(_text("provider_id"), *_span("starts_at", "ends_at")):
        rows.hidden[who].append((start, end))


def _taking(actor, stretch):
    """The practice's visits that take time of the week, missed ones too; a hold that has run out takes none."""
    # No visit is longer: without this the index would be read from the practice's first day on.
    earliest = stretch[0] - timedelta(minutes=LONGEST)
    found = Appointment.objects.of(actor.practice).filter(starts_at__gt=earliest, starts_at__lt=stretch[1])
    found = found.filter(ends_at__gt=stretch[0], status__in=(*OCCUPYING, "no_show"))
    return found.filter(Q(held_until=None) | Q(held_until__gt=actor.now))


def _add_requests(rows: Rows, actor, location, stretch) -> None:
    times = {"slots__starts_at__gte": stretch[0], "slots__starts_at__lt": stretch[1]}
    asked = AppointmentRequest.objects.visible_to(actor).filter(status__in=OPEN_REQUEST, location=location, **times)
    facts = asked.values_list(
        *(_text("provider_id"), *_span("slots__starts_at", "slots__ends_at"), "status", _text("pk")),
        *("visit_type__name", "patient__given_name", "patient__family_name", "reason"),
    )
    for who, start, end, status, pk, what, given, family, reason in facts:
        state, patient = "proposed" if status == "proposed" else "requested", f"{given} {family}".strip()
        rows.shown[who].append(Entry(start, end, "request", what, pk, patient, state, bool(reason)))


def _closures(location, stretch) -> list[Entry]:
    found = Closure.objects.filter(location=location, starts_at__lt=stretch[1], ends_at__gt=stretch[0])
    facts = found.values_list(*_span("starts_at", "ends_at"), "reason")
    return [Entry(start, end, "off", reason or _("Closed")) for start, end, reason in facts]


def _text(path: str) -> Cast:
    return Cast(path, CharField())


def _span(begins: str, ends: str) -> tuple[Func, Func]:
    """The last whole minute at or before one moment, and the first at or after the other."""
    return _minute(begins, "floor"), _minute(ends, "ceil")


def _minute(path: str, rounded: str) -> Func:
    sql = f"{rounded}(extract(epoch FROM %(expressions)s) / 60)::int"
    return Func(F(path), template=sql, output_field=IntegerField())
