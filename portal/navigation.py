"""The frame around each page as data: which entries exist, who may see them, and what they count."""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from messaging import selectors as messaging
from portal.sessions import idle_limit
from practice.access import Permission
from practice.prepared import ask_all
from practice.selectors import frame
from scheduling import selectors as scheduling

P = Permission


@dataclass(frozen=True)
class Entry:
    """One page of the rail or the bar. `count(request)` gives how many wait there, `counted(n)` says it in words."""

    label: str
    icon: str
    route: str
    permission: P | None = None
    section: str = ""
    count: Callable | None = None
    counted: Callable | None = None
    count_kind: str = ""
    children: tuple["Entry", ...] = ()


class Item(NamedTuple):
    """An entry as a page shows it; see templates/staff/base.html."""

    label: str
    icon: str
    section: str
    url: str
    current: bool
    children: tuple["Item", ...]
    count: int | str
    count_kind: str
    count_label: str


def _unread(request) -> int:
    counted = getattr(request, "unread_total", None)  # by the Message Center, for its tabs
    return _asked(request)["unread"] if counted is None else counted


def _unread_answers(request) -> int:
    return messaging.unread_answers(request.actor, request.patient)


def _pending(request) -> int:
    counted = getattr(request, "pending_total", None)  # by the queue or the schedule, for themselves
    return _asked(request)["pending"] if counted is None else counted


def _asked(request) -> dict:
    """What the frame of the staff's side shows of the database: asked once a page, in one query."""
    if not hasattr(request, "frame_asked"):
        actor, parts = request.actor, {"practices": frame.practices_worked_at(request.actor)}
        if actor.may(P.THREAD_READ) and not hasattr(request, "unread_total"):
            parts["unread"] = messaging.unread(actor)
        if actor.may(P.REQUEST_SEE) and not hasattr(request, "pending_total"):
            parts["pending"] = scheduling.pending(actor)
        if actor.may(P.SETTINGS_EDIT):
            parts["mail_waits_since"] = frame.mail_waits_since(actor)
        request.frame_asked = ask_all(**parts)
    return request.frame_asked


def _n_pending(n) -> str:
    return ngettext("%(n)s pending", "%(n)s pending", n) % {"n": n}


def _n_unread(n) -> str:
    return ngettext("%(n)s unread", "%(n)s unread", n) % {"n": n}


_SET_UP = gettext_lazy("Set-up")

STAFF_PAGES = (
    Entry(gettext_lazy("Dashboard"), "layout-dashboard", "staff:portal:dashboard", P.APPOINTMENT_SEE),
    Entry(
        gettext_lazy("Message Center"),
        "inbox",
        "staff:messaging:inbox",
        P.THREAD_READ,
        count=_unread,
        counted=_n_unread,
    ),
    Entry(
        gettext_lazy("Schedule"),
        "calendar-days",
        "staff:scheduling:day",
        P.APPOINTMENT_SEE,
        children=(
            Entry(
                gettext_lazy("Appointment Requests"),
                "",
                "staff:scheduling:requests",
                P.REQUEST_SEE,
                count=_pending,
                counted=_n_pending,
                count_kind="wait",
            ),
        ),
    ),
    Entry(gettext_lazy("Patients"), "users", "staff:portal:patients", P.PATIENT_SEE),
    Entry(gettext_lazy("Reports"), "chart-column", "staff:portal:report_messages", P.REPORT_SEE),
    Entry(gettext_lazy("Patient Portal"), "globe", "staff:practice:portal", P.SETTINGS_EDIT, _SET_UP),
    Entry(gettext_lazy("Staff Directory"), "contact-round", "staff:messaging:directory", P.STAFF_MANAGE, _SET_UP),
    Entry(gettext_lazy("Locations & Cases"), "map-pin", "staff:practice:places", P.PLACE_MANAGE, _SET_UP),
)

PATIENT_PAGES = (
    Entry(gettext_lazy("Home"), "house", "my:portal:home"),
    Entry(gettext_lazy("Appointments"), "calendar-days", "my:scheduling:appointments", P.APPOINTMENT_SEE),
    Entry(
        gettext_lazy("Messages"),
        "message-square",
        "my:messaging:threads",
        P.THREAD_READ,
        count=_unread_answers,
        counted=_n_unread,
    ),
    Entry(gettext_lazy("Account"), "circle-user", "my:registration:account"),
)


def staff_pages(request) -> list[Item]:
    """The rail: what this person may open, with counts."""
    slug = request.actor.practice.slug
    return [item for entry in STAFF_PAGES for item in _items(entry, request, [slug])]


def patient_pages(request) -> list[Item]:
    """The bar at the bottom of a phone. Pages about nobody in particular have none."""
    patient = getattr(request, "patient", None)
    if patient is None:
        return []
    args = [request.actor.practice.slug, patient.pk]
    return [item for entry in PATIENT_PAGES for item in _items(entry, request, args)]


def _items(entry: Entry, request, args: list):
    """The entry as its template wants it, if this person may. `args` of its route: the practice, the patient if any."""
    if entry.permission and not request.actor.may(entry.permission, *args[1:]):
        return
    url = _address(entry.route, *args)
    children = tuple(item for child in entry.children for item in _items(child, request, args))
    n = entry.count(request) if entry.count else 0
    yield Item(
        label=str(entry.label),
        icon=entry.icon,
        section=str(entry.section),
        url=url,
        current=_is_current(request.path, url, entry.route) and not any(item.current for item in children),
        children=children,
        count=n if n <= 99 else "99+",
        count_kind=entry.count_kind,
        count_label=entry.counted(n) if n else "",
    )


@functools.lru_cache(maxsize=2048)
def _address(route: str, *args) -> str:
    """A page's address, which is the same each time: the rail has a dozen of them."""
    return reverse(route, args=args)


def _page_of_the_bar(request) -> str:
    """The route of the bar that this page belongs to."""
    patient = getattr(request, "patient", None)
    routes = [entry.route for entry in PATIENT_PAGES[1:]] if patient else []
    args = [request.actor.practice.slug, patient.pk] if patient else []
    return next((name for name in routes if request.path.startswith(reverse(name, args=args))), "my:portal:home")


def _is_current(path: str, url: str, route: str) -> bool:
    if route == "staff:portal:report_messages":  # the first of the reports
        return path.startswith(url.removesuffix("messages/"))
    # Every patient page lies below Home; below the queue lie the requests, which the schedule shows.
    return path == url if route in ("my:portal:home", "staff:scheduling:requests") else path.startswith(url)


def staff_practices(request) -> list[dict]:
    """The practices this person works at, for the drop-down."""
    here = request.actor.practice
    return [
        {"name": name, "url": reverse("staff:portal:start", args=[slug]), "current": slug == here.slug}
        for slug, name in json.loads(_asked(request)["practices"])
    ]


def patient_practices(request) -> list[dict]:
    """The practices where this person acts for somebody; each link opens the first person there."""
    here = request.actor.practice
    return [
        {"name": name, "url": reverse("my:portal:home", args=[slug, patient]), "current": slug == here.slug}
        for slug, name, patient in frame.practices_visited(request.actor)
    ]


def people(request) -> list[dict]:
    """Whom this person acts for. Changing the person stays on the same page of the bar."""
    here = getattr(request, "patient", None)
    slug, route = request.actor.practice.slug, _page_of_the_bar(request)
    found = [
        {
            "name": person.given_name,
            "initial": person.given_name[:1],
            "url": reverse(route, args=[slug, person.pk]),
            "current": here is not None and person.pk == here.pk,
        }
        for person in frame.people(request.actor)
    ]
    if here is not None and len(found) > 1:
        url = reverse("my:registration:add_child", args=[slug, here.pk])
        found.append({"name": _("Add a child"), "url": url, "add": True})
    return found


def staff_practice(request):
    return request.actor.practice


def patient_practice(request) -> dict:
    """The practice as its patients see it: its name leads home, its number calls."""
    practice, patient = request.actor.practice, getattr(request, "patient", None)
    return {
        "name": practice.name,
        "slug": practice.slug,
        "url": reverse("my:portal:home", args=[practice.slug, patient.pk]) if patient else "",
        "phone": practice.phone.as_national if practice.phone else "",
        "phone_href": practice.phone.as_rfc3966 if practice.phone else "",
    }


def me(request) -> dict:
    """Who is signed in, and the way out."""
    user = request.actor.user
    return {
        "name": user.name,
        "initials": user.initials,
        "account_url": reverse("security"),
        "signout_url": reverse("account_logout"),
    }


def patient_search_url(request) -> str:
    if not request.actor.may(P.PATIENT_SEE):
        return ""
    return reverse("staff:portal:patients", args=[request.actor.practice.slug])


def staff_banners(request) -> list[dict]:
    """What an administrator should know on every page: mail that does not leave the house."""
    if not request.actor.may(P.SETTINGS_EDIT):
        return []
    since = _asked(request)["mail_waits_since"]
    if since is None:
        return []
    waited = _("Mail has waited %(time)s.") % {"time": timesince(since, request.actor.now, depth=1)}
    return [{"kind": "wait", "text": waited + " " + _("It is kept and leaves as soon as the mail service answers.")}]


def idle(request) -> dict:
    return {"seconds": idle_limit(request.path), "url": reverse("session_left")}


STAFF_FRAME = {
    "idle": idle,
    "practice": staff_practice,
    "practices": staff_practices,
    "nav": staff_pages,
    "me": me,
    "patient_search_url": patient_search_url,
    "banners": staff_banners,
}
PATIENT_FRAME = {
    "idle": idle,
    "practice": patient_practice,
    "practices": patient_practices,
    "nav": patient_pages,
    "people": people,
    "me": me,
}
