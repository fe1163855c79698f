"""The times that a request can be approved for, and those that can be offered instead."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from practice import clock
from practice.access import Actor, Permission
from practice.errors import Refused
from practice.models import Provider
from practice.tenancy import find_all
from scheduling import moments, preferences
from scheduling.models import Appointment, AppointmentRequest, ProposedSlot, RequestedSlot
from scheduling.selectors.offers import Slot, nearest_free, open_slots, still_here
from scheduling.selectors.proposing import apart
from scheduling.selectors.requests import TimeChoice, times_of
from scheduling.states import OCCUPYING, OPEN_REQUEST

FEW, MANY = 3, 2000  # how many further free times are offered at first; and more than a month ever has
OVERRIDABLE = ("closed", "requested")
DAYS_SHOWN = 3  # and of how many days all of them, once others are asked for
LOOK = timedelta(days=14)  # how far around such a day others are looked for


@dataclass(frozen=True)
class Free:
    """Free times by day, and the days on which an earlier and a later list would begin."""

    days: dict[date, list[Slot]]
    earlier: date | None = None
    later: date | None = None


@dataclass(frozen=True)
class Conflict:
    """A stretch of time that stands in the way with one provider, or `whose` None with any; in a sentence and short."""

    starts_at: datetime
    ends_at: datetime
    whose: UUID | None
    text: str
    short: str

    def meets(self, slot: Slot | TimeChoice) -> bool:
        """Whether it overlaps that time with its provider."""
        theirs = self.whose is None or (slot.provider is not None and slot.provider.pk == self.whose)
        return theirs and self.starts_at < slot.ends_at and slot.starts_at < self.ends_at


@dataclass(frozen=True)
class Choices:
    """What the panel offers: `named` are the times offered to the patient or asked for.

    `near` are the free ones nearest to `around`; `apart` too, but so that all of them can be kept at once.
    """

    named: list[TimeChoice]
    near: list[Slot]
    apart: list[Slot]
    around: datetime
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        """Whether one of the named times is still to be had."""
        return any(choice.state in ("free", "offered") for choice in self.named)

    def conflict(self, slot: Slot | TimeChoice) -> Conflict | None:
        """Who else wants that time, or why the patient cannot have it: seen before anything is pressed."""
        return next((one for one in self.conflicts if one.meets(slot)), None)


def choices(actor: Actor, request: AppointmentRequest, kept: list[ProposedSlot]) -> Choices:
    """Everything there is to choose from; `kept` are the times offered to the patient now."""
    named = [_offered(slot.appointment) for slot in kept]
    known = {choice.starts_at for choice in named}
    named += [choice for choice in times_of(actor, request) if choice.starts_at not in known]
    known |= {choice.starts_at for choice in named}
    around = _around(actor, request, named)
    wish, visits = preferences.of(request), _visits(actor, request)
    found = [slot for slot in nearest_free(actor, request, around, MANY) if slot.starts_at not in known]
    found = [slot for slot in found if not any(visit.meets(slot) for visit in visits)]
    found = [slot for slot in found if wish.suit(slot.starts_at, request.location.zone)] or found
    found.sort(key=lambda slot: (abs(slot.starts_at - around), slot.starts_at))
    return Choices(
        named=named,
        near=sorted(found[:FEW], key=lambda slot: slot.starts_at),
        apart=apart(found, request.visit_type, around, FEW),
        around=around,
        conflicts=[*visits, *_wishes(actor, request)],
    )


def _around(actor: Actor, request: AppointmentRequest, named: list[TimeChoice]) -> datetime:
    """The first time it names, else the first day that suits, else now: never earlier than now."""
    first = request.suits_from and clock.midnight(request.suits_from, request.location.zone)
    return max([actor.now, *(choice.starts_at for choice in named[:1]), *([first] if first else [])])


def free_days(actor: Actor, request: AppointmentRequest, around: datetime, wanted: date | None) -> Free:
    """All free times of the first days from `wanted` on that have any; of the day of `around` where none is wanted."""
    today = actor.today(request.location.zone)
    first = max(wanted or clock.local(around, request.location.zone).date(), today)
    found: dict[date, dict[datetime, Slot]] = {}
    for slot in open_slots(
        actor,
        visit_type=request.visit_type,
        location=request.location,
        provider=still_here(request.provider),
        first_day=first - LOOK,
        last_day=first + LOOK,
        case=request.case,
        patient=request.patient,
        without=request.appointment,
    ):
        on = clock.local(slot.starts_at, request.location.zone).date()
        found.setdefault(on, {}).setdefault(slot.starts_at, slot)
    before, after = [day for day in found if day < first], [day for day in found if day >= first]
    shown = after[:DAYS_SHOWN]
    return Free(
        days={day: list(found[day].values()) for day in shown},
        earlier=before[-DAYS_SHOWN:][0] if before else None,
        later=(shown[-1] if shown else first + LOOK) + timedelta(days=1),
    )


def time_value(starts_at: datetime, provider: Provider) -> str:
    """What the radio `time` sends: the moment and who."""
    return f"{moments.write(starts_at)}~{provider.pk}"


def read_time(actor: Actor, value: str) -> tuple[datetime, Provider]:
    """The moment and the provider that a `time` names. Refuses `time_needed` for anything else."""
    (found,) = read_times(actor, [value])
    return found


def read_times(actor: Actor, values: Iterable[str]) -> list[tuple[datetime, Provider]]:
    """The same for each of several, every one once."""
    times = [_parts(value) for value in dict.fromkeys(values)]
    ids = list(dict.fromkeys(who for _start, who in times))
    who_is = dict(zip(ids, find_all(actor, *((Provider, who) for who in ids)) if ids else [], strict=True))
    return [(start, who_is[who]) for start, who in times]


def _parts(value: str) -> tuple[datetime, UUID]:
    when, _tilde, who = (value or "").partition("~")
    starts_at = moments.read(when)
    try:
        provider_id = UUID(who)
    except ValueError:
        provider_id = None
    if starts_at is None or provider_id is None:
        raise Refused("time_needed", _("Please choose a time."), "time")
    return starts_at.astimezone(UTC), provider_id


def override_for(actor: Actor, request: AppointmentRequest, starts_at: datetime, typed: str) -> str:
    """The reason to book all the same, where the chosen time needs one; nothing where it does not.

    Refuses `override_needed` when whoever may book so has not written why.
    """
    chosen = (choice for choice in times_of(actor, request) if choice.starts_at == starts_at)
    if not any(choice.state in OVERRIDABLE for choice in chosen):
        return ""
    if not typed.strip() and may_override(actor):
        raise Refused("override_needed", _("Write why it is booked all the same."), "override")
    return typed


def may_override(actor: Actor) -> bool:
    return actor.may(Permission.APPOINTMENT_OVERRIDE)


def _offered(visit: Appointment) -> TimeChoice:
    label = clock.moment(visit.starts_at, visit.location.zone)
    return TimeChoice(visit.starts_at, visit.ends_at, visit.provider, "offered", label)


def _visits(actor: Actor, request: AppointmentRequest) -> list[Conflict]:
    """The patient's other visits: nobody is in two places at once."""
    visits = Appointment.objects.of(actor.practice).filter(
        patient=request.patient, status__in=OCCUPYING, ends_at__gt=actor.now
    )
    visits = visits.exclude(pk=request.appointment_id).exclude(proposal__request=request)
    said = _("%(name)s has another visit then.") % {"name": request.patient.name}
    return [Conflict(*span, None, said, _("has a visit")) for span in visits.values_list("starts_at", "ends_at")]


def _wishes(actor: Actor, request: AppointmentRequest) -> list[Conflict]:
    """The times that other open requests at the location name (X13)."""
    others = RequestedSlot.objects.of(actor.practice).filter(
        request__location=request.location_id, request__status__in=OPEN_REQUEST, ends_at__gt=actor.now
    )
    spans = others.exclude(request=request).values_list("starts_at", "ends_at", "provider_id")
    said = _("Somebody else asks for this time too.")
    return [Conflict(*span, said, _("also asked for")) for span in spans]
