"""`Schedule`: one week at one location, a column for each provider and a band for each day."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice import clock
from practice.http import page
from scheduling import selectors
from scheduling.staff_views import head, lines, sheet
from scheduling.staff_views.looks import ICONS, status_word

TEMPLATE = "scheduling/staff/week.html"
MOST_COLUMNS = 40  # for which week.css knows a width
LEGEND = ("booked", "confirmed", "checked_in", "completed", "no_show", "requested", "proposed", "held")


@require_safe
def week(request):
    """The way in: the week of the date and the location asked for, else this week at the first location."""
    return head.way_in(request, head.WEEK)


@require_safe
def week_of(request, on):
    """The week that the date lies in."""
    location, places = head.place(request)
    return page(request, TEMPLATE, context(request, location, on, places=places))


def context(request, location, on, *, chosen=None, places=None) -> dict:
    """The context of scheduling/staff/week.html. `chosen` is the appointment or request whose card is open."""
    found = selectors.week_sheet(request.actor, location, on)
    return {
        **head.context(request, head.WEEK, location, on, places or head.locations(request)),
        "width": min(len(found.columns), MOST_COLUMNS),
        "providers": [_provider(column) for column in found.columns],
        "days": _days(request, found, lines.Lines(request, location, chosen)),
        "left_out": _left_out(found),
        "legend": _legend(),
        "empty": {} if found.columns else sheet.nobody_works(request, location, max(found.left_out), head.WEEK),
    }


def _provider(column) -> dict:
    return {
        "key": lines.key_of(column.provider),
        "name": column.provider.name if column.provider else _("Any provider"),
        "summary": sheet.summary(column.booked, column.requested),
    }


def _days(request, found, drawing: lines.Lines) -> list[dict]:
    today = request.actor.today(found.location.zone)
    return [
        {
            "iso": on.isoformat(),
            "name": clock.day(on),
            "is_today": on == today,
            "url": head.day_url(request, found.location, on),
            "cells": drawing.cells(on, found.columns),
        }
        for on in found.days
    ]


def _legend() -> list[dict]:
    looks = [(state, status_word(state), ICONS[state]) for state in LEGEND]
    looks.append(("note", _("With a note"), "sticky-note"))
    return [{"state": state, "word": word, "icon": icon, "id": f"i-{state}"} for state, word, icon in looks]


def _left_out(found) -> str:
    """Which days are not drawn, and why."""
    if not found.left_out or not found.days:
        return ""
    return _("Without hours or visits: %(days)s.") % {"days": "; ".join(clock.day(on) for on in found.left_out)}
