"""What the day view shows: the engine's day sheet, put into quarter-hour rows, words and addresses."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from practice import clock
from practice.access import Permission
from practice.selectors import directory
from scheduling import moments, selectors
from scheduling.states import APPOINTMENT_STATUSES, REQUEST_STATUSES

QUARTER = 15


def locations(request) -> list:
    """The practice's locations, those first whose patients this staff member is there for."""
    rows = list(directory.locations(request.actor))
    own = {row.pk for row in request.actor.member.scope_locations.all()}
    return sorted(rows, key=lambda row: row.pk not in own)


def day(request, location, on, *, chosen=None, places=None) -> dict:
    """The context of scheduling/staff/day.html. `chosen` is the appointment or request whose card is open."""
    sheet = selectors.day_sheet(request.actor, location, on)
    slug = request.actor.practice.slug
    return {
        "day": _head(request, location, on),
        "locations": [
            {"name": place.name, "value": place.pk, "current": place == location}
            for place in sorted(places or locations(request), key=lambda place: place.name)
        ],
        "location_url": reverse("staff:scheduling:day", args=[slug]),
        "grid": _grid(sheet, request.actor.now),
        "columns": [_column(request, sheet, column, chosen) for column in sheet.columns],
        "empty": {} if sheet.columns else _nobody_works(request, location, on),
    }


def _nobody_works(request, location, on) -> dict:
    actor = request.actor
    following = selectors.next_day_at_work(actor, location, on)
    if following:
        text = _("Choose another day or another location.")
        url, action = day_url(request, location, following), _("Show %(day)s") % {"day": clock.long_day(following)}
    else:
        text = _("No provider has hours here in the two months after it.")
        may = actor.may(Permission.PLACE_MANAGE)
        url, action = reverse("staff:scheduling:providers", args=[actor.practice.slug]) if may else "", _("Providers")
    return {"title": _("Nobody works here on this day"), "text": text, "url": url, "action": action}


def add_location_url(actor) -> str:
    """Where a first location is added, for whoever may."""
    return (
        reverse("staff:practice:add_location", args=[actor.practice.slug]) if actor.may(Permission.PLACE_MANAGE) else ""
    )


def day_url(request, location, on) -> str:
    """The address of a day at a location."""
    path = reverse("staff:scheduling:day_of", args=[request.actor.practice.slug, on])
    return f"{path}?{urlencode({'location': location.pk})}"


def _head(request, location, on) -> dict:
    zone, actor = location.zone, request.actor
    today = actor.today(zone)
    return {
        "title": clock.day(on),
        "long": clock.long_day(on),
        "iso": on.isoformat(),
        "zone": clock.zone_label(zone, actor.now) if location.time_zone != actor.practice.time_zone else "",
        "is_today": on == today,
        "prev_url": day_url(request, location, on - timedelta(days=1)),
        "next_url": day_url(request, location, on + timedelta(days=1)),
        "today_url": day_url(request, location, today),
        "jump_url": reverse("staff:scheduling:day", args=[actor.practice.slug]),
        "hidden": [{"name": "location", "value": location.pk}],
    }


def _grid(sheet, now) -> dict:
    zone = sheet.location.zone
    hours, at = [], sheet.begins
    while at < sheet.ends:
        there = clock.local(at, zone)
        label = f"{there.hour % 12 or 12} {'am' if there.hour < 12 else 'pm'}"
        hours.append({"label": label, "row": _row(sheet, at)})
        at += timedelta(hours=1)
    grid = {"hours": hours, "rows": _row(sheet, sheet.ends) - 1}
    if sheet.begins <= now < sheet.ends:
        minute = int((now - sheet.begins).total_seconds() // 60) % QUARTER
        grid["now"] = {"row": _row(sheet, now), "minute": minute, "label": clock.time(now, zone)}
    return grid


def _row(sheet, at) -> int:
    return int((at - sheet.begins).total_seconds() // 60) // QUARTER + 1


def _column(request, sheet, column, chosen) -> dict:
    provider = column.provider
    return {
        "key": provider.pk if provider else "open",
        "name": provider.name if provider else _("Any provider"),
        "summary": _summary(column),
        "lanes": column.lanes,
        "items": [
            _item(request, sheet, provider, item, chosen)
            for item in column.items
            if item.kind != "gap" or request.actor.may(Permission.APPOINTMENT_BOOK)
        ],
    }


def _summary(column) -> str:
    parts = []
    if column.booked:
        parts.append(_("%(n)s booked") % {"n": column.booked})
    if column.requested:
        parts.append(_("%(n)s requested") % {"n": column.requested})
    return ", ".join(parts) or _("Nothing booked")


def _item(request, sheet, provider, item, chosen) -> dict:
    row = _row(sheet, item.starts_at)
    last = _row(sheet, item.ends_at - timedelta(microseconds=1))
    shown = {
        "kind": item.kind,
        "row": row,
        "span": max(last - row + 1, 1),
        "lane": item.lane,
        "width": item.width,
        "time": clock.time(item.starts_at, sheet.location.zone),
        "text": item.text,
    }
    if item.kind == "gap":
        return {**shown, "url": _book_url(request, sheet.location, provider, item.starts_at)}
    return {**shown, **_event(request, item, chosen)} if item.kind == "event" else shown


def _book_url(request, location, provider, starts_at) -> str:
    path = reverse("staff:scheduling:book", args=[request.actor.practice.slug])
    return f"{path}?{urlencode({'provider': provider.pk, 'location': location.pk, 'at': moments.write(starts_at)})}"


def _event(request, item, chosen) -> dict:
    row = item.appointment or item.request
    route = "appointment" if item.appointment else "request"
    return {
        "url": reverse(f"staff:scheduling:{route}", args=[request.actor.practice.slug, row.pk]),
        "patient": row.patient.name,
        "visit_type": row.visit_type.name,
        "state": item.state,
        "status": status_word(item.state),
        "selected": chosen is not None and row.pk == chosen.pk,
        "has_note": bool(item.request and item.request.reason),
    }


def status_word(state: str) -> str:
    """How the schedule calls a state: an open request is `Requested`."""
    words = {**REQUEST_STATUSES, **APPOINTMENT_STATUSES, "requested": _("Requested")}
    return str(words[state])
