"""The step with the days and their free times."""

from datetime import date, timedelta

from django.utils.translation import gettext as _, ngettext

from practice import clock
from scheduling import moments, policy
from scheduling.models import MAX_SLOTS
from scheduling.patient_views import steps
from scheduling.patient_views.choices import Times

DAYS_SHOWN = 14


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
        "empty": _empty(by_day),
    }


def unanswered(chosen: Times) -> str:
    """What is wrong with the times, in a sentence; empty when nothing is."""
    if chosen.answered:
        return ""
    if chosen.starts and chosen.next_available:
        return _("Choose times or “Next available”, not both.")
    if chosen.starts:
        return _("Choose up to three times.")
    return _("Choose at least one time, or “Next available”.")


def _boxes(day: date, by_day, chosen: Times, starts) -> dict:
    """What can be ticked: the day's times, those chosen on other days, and `Next available`."""
    zone, here = chosen.location.zone, by_day.get(day, ())
    return {
        "max": MAX_SLOTS,
        "field": "slot",
        "day_name": clock.long_day(day),
        "groups": _groups(here, starts, zone),
        "chosen": [steps.slot(start, starts, zone) for start in starts if start not in here],
        "next": {"checked": chosen.next_available},
    }


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


def _empty(by_day) -> dict:
    if by_day:
        return {"title": _("No free times on this day"), "text": _("Try another day, or choose “Next available”.")}
    return {
        "title": _("No free times in the coming weeks"),
        "text": _("Choose “Next available” and the practice will look for a time."),
    }


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
