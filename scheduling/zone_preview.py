"""Room: what a location's new time zone would do to what is planned there, and afterwards who has heard of it (X7)."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _, ngettext

from practice import clock
from practice.access import Actor, Permission
from practice.handover import Shift, ZoneEffect
from practice.models import Location
from scheduling import zone_telling
from scheduling.models import Appointment, RequestedSlot
from scheduling.selectors import zone_changes
from scheduling.states import OPEN_REQUEST, STANDING


def effect(*, by: Actor, location: Location, time_zone: str, most: int) -> ZoneEffect:
    """What would keep its reading: the first `most` that the actor may see, by time, and how much there is in all."""
    visits, times = planned(location, by.now), asked_for(location, by.now)
    rows = list(visits.values_list("pk", "patient_id", "status", "starts_at"))
    moving = [row for row in rows if clock.same_reading(row[3], location.time_zone, time_zone) != row[3]]
    return ZoneEffect(
        _shifts(by, location, time_zone, most) if most else [],
        len(rows) + times.count(),
        sum(status != "held" for _pk, _patient, status, _starts_at in moving),
        zone_telling.people(by, [row[:3] for row in moving]),
    )


def news(*, by: Actor, location: Location) -> str:
    """How far people have been told of the last change of the location's clock."""
    if (change := zone_changes.latest(by, location)) is None:
        return ""
    people = _being_told(change.people) if change.told_at is None else _were_told(change.people)
    said = _("The time zone was changed from %(old)s to %(new)s on %(day)s: %(visits)s; %(people)s.")
    return said % {
        "old": clock.zone_label(change.from_zone, change.changed_at),
        "new": clock.zone_label(change.to_zone, change.changed_at),
        "day": clock.full_day(clock.local(change.changed_at, location.zone).date()),
        "visits": ngettext("%(n)s visit moved", "%(n)s visits moved", change.visits) % {"n": change.visits},
        "people": people,
    }


def planned(location: Location, now: datetime):
    """The visits to come there, and the times kept for patients."""
    taken = Q(status__in=STANDING) | Q(status="held", held_until__gt=now)
    return Appointment.objects.filter(taken, location=location, starts_at__gt=now)


def asked_for(location: Location, now: datetime):
    """The times to come that open requests there name."""
    return RequestedSlot.objects.filter(request__location=location, request__status__in=OPEN_REQUEST, starts_at__gt=now)


def _shifts(by: Actor, location: Location, time_zone: str, most: int) -> list[Shift]:
    seen = planned(location, by.now).visible_to(by)
    if not by.may(Permission.REQUEST_SEE):  # R3: who does not schedule sees no requests, and no time kept for one
        seen = seen.exclude(status="held")
    visits = seen.select_related("patient", "provider", "visit_type").order_by("starts_at")
    rows = [(row, _visit_words(row)) for row in visits[:most]]
    if by.may(Permission.REQUEST_SEE):
        asked = asked_for(location, by.now).visible_to(by).select_related("request__patient", "request__visit_type")
        rows += [(row, _slot_words(row)) for row in asked.order_by("starts_at")[:most]]
    shifts = [_shift(row.starts_at, words, location, time_zone) for row, words in rows]
    return sorted(shifts, key=lambda shift: shift.before)[:most]


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


def _being_told(people: int) -> str:
    return ngettext("%(n)s person is being told now", "%(n)s people are being told now", people) % {"n": people}


def _were_told(people: int) -> str:
    return ngettext("%(n)s person was told", "%(n)s people were told", people) % {"n": people}
