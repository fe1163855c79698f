"""What the day view shows: the engine's day sheet, put into quarter-hour rows, words and addresses."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from practice import clock
from practice.access import Permission
from scheduling import moments, selectors
from scheduling.staff_views import head
from scheduling.staff_views.lines import Track

QUARTER = 15


def day(request, location, on, *, chosen=None, places=None) -> dict:
    """The context of scheduling/staff/day.html. `chosen` is the appointment or request whose card is open."""
    sheet, track = selectors.day_sheet(request.actor, location, on), Track(request, location, chosen)
    return {
        **head.context(request, head.DAY, location, on, places or head.locations(request)),
        "grid": _grid(sheet, request.actor.now),
        "columns": [_column(sheet, column, track) for column in sheet.columns],
        "empty": {} if sheet.columns else nobody_works(request, location, on, head.DAY),
    }


def nobody_works(request, location, last, view: str) -> dict:
    """What an empty day or week says, and where the next one with somebody is. `last` is its last day."""
    actor = request.actor
    following = selectors.next_day_at_work(actor, location, last)
    if following:
        text = _("The next day with hours here is %(day)s.") % {"day": clock.long_day(following)}
        url, action = head.url(request, view, location, following), _("Show %(day)s") % {"day": clock.day(following)}
    else:
        text = _("No provider has hours here in the two months after it.")
        may = actor.may(Permission.PLACE_MANAGE)
        url, action = reverse("staff:scheduling:providers", args=[actor.practice.slug]) if may else "", _("Providers")
    title = _("Nobody works here on this day") if view == head.DAY else _("Nobody works here in this week")
    return {"title": title, "text": text, "url": url, "action": action}


def _grid(sheet, now) -> dict:
    zone = sheet.location.zone
    hours, at = [], sheet.begins
    while at < sheet.ends:
        there = clock.local(at, zone)
        label = f"{there.hour % 12 or 12} {'am' if there.hour < 12 else 'pm'}"
        hours.append({"label": label, "row": _row(sheet, at)})
        at += timedelta(hours=1)
    begins = moments.write(sheet.begins)
    grid = {"hours": hours, "rows": _row(sheet, sheet.ends) - 1, "begins": begins, "zone": zone.key}
    if sheet.begins <= now < sheet.ends:
        minute = int((now - sheet.begins).total_seconds() // 60) % QUARTER
        grid["now"] = {"row": _row(sheet, now), "minute": minute, "label": clock.time(now, zone)}
    return grid


def _row(sheet, at) -> int:
    return int((at - sheet.begins).total_seconds() // 60) // QUARTER + 1


def _column(sheet, column, track: Track) -> dict:
    provider = column.provider
    return {
        "key": provider.pk if provider else "open",
        "name": provider.name if provider else _("Any provider"),
        "summary": summary(column.booked, column.requested),
        "lanes": column.lanes,
        "items": track.column(provider, _placed(sheet, column.items)),
    }


def summary(booked: int, requested: int) -> str:
    """How much stands in a column, in words."""
    parts = []
    if booked:
        parts.append(_("%(n)s booked") % {"n": booked})
    if requested:
        parts.append(_("%(n)s requested") % {"n": requested})
    return ", ".join(parts) or _("Nothing booked")


def _placed(sheet, items) -> list[tuple]:
    """Each item with the classes that place it; of two parts of one quarter hour the first is `early`."""
    placed, parts = [], set()
    for item in reversed(items):
        at = _place(sheet, item)
        placed.append((item, f"{at} early" if at in parts else at))
        parts |= {at} if at.endswith("part") else set()
    return placed[::-1]


def _place(sheet, item) -> str:
    """The classes that say where it stands: from which quarter hour on, and how many.

    What is no event leaves a quarter that it shares to the event there; what has none for itself is a `part` of one.
    """
    row, last = _row(sheet, item.starts_at), _row(sheet, item.ends_at - timedelta(microseconds=1))
    if item.kind == "event":
        return f"r{row} n{last - row + 1}"
    after = _row(sheet, item.starts_at + timedelta(minutes=QUARTER) - timedelta(microseconds=1))
    before = _row(sheet, item.ends_at) - 1
    return f"r{after} n{before - after + 1}" if after <= before else f"r{row} n1 part"
