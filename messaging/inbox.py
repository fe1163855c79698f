"""The Message Center as data: tabs, rows, and the message that is read, ready for the templates."""

from datetime import datetime

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from messaging import kinds, selectors
from messaging.models import Message, Thread
from practice import clock
from practice.access import PATIENT, Actor
from practice.selectors import chart

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
NAMES_SHOWN = 3


def address(actor: Actor, tab: str, **query: str) -> str:
    """The address of a tab, with what is selected on it."""
    kept = {name: value for name, value in query.items() if value}
    return reverse("staff:messaging:tab", args=[actor.practice.slug, tab], query=kept)


def act(actor: Actor, name: str, thread: Thread, tab: str, **query: str) -> str:
    """The address to which an act on a thread is posted; it comes back to the same tab."""
    return reverse(f"staff:messaging:{name}", args=[actor.practice.slug, thread.pk], query={"tab": tab, **query})


def shelf(actor: Actor, tab: str, after: str = "", selected: Thread | None = None) -> dict:
    """The tabs with their counts, and one page of this tab's rows; `unread_total` for the rail."""
    counts = selectors.waiting(actor)
    page = selectors.tab(actor, tab, after)
    tags = kinds.tags_of(actor, page.rows)
    title, text = EMPTY[tab]
    return {
        "unread_total": counts["unread"],
        "tabs": [_tab(actor, name, name == tab, counts.get(name, 0)) for name in TABS],
        "rows": [_row(actor, thread, tab, after, selected, tags.get(thread.pk)) for thread in page.rows],
        "pager": {
            "newer_url": address(actor, tab) if after else "",
            "newer": _("Newest"),
            "older_url": address(actor, tab, after=page.after) if page.after else "",
        },
        "empty": {"title": title, "text": text, "icon": "inbox"},
    }


def reader(actor: Actor, page: selectors.ThreadPage, tab: str, after: str = "") -> dict:
    """The message that is read: its head, what was said, what can be done, and the panel of its kind."""
    thread = page.thread
    tag = kinds.tags_of(actor, [thread]).get(thread.pk)
    # Its panel tells what the thread began with; whoever got it without prior text does not see that (R56).
    panel = kinds.panel_of(actor, thread) if page.from_the_start else None
    who = whose(thread, page.relationship)
    return {
        "message": {
            "subject": thread.subject,
            "close_url": address(actor, tab, after=after),
            "from_name": from_name(_forwarder(page) or page.begun_by),
            "who": _("to %(name)s") % {"name": who} if page.begun_by else who,
            "received": clock.moment(thread.last_at, actor.practice.time_zone),
            "received_iso": thread.last_at.isoformat(),
            "department": thread.department.name if thread.department else "",
            "holders": _holders(actor, thread),
            "status": tag,
            "patient": _patient(actor, thread),
            "parts": [*(_part(actor, page, message) for message in page.said), *_completed(actor, thread)],
        },
        "actions": _actions(actor, page, tab, after),
        "panel": panel,
        **(panel.context if panel else {}),
    }


def from_name(colleague: str | None) -> str:
    """Who a thread comes from: the portal, or the colleague who forwarded or began it (R36, R52)."""
    return colleague or _("Web Portal User")


def whose(thread: Thread, relationship: str) -> str:
    """`Gina Garcia, mother of Leo Garcia`; only the name where people write about themselves."""
    if not relationship:
        return thread.account.name
    facts = {"name": thread.account.name, "relationship": relationship.lower(), "patient": thread.patient.name}
    return _("%(name)s, %(relationship)s of %(patient)s") % facts


def _forwarder(page: selectors.ThreadPage) -> str:
    return page.delivery.sent_by.user.name if page.delivery and page.delivery.sent_by else ""


def _tab(actor: Actor, name: str, current: bool, count: int) -> dict:
    n = selectors.shown(count)
    said = ngettext("%(n)s message", "%(n)s messages", count) % {"n": n}
    kind = "quiet" if name == "open" else ""  # only what is unread calls for attention
    facts = {"count": n, "count_kind": kind, "count_label": said}
    return {"label": TABS[name], "url": address(actor, name), "current": current, **facts}


def _row(actor: Actor, thread: Thread, tab: str, after: str, selected: Thread | None, tag) -> dict:
    return {
        "url": address(actor, tab, after=after, selected=str(thread.pk)),
        "subject": thread.subject,
        "patient_name": thread.patient.name,
        "patient_age": thread.patient.age_on(actor.today(actor.practice.time_zone)),
        "from_name": from_name(thread.forwarder or thread.begun_by),
        "department": thread.department.name if thread.department else "",
        "snippet": thread.snippet,
        "status": tag,
        "due": _answered(thread),
        "received": clock.brief(thread.last_at, actor.practice.time_zone, actor.now),
        "received_iso": thread.last_at.isoformat(),
        "unread": thread.unread,
        "selected": selected is not None and selected.pk == thread.pk,
    }


def _answered(thread: Thread) -> dict | None:
    """Whether the patient has an answer; a thread completed without one says so (R34), unless none is due (R66)."""
    if thread.begun_by:
        return {"text": _("Sent"), "kind": ""}
    if thread.answered_at:
        return {"text": _("Answered"), "kind": ""}
    if thread.completed_at is None:
        return {"text": _("Waiting"), "kind": ""}
    return {"text": _("Not answered"), "kind": "bad"} if thread.kind != "insurance" else None


def _patient(actor: Actor, thread: Thread) -> dict:
    patient = thread.patient
    file = reverse("staff:portal:file", args=[actor.practice.slug, patient.pk])
    return {
        "name": patient.name,
        "url": file if selectors.in_scope(actor, patient) else "",
        "age": patient.age_on(actor.today(actor.practice.time_zone)),
        "birth_date": dateformat.format(patient.born_on, "M j, Y"),
        "record_number": patient.record_number,
        "flags": chart.flags(actor, patient),
    }


def _holders(actor: Actor, thread: Thread) -> str:
    names = [str(member) for member in selectors.holders(actor, thread)]
    if not names:
        return ""
    rest = len(names) - NAMES_SHOWN
    shown = ", ".join(names[:NAMES_SHOWN])
    if rest <= 0:
        return _("In the inbox of %(names)s") % {"names": shown}
    said = ngettext("In the inbox of %(names)s and %(n)s more", "In the inbox of %(names)s and %(n)s more", rest)
    return said % {"names": shown, "n": rest}


def _part(actor: Actor, page: selectors.ThreadPage, message: Message) -> dict:
    part = _at(actor, message.sent_at) | {"body": message.body}
    if message.author is None:
        return part | {"side": "event"}
    part |= {"author": message.author.name, "initials": message.author.initials}
    if message.side == PATIENT:
        own = message.author_id == page.thread.account_id
        return part | {"side": "patient", "role": page.relationship.lower() if own else ""}
    return part | {"side": "internal" if message.shown_to == "internal" else "practice"}


def _completed(actor: Actor, thread: Thread) -> list[dict]:
    if thread.completed_at is None:
        return []
    said = _("Completed by %(name)s") % {"name": thread.completed_by}
    return [_at(actor, thread.completed_at) | {"side": "event", "body": said}]


def _at(actor: Actor, at: datetime) -> dict:
    return {"at": clock.moment(at, actor.practice.time_zone), "at_iso": at.isoformat()}


def _actions(actor: Actor, page: selectors.ThreadPage, tab: str, after: str) -> dict:
    thread = page.thread
    if not selectors.may_answer(actor, thread):
        return {}
    here = {"selected": str(thread.pk), "after": after}
    actions = {
        "reply_url": act(actor, "opening", thread, tab, do="reply"),
        "forward_url": address(actor, tab, **here, do="forward"),
    }
    if thread.completed_at is not None:
        return actions | {"reopen_url": act(actor, "reopening", thread, tab)}
    actions["complete_url"] = act(actor, "completion", thread, tab)
    if page.delivery is not None:
        name = "opening" if page.unread else "unreading"
        actions["open_url" if page.unread else "mark_unread_url"] = act(actor, name, thread, tab)
    return actions
