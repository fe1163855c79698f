"""Room: a location's clock is set to another zone. What is planned there keeps its reading of the clock (X7).

Visits, kept times and requested times move to the instant at which the new clock shows what the old one showed, all in
one transaction and in a few statements however many they are; people hear of it afterwards (`zone_telling`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from practice import clock, handover
from practice.access import Actor
from practice.errors import Refused
from practice.models import Location
from scheduling import calendar, deciding, holds, zone_preview, zone_telling
from scheduling.models import Appointment, AppointmentRequest, RequestedSlot, TimeSpan, ZoneChange
from scheduling.states import OCCUPYING, OPEN_REQUEST

NAMED = 5  # how many visits a refusal names
FAR = timedelta(days=400 * 365)  # where nobody has visits
# Whatever still meets a visit to come, on any clock, began after that.
LONG_AGO = timedelta(days=3)


@dataclass(frozen=True)
class Step:
    """A visit or a kept time, and how far its instant moves."""

    row: Appointment
    by: timedelta

    @property
    def span(self) -> tuple[datetime, datetime]:
        return self.row.starts_at + self.by, self.row.ends_at + self.by

    @property
    def busy(self) -> tuple[datetime, datetime]:
        return self.row.busy.lower + self.by, self.row.busy.upper + self.by


def change(*, by: Actor, location: Location, time_zone: str) -> None:
    """Move everything that is planned there, and have people told; `location` still has its old zone.

    Refuses `zone_conflict`, with the visits named, when one would meet another visit of its provider or patient.
    """
    requests = _requests(location)
    steps = _steps(location, time_zone, by.now)
    if steps:
        holds.make_room([step.row.provider for step in steps], [step.row.patient for step in steps], by.now)
        _refuse_conflicts(by, steps)
        _move(steps)
        _record(by, steps, zone_telling.begin(by, location, time_zone, [step.row for step in steps]))
    _move_wishes(by, requests, location, time_zone)


def announce() -> None:
    """Called from the app's `ready`."""
    handover.announce_zone_changing(zone_preview.effect, change, zone_preview.news)


def _requests(location: Location) -> list[AppointmentRequest]:
    """The open requests there, locked: before the visits, as deciding does it."""
    rows = AppointmentRequest.objects.select_for_update(no_key=True, of=("self",))
    return list(rows.filter(location=location, status__in=OPEN_REQUEST).order_by("pk"))


def _steps(location: Location, time_zone: str, now: datetime) -> list[Step]:
    """What moves to another instant, locked, soonest first; where both clocks agree nothing does."""
    rows = zone_preview.planned(location, now).select_for_update(no_key=True, of=("self",)).order_by("starts_at", "pk")
    steps = []
    for row in rows.select_related("patient", "provider", "location"):
        moves_by = clock.same_reading(row.starts_at, location.time_zone, time_zone) - row.starts_at
        if moves_by:
            steps.append(Step(row, moves_by))
    return steps


def _refuse_conflicts(by: Actor, steps: list[Step]) -> None:
    met = {
        *_meetings(by, steps, "provider_id", lambda step: step.busy, lambda row: (row.busy.lower, row.busy.upper)),
        *_meetings(by, steps, "patient_id", lambda step: step.span, lambda row: (row.starts_at, row.ends_at)),
    }
    if met:
        said = _("These visits would meet others: %(visits)s. Move them first, then change the time zone.")
        raise Refused("zone_conflict", said % {"visits": _named(by, met)}, "time_zone")


def _meetings(by: Actor, steps: list[Step], whose: str, new, old) -> Iterable[Appointment]:
    """The moving visits that would overlap another one of the same provider or patient."""
    moving = {step.row.pk for step in steps}
    theirs = {f"{whose}__in": {getattr(step.row, whose) for step in steps}, "starts_at__gt": by.now - LONG_AGO}
    standing = Appointment.objects.filter(status__in=OCCUPYING, **theirs).exclude(pk__in=moving)
    spans = [(getattr(step.row, whose), *new(step), step.row) for step in steps]
    spans += [(getattr(row, whose), *old(row), row) for row in standing]
    latest: tuple | None = None
    for span in sorted(spans, key=lambda one: (str(one[0]), one[1], one[2])):
        if latest and latest[0] == span[0] and span[1] < latest[2]:
            yield from (row for row in (latest[3], span[3]) if row.pk in moving)
        if latest is None or latest[0] != span[0] or span[2] > latest[2]:
            latest = span


def _named(by: Actor, visits: Iterable[Appointment]) -> str:
    """Names of the visits the actor may see, and how many more there are."""
    rows = sorted(visits, key=lambda row: (row.starts_at, str(row.pk)))
    seen = set(Appointment.objects.visible_to(by).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    shown = [row for row in rows if row.pk in seen][:NAMED]
    words = [f"{row.patient.name}, {clock.moment(row.starts_at, row.location.zone)}" for row in shown]
    if more := len(rows) - len(words):
        words.append(_("%(n)s more") % {"n": more})
    return "; ".join(words)


def _move(steps: list[Step]) -> None:
    """Everything goes to a far time and from there to its own, so that nobody steps on the next one's toes.

    Within a statement the rows come in no order, and a neighbour that has not left yet would be in the way.
    """
    together = defaultdict(list)
    for step in steps:
        together[step.by].append(step.row.pk)
    for moves_by, ids in together.items():
        _shift(ids, FAR + moves_by)
    moved = [step.row.pk for step in steps]
    _shift(moved, -FAR)
    Appointment.objects.filter(pk__in=moved).update(sequence=F("sequence") + 1)


def _shift(ids: list, moves_by: timedelta) -> None:
    Appointment.objects.filter(pk__in=ids).update(
        starts_at=F("starts_at") + moves_by,
        ends_at=F("ends_at") + moves_by,
        busy=TimeSpan(F("busy__startswith") + moves_by, F("busy__endswith") + moves_by),
    )


def _record(by: Actor, steps: list[Step], zone_change: ZoneChange) -> None:
    for step in steps:
        if step.row.status != "held":
            facts = {"from_starts_at": step.row.starts_at, "to_starts_at": step.span[0], "note": _("time zone")}
            calendar.record(by=by, appointment=step.row, what="moved", zone_change=zone_change, **facts)


def _move_wishes(by: Actor, requests: list[AppointmentRequest], location: Location, time_zone: str) -> None:
    by_id, touched = {request.pk: request for request in requests}, set()
    times = list(zone_preview.asked_for(location, by.now).filter(request__in=by_id).order_by("pk"))
    for row in times:
        after = clock.same_reading(row.starts_at, location.time_zone, time_zone)
        if after != row.starts_at:
            touched.add(row.request_id)
        row.starts_at, row.ends_at = after, after + (row.ends_at - row.starts_at)
    RequestedSlot.objects.bulk_update(times, ["starts_at", "ends_at"], batch_size=500)
    for pk in sorted(touched):
        deciding.record(by=by, request=by_id[pk], what="edited", note=_("time zone"))
