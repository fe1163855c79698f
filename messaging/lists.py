"""The lists of the Message Center as data: tabs, filters and rows, ready for the templates."""

import hashlib
import json
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from messaging import inbox, kinds, paging, selectors
from messaging.models import Thread
from messaging.place import KIND_NAMES, Place
from practice import clock
from practice.access import Actor

TABS = {
    "unread-portal": gettext_lazy("Unread Portal"),
    "unread-phone": gettext_lazy("Unread Phone"),
    "open": gettext_lazy("Open"),
    "sent": gettext_lazy("Sent"),
    "completed": gettext_lazy("Completed"),
    "all": gettext_lazy("All"),
}
EMPTY = {
    "unread-portal": (
        gettext_lazy("Nothing unread from the portal"),
        gettext_lazy("What patients and guardians write, and their requests, arrive here."),
    ),
    "unread-phone": (
        gettext_lazy("Nothing unread from colleagues"),
        gettext_lazy("What colleagues forward to you, or answer you, arrives here."),
    ),
    "open": (
        gettext_lazy("Nothing in your inbox"),
        gettext_lazy("Messages stay here, read or not, until somebody completes them."),
    ),
    "sent": (gettext_lazy("Nothing sent yet"), gettext_lazy("Threads you have written in are listed here.")),
    "completed": (gettext_lazy("Nothing completed yet"), gettext_lazy("Completed messages are kept here.")),
    "all": (gettext_lazy("No messages yet"), gettext_lazy("Every message of the patients you may see is listed here.")),
}
SEARCHED_IN_VAIN = gettext_lazy("Words are looked for at their beginning: in what was written, subjects and names.")


class Tab(NamedTuple):
    """A tab as templates/components/tabs.html shows it."""

    label: str
    url: str
    current: bool
    count: int | str
    count_kind: str
    count_label: str


class Option(NamedTuple):
    """What can be chosen in a `Select`."""

    value: str
    label: str
    chosen: bool


class Select(NamedTuple):
    """One thing that the list can be narrowed by."""

    name: str
    label: str
    options: tuple[Option, ...]


class Finder(NamedTuple):
    """The search and the filters as templates/messaging/staff/_filters.html shows them."""

    url: str
    words: str
    count: int
    clear_url: str
    selects: tuple[Select, ...]
    mine: bool
    unanswered: bool


class Line(NamedTuple):
    """A row as templates/messaging/staff/_row.html shows it."""

    id: str
    url: str
    subject: str
    patient_name: str
    patient_age: str
    from_name: str
    department: str
    snippet: str | None
    status: kinds.Tag | None
    due: kinds.Tag | None
    received: str
    received_iso: str
    unread: bool
    urgent: bool
    drafted: bool
    taken_by: str | None
    selected: bool = False


def shelf(actor: Actor, place: Place, selected: Thread | None = None) -> dict:
    """The tabs with their counts, what the list can be narrowed to, and one page of its rows.

    `version` changes whenever any of it does, and `news_url` tells whether it has.
    """
    desk = selectors.desk(actor)
    page = selectors.tab(actor, place.tab, place.filters, after=place.after, before=place.before)
    today = actor.today(actor.practice.time_zone)
    here, unread = inbox.address(actor, place), desk.counts["unread"]
    drawn = {
        "unread_total": unread,
        "unread": selectors.shown(unread),
        "unread_label": ngettext("%(n)s unread", "%(n)s unread", unread) % {"n": selectors.shown(unread)},
        "tabs": [_tab(actor, place, name, desk.counts.get(name, 0)) for name in TABS],
        "rows": [_line(actor, row, here, today) for row in page.rows],
        "nearly": page.spelt_nearly_so,
        "pager": _pager(actor, place, page),
        "empty": _empty(actor, place),
        "center_url": reverse("staff:messaging:inbox", args=[actor.practice.slug]),
    }
    version = _version(drawn)
    if selected is not None:
        drawn["rows"] = [row._replace(selected=row.id == str(selected.pk)) for row in drawn["rows"]]
    news = reverse("staff:messaging:news", args=[actor.practice.slug, place.tab], query=place.query | {"seen": version})
    return drawn | {"filters": _filters(actor, place, desk), "version": version, "news_url": news}


def _version(drawn: dict) -> str:
    return hashlib.sha256(json.dumps(drawn, default=str).encode()).hexdigest()[:16]


def _tab(actor: Actor, place: Place, name: str, count: int) -> Tab:
    n = selectors.shown(count)
    said = ngettext("%(n)s message", "%(n)s messages", count) % {"n": n}
    kind = "quiet" if name == "open" else ""  # only what is unread calls for attention
    url = inbox.address(actor, Place(name, place.filters))
    return Tab(str(TABS[name]), url, name == place.tab, n, kind, said)


def _filters(actor: Actor, place: Place, desk: selectors.Desk) -> Finder:
    """The search and the filters: what is chosen, and what can be."""
    chosen = place.filters
    kinds_by_name = [(kind, str(name)) for kind, name in KIND_NAMES.items()]
    return Finder(
        url=inbox.address(actor, place.tab),
        words=chosen.words,
        count=chosen.count,
        clear_url=inbox.address(actor, place.tab) if chosen.query else "",
        selects=(
            _select("department", _("Department"), desk.departments, chosen.department),
            _select("kind", _("Kind"), kinds_by_name, chosen.kind),
            _select("location", _("Location"), desk.locations, chosen.location),
        ),
        mine=chosen.mine,
        unanswered=chosen.unanswered,
    )


def _select(name: str, label: str, offered: list[tuple], chosen) -> Select:
    return Select(name, label, tuple(Option(str(value), said, str(value) == str(chosen)) for value, said in offered))


def _pager(actor: Actor, place: Place, page: paging.Page) -> dict:
    newer, older = Place(place.tab, place.filters, before=page.before), Place(place.tab, place.filters, page.after)
    return {
        "newer_url": inbox.address(actor, newer) if page.before else "",
        "older_url": inbox.address(actor, older) if page.after else "",
    }


def _empty(actor: Actor, place: Place) -> dict:
    """What to say of a list without rows: what would be in it, or what hides everything, with the way to see it."""
    if not place.filters.query:
        title, text = EMPTY[place.tab]
        return {"title": title, "text": text, "icon": "inbox"}
    everything = {"url": inbox.address(actor, place.tab), "icon": "search-x"}
    if place.filters.words:
        title = _("Nothing found for “%(words)s” in %(tab)s")
        facts = {"words": place.filters.words, "tab": TABS[place.tab]}
        return everything | {"title": title % facts, "text": SEARCHED_IN_VAIN, "action": _("Clear the search")}
    title = _("Nothing in %(tab)s fits the filters") % {"tab": TABS[place.tab]}
    text = _("Other messages may be here: the filters hide them.")
    return everything | {"title": title, "text": text, "action": _("Clear the filters")}


def _line(actor: Actor, row: selectors.Row, here: str, today: date) -> Line:
    """`here` is the address of the list, to which what is selected on it is added."""
    return Line(
        id=str(row.pk),
        url=f"{here}{'&' if '?' in here else '?'}selected={row.pk}",
        subject=row.subject,
        patient_name=row.patient,
        patient_age=clock.age(row.born_on, today),
        from_name=inbox.from_name(row.forwarder or row.begun_by),
        department=row.department,
        snippet=row.snippet,
        status=row.tag,
        urgent=row.urgent,
        drafted=row.drafted,
        due=_answered(row),
        received=clock.brief(row.last_at, actor.practice.time_zone, actor.now),
        received_iso=row.last_at.isoformat(),
        unread=row.unread,
        taken_by=row.taken_by if row.completed_at is None else None,
    )


def _answered(row: selectors.Row) -> kinds.Tag | None:
    """Whether the patient has an answer; a thread completed without one says so (R34), unless none is due (R66)."""
    if row.begun_by:
        return kinds.Tag(_("Sent"))
    if row.answered_at:
        return kinds.Tag(_("Answered"))
    if row.completed_at is None:
        return kinds.Tag(_("Waiting"))
    return kinds.Tag(_("Not answered"), "bad") if row.kind != "insurance" else None
