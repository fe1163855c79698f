"""The two lists of times in the panel: one of them to approve, up to three to propose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from practice import clock
from practice.access import Actor
from practice.models import Provider
from scheduling.models import AppointmentRequest
from scheduling.panel import calendars
from scheduling.panel.choices import OVERRIDABLE, Choices, Free, choices, free_days, may_override, time_value
from scheduling.panel.state import APPROVE, PROPOSE, Place, Said, Search
from scheduling.panel.words import too_late
from scheduling.selectors.offers import Slot, still_here
from scheduling.selectors.requests import TimeChoice, offered

STATES = {
    "free": (gettext_lazy("free"), "good"),
    "offered": (gettext_lazy("offered"), "wait"),
    "taken": (gettext_lazy("slot now taken"), "bad"),
    "past": (gettext_lazy("times passed"), "bad"),
    "closed": (gettext_lazy("outside hours"), "bad"),
    "requested": (gettext_lazy("kept for somebody else"), "bad"),
}


@dataclass(frozen=True)
class Times:
    """Everything the lists are drawn from."""

    actor: Actor
    request: AppointmentRequest
    place: Place
    search: Search
    said: Said
    known: Choices
    free: Free | None

    def approving(self) -> dict:
        """What `Approve` needs: the radio buttons `time`, and why there may be nothing to approve."""
        options, days = self._options(), self._days(self._unnamed()) if self._looks_for(APPROVE) else []
        possible = [one for one in [*options, *_slots(days)] if one["value"]]
        checked = _chosen(possible, self.said.typed.get("time", ""))
        closed = {choice.state for choice in self.known.named} & set(OVERRIDABLE)
        return {
            "url": self._url("approval", APPROVE),
            "says": _("Approving moves the visit.") if self.request.kind == "reschedule" else "",
            "why": self._why_not(bool(possible)),
            "options": _tick(options, {checked}),
            "days": [{**day, "slots": _tick(day["slots"], {checked})} for day in days],
            "override": self._override_label(closed) if may_override(self.actor) else "",
            "override_note": bool(closed) and not may_override(self.actor),
            **self._search(APPROVE),
        }

    def proposing(self) -> dict:
        """What `Propose` needs: the boxes `times` by day; those nearest ticked where nothing asked for is left."""
        kept = [choice for choice in self.known.named if choice.state == "offered"]
        near = _by_day(self.known.apart, self.request)
        days = self._days(self.free.days if self._looks_for(PROPOSE) else near)
        if kept:
            days = [*self._days(_by_day([_slot(choice) for choice in kept], self.request)), *days]
        nothing_left = bool(self.known.named) and not self.known.usable
        ticked = set(self.said.typed.get("times", ())) or {_value(choice) for choice in kept}
        if nothing_left and not ticked and not self.search.what:
            ticked = {slot["value"] for slot in _slots(days)}
        hours = self.actor.practice.settings.hold_hours
        keeps = ngettext("Kept for the patient for %(n)s hour.", "Kept for the patient for %(n)s hours.", hours)
        return {
            "url": self._url("proposal", PROPOSE),
            "days": [{**day, "slots": _tick(day["slots"], ticked)} for day in days],
            "keeps": keeps % {"n": hours},
            "open": nothing_left or self._looks_for(PROPOSE) or bool({"times", "note"} & set(self.said.errors)),
            **self._search(PROPOSE),
        }

    def _options(self) -> list[dict]:
        """The times asked for or offered, and where there are none the earliest free ones; each within its day."""
        shown = self.known.named
        if not shown and not self._looks_for(APPROVE):
            shown = [_free(slot, self.request) for slot in self.known.near]
        drawn = calendars.snapshots(self.actor, self.request, shown)
        return [
            {
                "value": _value(choice) if self._is_usable(choice) else "",
                "label": choice.label,
                "provider": self._with(choice.provider),
                "state": state(choice) if self.known.named else None,
                "closed": choice.state in OVERRIDABLE,
                "conflict": self.known.conflict(choice),
                "snapshot": drawn.get(calendars.key(choice)),
            }
            for choice in shown
        ]

    def _override_label(self, states: set[str]) -> str:
        if not states:
            return ""
        outside = "closed" in states
        return _("Reason for a time outside the hours") if outside else _("Reason to book it all the same")

    def _unnamed(self) -> dict[date, list[Slot]]:
        """The free days without the times that stand above them."""
        named = {choice.starts_at for choice in self.known.named}
        return {day: [one for one in slots if one.starts_at not in named] for day, slots in self.free.days.items()}

    def _days(self, days: dict[date, list[Slot]]) -> list[dict]:
        zone = self.request.location.zone
        return [
            {
                "label": clock.day(day),
                "slots": [
                    {
                        "value": time_value(slot.starts_at, slot.provider),
                        "time": clock.time(slot.starts_at, zone),
                        "provider": self._with(slot.provider),
                        "conflict": self.known.conflict(slot),
                    }
                    for slot in slots
                ],
            }
            for day, slots in days.items()
        ]

    def _with(self, provider: Provider | None) -> str:
        """Who it would be with, where that is not what was asked for anyway."""
        return "" if provider is None or provider == self.request.provider else provider.name

    def _is_usable(self, choice: TimeChoice) -> bool:
        if choice.state in OVERRIDABLE:
            return still_here(choice.provider) is not None and may_override(self.actor)
        return choice.state in ("free", "offered")

    def _why_not(self, possible: bool) -> str:
        """Why nothing can be approved, or nothing."""
        if self.request.kind == "reschedule" and (late := too_late(self.actor, self.request)):
            return late
        if possible:
            return ""
        if not self.known.named:
            return _("No free time was found.")
        return _("None of the requested times can be booked. Propose others, or choose among other times.")

    def _looks_for(self, what: str) -> bool:
        return self.search.what == what

    def _url(self, name: str, what: str) -> str:
        """Where it is sent: with the times it was chosen from, so that they are there again when it is refused."""
        path = reverse(f"staff:scheduling:{name}", args=[self.actor.practice.slug, self.request.pk])
        day = self.search.day
        asked = {"more": what, **({"day": day.isoformat()} if day else {})} if self._looks_for(what) else {}
        return f"{path}?{urlencode(asked)}" if asked else path

    def _search(self, what: str) -> dict:
        """Where other times are shown, and once they are, earlier and later ones."""
        if not self._looks_for(what):
            return {"others_url": self._others(what)}
        earlier, later = self.free.earlier, self.free.later
        return {
            "earlier_url": self._others(what, day=earlier.isoformat()) if earlier else "",
            "later_url": self._others(what, day=later.isoformat()) if later else "",
        }

    def _others(self, what: str, **asked: str) -> str:
        own = reverse("staff:scheduling:request", args=[self.actor.practice.slug, self.request.pk])
        page = self.place.others or own
        return f"{page}{'&' if '?' in page else '?'}{urlencode({'more': what, **asked})}"


def times(actor: Actor, request: AppointmentRequest, place: Place, search: Search, said: Said) -> Times:
    """Gather what can be had for this request; other times only where they are looked for."""
    kept = offered(actor, request) if request.status == "proposed" else []
    known = choices(actor, request, kept)
    free = free_days(actor, request, known.around, search.day) if search.what else None
    return Times(actor, request, place, search, said, known, free)


def state(choice: TimeChoice) -> dict:
    """What has become of a time, as a word and the kind of its tag."""
    word, kind = STATES[choice.state]
    return {"word": word, "kind": kind}


def _value(choice: TimeChoice) -> str:
    return time_value(choice.starts_at, choice.provider)


def _slot(choice: TimeChoice) -> Slot:
    return Slot(choice.starts_at, choice.ends_at, choice.provider)


def _free(slot: Slot, request: AppointmentRequest) -> TimeChoice:
    label = clock.moment(slot.starts_at, request.location.zone)
    return TimeChoice(slot.starts_at, slot.ends_at, slot.provider, "free", label)


def _by_day(slots: Iterable[Slot], request: AppointmentRequest) -> dict[date, list[Slot]]:
    days: dict[date, list[Slot]] = {}
    for slot in slots:
        days.setdefault(clock.local(slot.starts_at, request.location.zone).date(), []).append(slot)
    return days


def _slots(days: list[dict]) -> list[dict]:
    return [slot for day in days for slot in day["slots"]]


def _chosen(possible: list[dict], picked: str) -> str:
    """The one picked before, else the first one inside the hours."""
    values = [one["value"] for one in possible]
    inside = (one["value"] for one in possible if not one.get("closed"))
    return picked if picked in values else next(inside, "")


def _tick(choosable: list[dict], values: set[str]) -> list[dict]:
    return [{**one, "checked": bool(one["value"]) and one["value"] in values} for one in choosable]
