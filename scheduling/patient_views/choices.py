"""What has been chosen so far in `Request an Appointment`. It travels with every page as ids, so nothing can expire."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import cached_property

from practice.access import Actor
from practice.models import Location, Patient, Provider
from scheduling import moments, selectors
from scheduling.models import MAX_SLOTS, AppointmentRequest, Case, VisitType
from scheduling.patient_forms import PreferencesForm

STEPS = ("case", "visit_type", "location", "provider", "times", "review")
ANYONE = "any"
WAYS = ("slots", "preferences", "next_available")


def steps_of(practice) -> tuple[str, ...]:
    """The questions in their order; a practice without cases does not ask for one (D15)."""
    return STEPS if practice.settings.use_cases else STEPS[1:]


@dataclass(kw_only=True)
class Times:
    """The times that would suit: up to three, or days and hours, or the next available (D3).

    `wanted` says of what kind of visit, `suits` is the form with the days and hours.
    """

    actor: Actor
    starts: tuple[datetime, ...] = ()
    suits: PreferencesForm = field(default_factory=lambda: PreferencesForm({}))
    next_available: bool = False

    @property
    def wanted(self) -> dict:
        """What free times are looked for, as the selectors take it."""
        raise NotImplementedError

    @property
    def ways(self) -> list[str]:
        """How the practice lets patients say when, in the order of the page."""
        offered = self.actor.practice.settings.request_ways
        return [way for way in WAYS if way in offered]

    @property
    def ways_taken(self) -> list[str]:
        """The ways in which the question is answered; one is right."""
        given = {"slots": self.starts, "preferences": self.suits.has_changed(), "next_available": self.next_available}
        return [way for way in WAYS if given[way]]

    @property
    def too_many(self) -> bool:
        return len(self.starts) > MAX_SLOTS

    @property
    def answered(self) -> bool:
        return len(self.ways_taken) == 1 and not self.too_many and self.suits.is_valid()

    def read_times(self, data) -> None:
        """Take the times from a query string or a sent form (a QueryDict)."""
        self.next_available = bool(data.get("next_available"))
        self.suits = PreferencesForm(data)
        self.starts = moments.read_all(data.getlist("slot"), MAX_SLOTS + 1)  # one too many must show

    def free(self, first_day: date, last_day: date) -> list[datetime]:
        """The free starts on these days, last included."""
        found = selectors.open_slots(self.actor, **self.wanted, first_day=first_day, last_day=last_day)
        return [slot.starts_at for slot in found]


@dataclass(kw_only=True)
class Choices(Times):
    """The answers given, each checked against what this person may choose; what does not fit counts as not given."""

    patient: Patient
    replaces: AppointmentRequest | None = None
    case: Case | None = None
    visit_type: VisitType | None = None
    location: Location | None = None
    provider: Provider | None = None
    anyone: bool = False

    @cached_property
    def case_options(self) -> list:
        return list(selectors.request_options(self.actor, self.patient))

    @cached_property
    def cases(self) -> list[Case]:
        return [option.case for option in self.case_options if option.case]

    @cached_property
    def visit_types(self) -> list[VisitType]:
        return next((list(option.visit_types) for option in self.case_options if option.case == self.case), [])

    @property
    def steps(self) -> tuple[str, ...]:
        return steps_of(self.actor.practice)

    @cached_property
    def locations(self) -> list[Location]:
        return list(selectors.locations_open(self.actor))

    @cached_property
    def providers(self) -> list[Provider]:
        if self.visit_type is None or self.location is None:
            return []
        return list(selectors.providers_for(self.actor, self.visit_type, self.location, self.case))

    @cached_property
    def may_leave_provider_open(self) -> bool:
        return selectors.no_preference_allowed(self.actor, self.patient)

    @property
    def wanted(self) -> dict:
        names = ("visit_type", "location", "provider", "case", "patient")
        return {name: getattr(self, name) for name in names}

    @property
    def open_step(self) -> str:
        """The first question without an answer that fits; `review` when there is none."""
        answered = {
            "case": self.case,
            "visit_type": self.visit_type,
            "location": self.location,
            "provider": self.provider or self.anyone,
            "times": self.answered,
        }
        return next((step for step in self.steps if not answered.get(step, step == "review")), "review")

    def pairs(self, *leave_out: str) -> list[tuple[str, str]]:
        """The answers as names and values for a query string or hidden fields, without the names given."""
        given = [
            ("case", self.case and str(self.case.pk)),
            ("visit_type", self.visit_type and str(self.visit_type.pk)),
            ("location", self.location and str(self.location.pk)),
            ("provider", ANYONE if self.anyone else self.provider and str(self.provider.pk)),
            *[("slot", moments.write(start)) for start in self.starts],
            *self.suits.pairs(),
            ("next_available", "1" if self.next_available else None),
            ("replaces", self.replaces and str(self.replaces.pk)),
        ]
        return [(name, value) for name, value in given if value and name not in leave_out]


def read(actor: Actor, patient: Patient, data) -> Choices:
    """Read the answers from a query string or a sent form (a QueryDict), in the order they depend on each other."""
    chosen = Choices(actor=actor, patient=patient)
    chosen.case = _picked(chosen.cases, data.get("case"))
    chosen.visit_type = _picked(chosen.visit_types, data.get("visit_type"))
    chosen.location = _picked(chosen.locations, data.get("location"))
    if data.get("provider") == ANYONE:
        chosen.anyone = bool(chosen.providers) and chosen.may_leave_provider_open
    else:
        chosen.provider = _picked(chosen.providers, data.get("provider"))
    chosen.read_times(data)
    return chosen


def _picked(rows, value):
    return next((row for row in rows if str(row.pk) == value), None)
