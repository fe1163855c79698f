"""The reports there are; and the one on messages, as data for its page and its file."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from messaging.directory import KIND_NAMES
from messaging.selectors import figures
from portal import plots
from practice.access import Actor

USUAL, LONGEST = 28, 366  # days
REPORTS = (
    ("report_messages", gettext_lazy("Messages")),
    ("report_patients", gettext_lazy("Patient Summary")),
    ("report_teens", gettext_lazy("Teens on a guardian's address")),
)


def tabs(actor: Actor, here: str) -> list[dict]:
    """The reports as tabs of a page, of which `here` is one."""
    return [
        {"label": label, "url": reverse(f"staff:portal:{name}", args=[actor.practice.slug]), "current": name == here}
        for name, label in REPORTS
    ]


def usual_days(actor: Actor) -> tuple[date, date]:
    """The last four weeks on the practice's calendar, today included."""
    today = actor.today(actor.practice.time_zone)
    return today - timedelta(days=USUAL - 1), today


def context(actor: Actor, first_day: date, last_day: date) -> dict:
    """Three plots, each with its table."""
    kinds = [(str(KIND_NAMES[kind]), n) for kind, n in figures.by_kind(actor, first_day, last_day)]
    hours = figures.by_hour(actor, first_day, last_day)
    answering = figures.answering(actor, first_day, last_day)
    return {
        "kinds": plots.bars([(label, n, str(n)) for label, n in kinds]),
        "hours": plots.bars([(f"{hour:02}", n, str(n)) for hour, n in enumerate(hours)]),
        "written": sum(hours),
        "answering": [_line(row) for row in answering],
        "median": plots.bars([(_department(row), _hours(row.median), span(row.median)) for row in answering]),
        "nine_in_ten": plots.bars(
            [(_department(row), _hours(row.nine_in_ten), span(row.nine_in_ten)) for row in answering]
        ),
        "unanswered": sum(row.unanswered for row in answering),
    }


def rows(actor: Actor, first_day: date, last_day: date) -> list[list]:
    """The table of answers, a row for each department; times in minutes."""
    found = figures.answering(actor, first_day, last_day)
    return [
        [_department(row), row.answered, _minutes(row.median), _minutes(row.nine_in_ten), row.waiting, row.unanswered]
        for row in found
    ]


HEAD = ("Department", "Answered", "Median minutes", "Minutes, 9 in 10", "Waiting", "Completed without an answer")


def span(took: timedelta | None) -> str:
    """A stretch of time as people say it: `35 min`, `4 h 10 min`, `2 d 3 h`; a dash for none."""
    if took is None:
        return "–"
    minutes = round(took.total_seconds() / 60)
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return _("%(h)s h %(m)s min") % {"h": hours, "m": minutes} if minutes else _("%(h)s h") % {"h": hours}
    days, hours = divmod(hours, 24)
    return (
        _("%(d)s d %(h)s h") % {"d": days, "h": hours} if hours else ngettext("%(d)s d", "%(d)s d", days) % {"d": days}
    )


def _line(row: figures.Answering) -> dict:
    return {
        "department": _department(row),
        "answered": row.answered,
        "median": span(row.median),
        "nine_in_ten": span(row.nine_in_ten),
        "waiting": row.waiting,
        "unanswered": row.unanswered,
    }


def _department(row: figures.Answering) -> str:
    return row.department or _("No department")


def _hours(took: timedelta | None) -> float:
    return took.total_seconds() / 3600 if took else 0


def _minutes(took: timedelta | None) -> int | None:
    return round(took.total_seconds() / 60) if took is not None else None
