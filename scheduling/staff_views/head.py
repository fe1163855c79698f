"""The head of both views of the schedule: which days, which location, and the ways to others."""

from datetime import timedelta
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import dateformat

from practice import clock
from practice.access import Permission
from practice.http import page, read_id, see
from practice.selectors import directory
from scheduling import moments
from scheduling.selectors import misplaced, pending_count

NOWHERE = "scheduling/staff/day_nowhere.html"
DAY, WEEK = "day", "week"
STEP = {DAY: timedelta(days=1), WEEK: timedelta(days=7)}


def locations(request) -> list:
    """The practice's locations, those first whose patients this staff member is there for."""
    rows, member = list(directory.locations(request.actor)), request.actor.member
    if member.patient_scope != "locations" or len(rows) == 1:
        return rows
    own = {row.pk for row in member.scope_locations.all()}
    return sorted(rows, key=lambda row: row.pk not in own)


def chosen_location(request, places):
    """The location that the address asks for, else the first; None where there is none."""
    wanted = read_id(request.GET.get("location"))
    return next((place for place in places if place.pk == wanted), places[0] if places else None)


def way_in(request, view: str):
    """To the date and location asked for, else to today at the first location of this staff member."""
    see(request, Permission.APPOINTMENT_SEE)
    location = chosen_location(request, locations(request))
    if location is None:
        return page(request, NOWHERE, {"add_url": _add_location_url(request.actor)})
    on = moments.read_day(request.GET.get("date")) or request.actor.today(location.zone)
    return redirect(url(request, view, location, on))


def place(request) -> tuple:
    """The location that a day or a week is asked for, and all there are, for whoever may see appointments; or a 404."""
    see(request, Permission.APPOINTMENT_SEE)
    places = locations(request)
    location = chosen_location(request, places)
    if location is None:
        raise Http404
    return location, places


def url(request, view: str, location, on) -> str:
    """The address of the day, or of its week, at a location."""
    path = reverse(f"staff:scheduling:{view}_of", args=[request.actor.practice.slug, on])
    return f"{path}?{urlencode({'location': location.pk})}"


def day_url(request, location, on) -> str:
    """The address of a day at a location."""
    return url(request, DAY, location, on)


def context(request, view: str, location, on, places) -> dict:
    """What scheduling/staff/_head.html shows above the calendar of that day or week."""
    zone, actor = location.zone, request.actor
    today = actor.today(zone)
    return {
        "day": {
            **_titles(view, on),
            "view": view,
            "iso": on.isoformat(),
            "zone": clock.zone_label(zone, actor.now) if location.time_zone != actor.practice.time_zone else "",
            "is_now": today == on if view == DAY else _monday(today) == _monday(on),
            "prev_url": url(request, view, location, on - STEP[view]),
            "next_url": url(request, view, location, on + STEP[view]),
            "today_url": url(request, view, location, today),
            "day_url": url(request, DAY, location, on),
            "week_url": url(request, WEEK, location, on),
            "jump_url": reverse(f"staff:scheduling:{view}", args=[actor.practice.slug]),
        },
        "location": location,
        "locations": sorted(places, key=lambda place: place.name),
        "to_move": _to_move(actor) if view == DAY else 0,  # a week has enough to ask for
        "new_url": _new_url(request, location, on),
        **_requests(request),
    }


def _to_move(actor) -> int:
    return misplaced.misplaced_count(actor) if actor.may(Permission.APPOINTMENT_BOOK) else 0


def _requests(request) -> dict:
    """How many requests wait; said where there is no rail to say it."""
    actor = request.actor
    if not actor.may(Permission.REQUEST_SEE):
        return {}
    request.pending_total = pending_count(actor)  # the rail need not count again
    url = reverse("staff:scheduling:requests", args=[actor.practice.slug])
    return {"requests_url": url, "requests_count": request.pending_total}


def _add_location_url(actor) -> str:
    """Where a first location is added, for whoever may."""
    may = actor.may(Permission.PLACE_MANAGE)
    return reverse("staff:practice:add_location", args=[actor.practice.slug]) if may else ""


def _titles(view: str, on) -> dict:
    if view == DAY:
        return {"title": clock.day(on), "long": clock.long_day(on)}
    first, last = _monday(on), _monday(on) + timedelta(days=6)
    begins, ends = dateformat.format(first, "M j"), dateformat.format(last, "j" if last.month == first.month else "M j")
    return {"title": f"{begins} – {ends}", "long": f"{begins} – {ends}"}


def _monday(on):
    return on - timedelta(days=on.weekday())


def _new_url(request, location, on) -> str:
    if not request.actor.may(Permission.APPOINTMENT_BOOK):
        return ""
    path = reverse("staff:scheduling:new_visit", args=[request.actor.practice.slug])
    on = max(on, request.actor.today(location.zone))
    return f"{path}?{urlencode({'location': location.pk, 'date': on})}"
