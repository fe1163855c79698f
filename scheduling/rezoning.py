"""Room: a location's clock is set to another zone. What is planned there keeps its reading of the clock (X7).

Visits, kept times and requested times move to the instant at which the new clock shows what the old one showed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from practice import clock, handover
from practice.access import Actor, Permission
from practice.errors import Refused
from practice.handover import Shift
from practice.models import Location
from scheduling import calendar, deciding, holds, notices, telling
from scheduling.models import Appointment, AppointmentRequest, RequestedSlot
from scheduling.states import OCCUPYING, OPEN_REQUEST, STANDING

NAMED = 5  # how many visits a refusal names
FIELDS = ["starts_at", "ends_at", "busy", "sequence"]


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


def preview(*, by: Actor, location: Location, time_zone: str) -> tuple[list[Shift], int]:
    """What would keep its reading, by time, as far as the actor may see it; and how many things there are in all."""
    visits, times = _planned(location, by.now), _asked_for(location, by.now)
    seen = visits.visible_to(by)
    if not by.may(Permission.REQUEST_SEE):  # R3: who does not schedule sees no requests, and no time kept for one
        seen = seen.exclude(status="held")
    rows = [(row, _visit_words(row)) for row in seen.select_related("patient", "provider", "visit_type")]
    if by.may(Permission.REQUEST_SEE):
        asked = times.visible_to(by).select_related("request__patient", "request__visit_type")
        rows += [(row, _slot_words(row)) for row in asked]
    shifts = [_shift(row.starts_at, words, location, time_zone) for row, words in rows]
    return sorted(shifts, key=lambda shift: shift.before), visits.count() + times.count()


def change(*, by: Actor, location: Location, time_zone: str) -> None:
    """Move everything that is planned there, and tell people; `location` still has its old zone.

    Refuses `zone_conflict`, with the visits named, when one would meet another visit of its provider or patient.
    """
    requests = _requests(location)
    steps = _steps(location, time_zone, by.now)
    holds.make_room([step.row.provider for step in steps], [step.row.patient for step in steps], by.now)
    _refuse_conflicts(by, steps)
    # Whoever goes later leaves first, so that nobody steps on the next one's toes.
    for step in sorted(steps, key=lambda one: one.row.starts_at, reverse=bool(steps) and steps[0].by > timedelta()):
        _move(by, step)
    _move_wishes(by, requests, location, time_zone)
    for step in steps:
        if step.row.status != "held":
            telling.everybody(by, step.row, notices.MOVED)
    _tell_offers(by, steps)


def announce() -> None:
    """Called from the app's `ready`."""
    handover.announce_zone_changing(preview, change)


def _planned(location: Location, now: datetime):
    taken = Q(status__in=STANDING) | Q(status="held", held_until__gt=now)
    return Appointment.objects.filter(taken, location=location, starts_at__gt=now)


def _asked_for(location: Location, now: datetime):
    return RequestedSlot.objects.filter(request__location=location, request__status__in=OPEN_REQUEST, starts_at__gt=now)


def _shift(starts_at: datetime, words: str, location: Location, time_zone: str) -> Shift:
    after = clock.same_reading(starts_at, location.time_zone, time_zone)
    return Shift(words, clock.moment(starts_at, location.time_zone), starts_at, after)


def _visit_words(row: Appointment) -> str:
    if row.status == "held":
        said = _("%(patient)s, time kept with %(provider)s")
    else:
        said = _("%(patient)s, %(type)s with %(provider)s")
    return said % {"patient": row.patient.name, "type": row.visit_type, "provider": row.provider}


def _slot_words(row: RequestedSlot) -> str:
    said = _("%(patient)s, %(type)s, requested")
    return said % {"patient": row.request.patient.name, "type": row.request.visit_type}


def _requests(location: Location) -> list[AppointmentRequest]:
    """The open requests there, locked: before the visits, as deciding does it."""
    rows = AppointmentRequest.objects.select_for_update(no_key=True, of=("self",))
    return list(rows.filter(location=location, status__in=OPEN_REQUEST).order_by("pk"))


def _steps(location: Location, time_zone: str, now: datetime) -> list[Step]:
    """What moves to another instant, locked, soonest first; where both clocks agree nothing does."""
    rows = _planned(location, now).select_for_update(no_key=True, of=("self",)).order_by("starts_at", "pk")
    steps = []
    for row in rows.select_related("patient", "provider", "location", "visit_type"):
        moves_by = clock.same_reading(row.starts_at, location.time_zone, time_zone) - row.starts_at
        if moves_by:
            steps.append(Step(row, moves_by))
    return steps


def _refuse_conflicts(by: Actor, steps: list[Step]) -> None:
    met = {
        *_meetings(steps, "provider_id", lambda step: step.busy, lambda row: (row.busy.lower, row.busy.upper)),
        *_meetings(steps, "patient_id", lambda step: step.span, lambda row: (row.starts_at, row.ends_at)),
    }
    if met:
        said = _("These visits would meet others: %(visits)s. Move them first, then change the time zone.")
        raise Refused("zone_conflict", said % {"visits": _named(by, met)}, "time_zone")


def _meetings(steps: list[Step], whose: str, new, old) -> Iterable[Appointment]:
    """The moving visits that would overlap another one of the same provider or patient."""
    moving = {step.row.pk for step in steps}
    standing = Appointment.objects.filter(**{f"{whose}__in": {getattr(step.row, whose) for step in steps}})
    spans = [(getattr(step.row, whose), *new(step), step.row) for step in steps]
    spans += [
        (getattr(row, whose), *old(row), row)
        for row in standing.filter(status__in=OCCUPYING).exclude(pk__in=moving).select_related("patient", "location")
    ]
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


def _move(by: Actor, step: Step) -> None:
    row, before = step.row, step.row.starts_at
    (row.starts_at, row.ends_at), row.busy = step.span, step.busy
    row.sequence += 1
    row.save(update_fields=FIELDS)
    if row.status != "held":
        facts = {"from_starts_at": before, "to_starts_at": row.starts_at, "note": _("time zone")}
        calendar.record(by=by, appointment=row, what="moved", **facts)


def _move_wishes(by: Actor, requests: list[AppointmentRequest], location: Location, time_zone: str) -> None:
    by_id, touched = {request.pk: request for request in requests}, set()
    times = list(_asked_for(location, by.now).filter(request__in=by_id).order_by("pk"))
    for row in times:
        after = clock.same_reading(row.starts_at, location.time_zone, time_zone)
        if after != row.starts_at:
            touched.add(row.request_id)
        row.starts_at, row.ends_at = after, after + (row.ends_at - row.starts_at)
    RequestedSlot.objects.bulk_update(times, ["starts_at", "ends_at"], batch_size=500)
    for pk in sorted(touched):
        deciding.record(by=by, request=by_id[pk], what="edited", note=_("time zone"))


def _tell_offers(by: Actor, steps: list[Step]) -> None:
    """Who was offered a time reads the offer again, once."""
    held = [step.row.pk for step in steps if step.row.status == "held"]
    offered = AppointmentRequest.objects.filter(proposals__appointment__in=held, status="proposed").distinct()
    for request in offered.select_related("made_by"):
        telling.requester(by, request, notices.PROPOSED)
