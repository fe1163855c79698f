"""The step with the days and their free times."""

from datetime import date, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from practice import clock
from scheduling import moments, policy
from scheduling.models import MAX_SLOTS
from scheduling.patient_views import steps
from scheduling.patient_views.choices import Times

DAYS_SHOWN = 14
WAY_WORDS = {
    "slots": gettext_lazy("times"),
    "preferences": gettext_lazy("days that suit"),
    "next_available": gettext_lazy("“Next available”"),
}
ASKED_FOR = {
    "slots": gettext_lazy("choose at least one time"),
    "preferences": gettext_lazy("say when it suits"),
    "next_available": gettext_lazy("choose “Next available”"),
}


def times(request, chosen, typed: dict, missed: bool) -> dict:
    """The step of `Request an Appointment` that asks for times."""
    context = steps.frame_of(request, "times", chosen, typed)
    method = context["step"]["method"]
    error = unanswered(chosen) if missed else ""
    context["picker"] = picker(request, chosen, url=steps.url(request, "times"), method=method, error=error)
    return context


def picker(request, chosen: Times, *, url: str, method: str, error: str = "") -> dict:
    """A strip of days and the free times of one of them; times chosen on other days stay in sight.

    `chosen` has a `location`. A chosen time that is not free any more is named and no longer among the chosen.
    """
    zone = chosen.location.zone
    if "slots" not in chosen.ways:
        return {"url": url, "method": method, "error": error, **_other_ways(chosen)}
    window = policy.window(chosen.actor.practice.settings, chosen.actor.now, zone)
    first, last = clock.local(window.earliest, zone).date(), window.last_day
    by_day = _by_day(chosen, first, last)
    given = request.POST if request.method == "POST" else request.GET
    day = _day_shown(given.get("day"), by_day, chosen, first, last)
    free = set().union(*by_day.values())
    return {
        "url": url,
        "method": method,
        **_strip(day, by_day, first, last),
        **_boxes(day, by_day, chosen, [start for start in chosen.starts if start in free]),
        "zone": steps.zone_note(request, chosen),
        "zone_key": zone.key,
        "error": error or _gone([start for start in chosen.starts if start not in free], zone),
        "empty": _empty(by_day, chosen.ways),
        **_other_ways(chosen),
    }


def unanswered(chosen: Times) -> str:
    """What is wrong with the times, in a sentence; empty when nothing is."""
    if chosen.answered:
        return ""
    if len(chosen.ways_taken) > 1:
        return _("Choose %(ways)s, not both.") % {"ways": _either(WAY_WORDS, chosen.ways_taken[:2])}
    if chosen.too_many:
        return _("Choose up to three times.")
    if not chosen.suits.is_valid():
        return _("Please look at the days again.")
    return capfirst(_("%(ways)s.") % {"ways": _either(ASKED_FOR, chosen.ways)})


def _either(words: dict, ways: list[str]) -> str:
    """`one`, `one or two`, `one, two or three`."""
    *before, last = [str(words[way]) for way in ways]
    return _("%(before)s or %(last)s") % {"before": ", ".join(before), "last": last} if before else last


def _boxes(day: date, by_day, chosen: Times, starts) -> dict:
    """What can be ticked: the day's times, and those chosen on other days."""
    zone, here = chosen.location.zone, by_day.get(day, ())
    return {
        "max": MAX_SLOTS,
        "field": "slot",
        "day_name": clock.long_day(day),
        "groups": _groups(here, starts, zone),
        "chosen": [steps.slot(start, starts, zone) for start in starts if start not in here],
    }


def _other_ways(chosen: Times) -> dict:
    """To say when it suits, and to take the next available: what the practice offers of both."""
    ways = {}
    if "preferences" in chosen.ways:
        ways["suits"] = {"form": chosen.suits, "open": "preferences" in chosen.ways_taken or "slots" not in chosen.ways}
    if "next_available" in chosen.ways:
        ways["next"] = {"checked": chosen.next_available}
    return ways


def _by_day(chosen: Times, first: date, last: date) -> dict[date, list]:
    found: dict[date, list] = {}
    for start in chosen.free(first, last):
        found.setdefault(clock.local(start, chosen.location.zone).date(), []).append(start)
    return found


def _gone(gone, zone) -> str:
    if not gone:
        return ""
    names = " · ".join(clock.moment(start, zone) for start in gone)
    return _("No longer free: %(times)s. Please choose another time.") % {"times": names}


def _empty(by_day, ways) -> dict:
    if by_day:
        return {"title": _("No free times on this day"), "text": _("Try another day.")}
    instead = {
        "next_available": _("Choose “Next available” and the practice will look for a time."),
        "preferences": _("Say when it suits and the practice will look for a time."),
    }
    text = next((said for way, said in instead.items() if way in ways), _("Please call the practice."))
    return {"title": _("No free times in the coming weeks"), "text": text}


def _day_shown(wanted, by_day, chosen, first: date, last: date) -> date:
    """The day asked for; else that of the first chosen time; else the first day with a free time."""
    asked = moments.read_day(wanted)
    if asked is None and chosen.starts:
        asked = clock.local(chosen.starts[0], chosen.location.zone).date()
    if asked is not None:
        return min(max(asked, first), last)
    return min(by_day, default=first)


def _strip(current: date, by_day, first: date, last: date) -> dict:
    """Two weeks of days around the current one, each with how many times are free."""
    begin = first + timedelta(days=(current - first).days // DAYS_SHOWN * DAYS_SHOWN)
    shown = [begin + timedelta(days=n) for n in range(DAYS_SHOWN) if begin + timedelta(days=n) <= last]
    later = begin + timedelta(days=DAYS_SHOWN)
    return {
        "days": [_day(day, len(by_day.get(day, ())), current) for day in shown],
        "earlier": (begin - timedelta(days=1)).isoformat() if begin > first else "",
        "later": later.isoformat() if later <= last else "",
    }


def _day(day: date, count: int, current: date) -> dict:
    words = ngettext("%(n)s time", "%(n)s times", count) % {"n": count} if count else _("none")
    weekday, _comma, rest = clock.day(day).partition(", ")
    month, _space, number = rest.partition(" ")
    return {
        "value": day.isoformat(),
        "name": clock.day(day),
        "weekday": weekday,
        "month": month,
        "number": number,
        "state": "open" if count else "none",
        "words": words,
        "current": day == current,
    }


def _groups(starts, chosen_starts, zone) -> list[dict]:
    """Morning and afternoon, those that have times."""
    halves = {_("Morning"): [], _("Afternoon"): []}
    morning, afternoon = halves.values()
    for start in starts:
        half = morning if clock.local(start, zone).hour < 12 else afternoon
        half.append(steps.slot(start, chosen_starts, zone))
    return [{"title": title, "slots": slots} for title, slots in halves.items() if slots]
