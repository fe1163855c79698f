"""What stands in a week at a location, as small tuples instead of rows: there may be a thousand.

Minutes count since 1970, and ids are text: seven hundred moments and UUIDs take milliseconds to become objects, and as
many again to become minutes and text.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Func, IntegerField, Q
from django.db.models.functions import Cast

from practice.access import Actor
from practice.models import Location, Provider
from scheduling import slots
from scheduling.availability_rows import AFTER, BEFORE
from scheduling.models import Appointment, AppointmentRequest
from scheduling.slots import Span
from scheduling.states import OCCUPYING, OPEN_REQUEST


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
    """By the id of a provider: what is `shown` in the week, when what is not shown takes time (`hidden`), and what all
    visits take, buffers included (`taken`).

    None instead of an id gathers the requests that leave the provider open. `guests` are the providers who have
    something there without having hours.
    """

    shown: dict[str | None, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    hidden: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    guests: list[Provider] = field(default_factory=list)


def read(actor: Actor, location: Location, week: Span, providers: Collection[Provider]) -> Rows:
    """What stands there in this week, where these providers have hours, and what takes time of theirs elsewhere."""
    rows = Rows()
    _add_visits(rows, actor, location, week, Q(location=location) | Q(provider__in=providers))
    _add_requests(rows, actor, location, week)
    ids = rows.shown.keys() - {None} - {str(who.pk) for who in providers}
    if ids:
        rows.guests = list(Provider.objects.visible_to(actor).filter(pk__in=ids))
        _add_visits(rows, actor, location, week, ~Q(location=location) & Q(provider__in=rows.guests))
    return rows


def _add_visits(rows: Rows, actor, location, week: Span, wanted: Q) -> None:
    """Those of the practice that take time of the week, missed ones too; a hold that has run out takes none."""
    first, last = slots.moment_of(week[0]), slots.moment_of(week[1])
    # None is longer: without this the index would be read from the practice's first day on.
    near = Appointment.objects.of(actor.practice).filter(starts_at__gt=first - BEFORE, starts_at__lt=last + AFTER)
    near = near.filter(Q(held_until=None) | Q(held_until__gt=actor.now), wanted, status__in=(*OCCUPYING, "no_show"))
    seen = ExpressionWrapper(Q(location=location) & Appointment.visibility(actor), BooleanField())
    facts = near.values_list(
        *(seen, _text("provider_id"), *_span("starts_at", "ends_at"), *_span("busy__startswith", "busy__endswith")),
        *("status", _text("pk"), "visit_type__name", "patient__given_name", "patient__family_name"),
    )
    for is_seen, who, start, end, from_, until, status, pk, what, given, family in facts:
        takes_time, is_in = status != "no_show", start < week[1] and end > week[0]
        if takes_time:
            rows.taken[who].append((from_, until))
        if is_in and is_seen:
            rows.shown[who].append(Entry(start, end, "visit", what, pk, f"{given} {family}".strip(), status))
        elif is_in and takes_time:
            rows.hidden[who].append((start, end))


def _add_requests(rows: Rows, actor, location, week: Span) -> None:
    times = {"slots__starts_at__gte": slots.moment_of(week[0]), "slots__starts_at__lt": slots.moment_of(week[1])}
    asked = AppointmentRequest.objects.visible_to(actor).filter(status__in=OPEN_REQUEST, location=location, **times)
    facts = asked.values_list(
        *(_text("provider_id"), *_span("slots__starts_at", "slots__ends_at"), "status", _text("pk")),
        *("visit_type__name", "patient__given_name", "patient__family_name", "reason"),
    )
    for who, start, end, status, pk, what, given, family, reason in facts:
        state, patient = "proposed" if status == "proposed" else "requested", f"{given} {family}".strip()
        rows.shown[who].append(Entry(start, end, "request", what, pk, patient, state, bool(reason)))


def _text(path: str) -> Cast:
    return Cast(path, CharField())


def _span(begins: str, ends: str) -> tuple[Func, Func]:
    """The last whole minute at or before one moment, and the first at or after the other."""
    return _minute(begins, "floor"), _minute(ends, "ceil")


def _minute(path: str, rounded: str) -> Func:
    sql = f"{rounded}(extract(epoch FROM %(expressions)s) / 60)::int"
    return Func(F(path), template=sql, output_field=IntegerField())
