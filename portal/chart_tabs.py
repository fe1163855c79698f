"""The tabs of a Patient File that show what other apps hold: cases, visits, messages."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from messaging import selectors as messaging
from practice import clock
from practice.access import Actor, Permission
from practice.models import Patient
from scheduling import selectors as scheduling
from scheduling.selectors.chart import cases_of
from scheduling.states import APPOINTMENT_STATUSES

MOST = 50
_VISIT_LOOK = {
    "booked": ("good", "calendar-check"),
    "confirmed": ("good", "circle-check"),
    "checked_in": ("good", "log-in"),
    "completed": ("", "check"),
    "no_show": ("bad", "user-x"),
    "cancelled": ("", "ban"),
}


def cases(actor: Actor, patient: Patient) -> dict:
    """The patient's cases, and for who manages them the way to change them and back."""
    slug, may_manage = actor.practice.slug, actor.may(Permission.CASE_MANAGE)
    back = urlencode({"next": reverse("staff:portal:cases", args=[slug, patient.pk])})

    def edit_url(case) -> str:
        return f"{reverse('staff:scheduling:case', args=[slug, case.pk])}?{back}" if may_manage else ""

    add = f"{reverse('staff:scheduling:add_case', args=[slug, patient.pk])}?{back}" if may_manage else ""
    rows = [
        {
            "case": case,
            "url": edit_url(case),
            "visit_types": ", ".join(sorted(kind.name for kind in case.visit_types.all())),
            "providers": ", ".join(sorted(provider.name for provider in case.providers.all())),
        }
        for case in cases_of(actor, patient)
    ]
    return {"cases": rows, "add_case_url": add}


def appointments(actor: Actor, patient: Patient) -> dict:
    """The patient's visits: those to come, and the newest of those that are over."""
    return {
        "upcoming": [_visit(actor, visit) for visit in scheduling.upcoming(actor, patient)],
        "past": [_visit(actor, visit) for visit in scheduling.past(actor, patient)[:MOST]],
        "schedule_url": reverse("staff:scheduling:day", args=[actor.practice.slug]),
    }


def _visit(actor: Actor, visit) -> dict:
    zone = visit.location.time_zone
    local = clock.local(visit.starts_at, zone)
    elsewhere = zone != actor.practice.time_zone
    return {
        "url": reverse("staff:scheduling:appointment", args=[actor.practice.slug, visit.pk]),
        "when": clock.moment(visit.starts_at, zone),
        "year": local.year if local.year != actor.now.year else "",
        "zone": clock.zone_label(zone, visit.starts_at) if elsewhere else "",
        "what": visit.visit_type.name,
        "provider": visit.provider.name,
        "place": visit.location.name,
        "status": visit_tag(visit.status),
    }


def visit_tag(status: str) -> dict:
    """A visit's status as word, kind and icon."""
    kind, icon = _VISIT_LOOK[status]
    return {"word": APPOINTMENT_STATUSES[status], "kind": kind, "icon": icon}


def messages(actor: Actor, patient: Patient) -> dict:
    """The newest threads about the patient that this reader may read."""
    zone = actor.practice.time_zone
    slug = actor.practice.slug
    center = reverse("staff:messaging:tab", args=[slug, "all"])
    write = reverse("staff:messaging:write", args=[slug], query={"patient": patient.pk})
    return {
        "write_url": write if actor.may(Permission.THREAD_ANSWER) else "",
        "threads": [
            {
                "url": f"{center}?{urlencode({'selected': thread.pk})}",
                "subject": thread.subject,
                "with": thread.account.name,
                "at": clock.moment(thread.last_at, zone),
                "tag": _state(thread),
            }
            for thread in messaging.about(actor, patient)[:MOST]
        ],
    }


def _state(thread) -> dict:
    if thread.completed_at:
        return {"word": _("Completed"), "kind": "", "icon": "check-check"}
    if thread.begun_by:
        return {"word": _("Sent"), "kind": "", "icon": "send"}
    if thread.answered_at:
        return {"word": _("Answered"), "kind": "good", "icon": "reply"}
    return {"word": _("Unanswered"), "kind": "wait", "icon": "clock"}
