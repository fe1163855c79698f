"""The Dashboard as data: today's figures, and the appointments of some days with how far each patient is registered."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from messaging import selectors as messaging
from portal.chart_tabs import visit_tag
from portal.charts import portal_tag
from practice import clock
from practice.access import Actor, Permission
from practice.models import Location, Patient
from practice.prepared import ask_all
from registration.selectors import HAVE_ACCESS, portal_statuses
from scheduling import selectors as scheduling
from scheduling.models import Appointment
from scheduling.selectors.dashboard import Wanted, appointments, how_many, how_many_on

COMES_NO_MORE = "deceased"


@dataclass(frozen=True)
class Row:
    """One appointment; `portal` and `status` as components/tag.html takes them. Without `register_url` no button."""

    visit: Appointment
    time: str
    zone: str
    url: str
    age: str
    file_url: str
    has_account: bool
    register_url: str
    portal: dict
    status: dict


def today(actor: Actor) -> date:
    """The day it is on the practice's clock."""
    return actor.today(actor.practice.time_zone)


def address(actor: Actor, wanted: Wanted, **more: str) -> str:
    """The address of what is wanted; today goes without saying."""
    now = today(actor)
    days = {} if (wanted.first_day, wanted.last_day) == (now, now) else _days(wanted)
    query = {
        **days,
        "location": str(wanted.location.pk) if wanted.location else "",
        "provider": [str(row.pk) for row in wanted.providers],
        "no_account": "1" if wanted.no_account else "",
        **more,
    }
    return reverse(
        "staff:portal:dashboard",
        args=[actor.practice.slug],
        query={name: value for name, value in query.items() if value},
    )


def figures(actor: Actor, places: list[Location]) -> tuple[list[dict], dict]:
    """How today stands, each figure with where it is worked on, for who may; and what was counted of other apps."""
    now, slug = today(actor), actor.practice.slug
    visits, without = how_many_on(actor, now, places)
    counted = _waiting(actor)
    found = [
        _figure(visits, ngettext("Appointment", "Appointments", visits), address(actor, Wanted(now, now))),
        _figure(without, _("Not registered"), address(actor, Wanted(now, now, no_account=True)), "circle-dashed"),
    ]
    if "unanswered" in counted:
        n, url = counted["unanswered"], reverse("staff:messaging:tab", args=[slug, "open"], query={"unanswered": "1"})
        found.append(_figure(n, ngettext("Unanswered message", "Unanswered messages", n), url, "message-square"))
    if "pending" in counted:
        n, url = counted["pending"], reverse("staff:scheduling:requests", args=[slug])
        found.append(_figure(n, ngettext("Pending request", "Pending requests", n), url, "clock"))
    return found, counted


def listing(actor: Actor, wanted: Wanted, places: list[Location], after: str) -> dict:
    """One page of the appointments, day by day, with the way to the others."""
    found, total = appointments(actor, wanted, places, after), how_many(actor, wanted, places)
    statuses = portal_statuses(actor, {visit.patient_id for visit in found.rows})
    here = address(actor, wanted, after=after)
    rows = [_row(actor, visit, statuses[visit.patient_id], here) for visit in found.rows]
    return {
        "title": _title(wanted, today(actor).year),
        "narrowed": _narrowed(wanted),
        "groups": _by_day(rows, named=wanted.first_day != wanted.last_day),
        "several_places": len(places) > 1,
        "all_providers_url": address(actor, replace(wanted, providers=())) if wanted.providers else "",
        "total": ngettext("%(n)s appointment", "%(n)s appointments", total) % {"n": total},
        "pager": {
            "text": _("%(shown)s of %(n)s shown") % {"shown": len(rows), "n": total} if len(rows) < total else "",
            "newer_url": address(actor, wanted) if after else "",
            "newer": _("Beginning"),
            "older_url": address(actor, wanted, after=found.after) if found.after else "",
            "older": _("Next"),
        },
        "empty": {} if rows else _empty(actor, wanted),
    }


def provider_names(wanted: Wanted) -> str:
    """Whom it is narrowed to, in words; empty for everybody."""
    names = [row.name for row in wanted.providers]
    if len(names) > 3:
        return _("%(names)s and %(n)s more") % {"names": ", ".join(names[:2]), "n": len(names) - 2}
    return ", ".join(names)


def _days(wanted: Wanted) -> dict[str, str]:
    return {"first_day": wanted.first_day.isoformat(), "last_day": wanted.last_day.isoformat()}


def _figure(n: int, label: str, url: str, icon: str = "calendar-days") -> dict:
    return {"n": messaging.shown(n) if n else "0", "label": label, "url": url, "icon": icon}


def _waiting(actor: Actor) -> dict[str, int]:
    """What waits for this staff member elsewhere, in one query."""
    parts = {}
    if actor.may(Permission.THREAD_READ):
        parts["unanswered"] = messaging.unanswered(actor)
    if actor.may(Permission.REQUEST_SEE):
        parts["pending"] = scheduling.pending(actor)
    return ask_all(**parts) if parts else {}


def _row(actor: Actor, visit: Appointment, portal: str, here: str) -> Row:
    slug, zone, patient = actor.practice.slug, visit.location.time_zone, visit.patient
    elsewhere = zone != actor.practice.time_zone
    return Row(
        visit=visit,
        time=clock.time(visit.starts_at, zone),
        zone=clock.zone_label(zone, visit.starts_at) if elsewhere else "",
        url=reverse("staff:scheduling:appointment", args=[slug, visit.pk]),
        age=patient.age_on(today(actor)),
        file_url=reverse("staff:portal:file", args=[slug, patient.pk]),
        has_account=portal in HAVE_ACCESS,
        register_url=_register_url(actor, patient, portal, here),
        portal=portal_tag(portal),
        status=visit_tag(visit.status),
    )


def _register_url(actor: Actor, patient: Patient, portal: str, here: str) -> str:
    """For whoever may register, where nobody has access to the portal for this patient. It comes back here."""
    if portal in HAVE_ACCESS or patient.status == COMES_NO_MORE or not actor.may(Permission.ACCESS_MANAGE):
        return ""
    return reverse("staff:registration:register", args=[actor.practice.slug, patient.pk], query={"next": here})


def _by_day(rows: list[Row], *, named: bool) -> list[tuple[str, list[Row]]]:
    """The rows of each day of their locations' clocks, under its name where there may be several."""

    def day(row: Row) -> date:
        return clock.local(row.visit.starts_at, row.visit.location.zone).date()

    return [(clock.long_day(on) if named else "", list(those)) for on, those in groupby(rows, day)]


def _title(wanted: Wanted, this_year: int) -> str:
    """The days, with the year where it is not this one."""
    first, last = wanted.first_day, wanted.last_day
    now = first.year == last.year == this_year
    if first != last:
        write = clock.day if now else clock.full_day
        return f"{write(first)} – {write(last)}"
    return clock.long_day(first) if now else f"{clock.long_day(first)}, {first.year}"


def _narrowed(wanted: Wanted) -> list[str]:
    """What the list leaves out, in words: paper shows no filters."""
    words = [wanted.location.name if wanted.location else "", provider_names(wanted)]
    return [word for word in [*words, _("Not registered only") if wanted.no_account else ""] if word]


def _empty(actor: Actor, wanted: Wanted) -> dict:
    """What an empty list says, and where to go on."""
    alone = Wanted(wanted.first_day, wanted.last_day)
    if wanted != alone:
        text = _("Nobody in these days fits what the list is narrowed to.")
        return {
            "title": _("No appointment"),
            "text": text,
            "url": address(actor, alone),
            "action": _("Show all of these days"),
        }
    text = _("Appointments of these days are listed here, with how far each patient is registered for the portal.")
    url = reverse("staff:scheduling:day", args=[actor.practice.slug])
    return {"title": _("No appointment"), "text": text, "url": url, "action": _("Go to the schedule")}
