"""The Message Center as data: its addresses, and the message that is read, ready for the templates."""

from collections.abc import Sequence
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _, ngettext

from messaging import kinds, selectors
from messaging.models import Message, Thread
from messaging.place import Place
from practice import banner, clock
from practice.access import PATIENT, Actor

NAMES_SHOWN = 3


def address(actor: Actor, place: Place | str, **query: str) -> str:
    """The address of a tab, as it is narrowed to and paged there, with what is selected on it."""
    place = _place(place)
    kept = place.query | {name: value for name, value in query.items() if value}
    return reverse("staff:messaging:tab", args=[actor.practice.slug, place.tab], query=kept)


def act(actor: Actor, name: str, thread: Thread, place: Place | str, **query: str) -> str:
    """The address to which an act on a thread is posted; it comes back to the same place."""
    place = _place(place)
    kept = {"tab": place.tab} | place.query | query
    return reverse(f"staff:messaging:{name}", args=[actor.practice.slug, thread.pk], query=kept)


def undo_of(actor: Actor, message: Message, place: Place | str) -> str:
    """Where `Undo` leads after sending, with the seconds there are to press it; empty where it is final at once."""
    left, place = message.visible_from - message.sent_at, _place(place)
    args, kept = [actor.practice.slug, message.thread_id, message.pk], {"tab": place.tab} | place.query
    return reverse("staff:messaging:withdrawal", args=args, query=kept) + f"#{left.seconds}" if left else ""


def reader(actor: Actor, page: selectors.ThreadPage, place: Place | str, *, since: int | None = None) -> dict:
    """The message that is read: its head, what was said, what can be done, and the panel of its kind.

    What was said after number `since` is marked: somebody acted on the thread without having seen it.
    """
    thread = page.thread
    tag = kinds.tag_of(thread)
    # Its panel tells what the thread began with; whoever got it without prior text does not see that (R56).
    panel = kinds.panel_of(actor, thread) if page.from_the_start else None
    who = whose(thread, page.held.relationship)
    return {
        "message": {
            "subject": thread.subject,
            "close_url": address(actor, place),
            "from_name": from_name(page.held.forwarder or page.begun_by),
            "who": _("to %(name)s") % {"name": who} if page.begun_by else who,
            "received": clock.moment(thread.last_at, actor.practice.time_zone),
            "received_iso": thread.last_at.isoformat(),
            "department": thread.department.name if thread.department else "",
            "holders": _holders(page.held.holders),
            "taken": _taken(actor, page),
            "number": thread.last_number,
            "status": tag,
            "patient": _patient(actor, thread),
            "parts": [*(_part(actor, page, message, since) for message in page.said), *_events(actor, page)],
        },
        "actions": _actions(actor, page, place),
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


def _place(place: Place | str) -> Place:
    return Place(place) if isinstance(place, str) else place


def _patient(actor: Actor, thread: Thread) -> dict:
    patient = thread.patient
    above = banner.read(actor, patient)
    file = reverse("staff:portal:file", args=[actor.practice.slug, patient.pk])
    return {
        "name": patient.name,
        "url": file if selectors.in_scope(actor, patient) else "",
        "age": patient.age_on(actor.today(actor.practice.time_zone)),
        "birth_date": dateformat.format(patient.born_on, "M j, Y"),
        "record_number": patient.record_number,
        "facts": above.said,
        "flags": above.flags,
    }


def _holders(names: Sequence[str]) -> str:
    if not names:
        return ""
    rest = len(names) - NAMES_SHOWN
    shown = ", ".join(names[:NAMES_SHOWN])
    if rest <= 0:
        return _("In the inbox of %(names)s") % {"names": shown}
    said = ngettext("In the inbox of %(names)s and %(n)s more", "In the inbox of %(names)s and %(n)s more", rest)
    return said % {"names": shown, "n": rest}


def news(actor: Actor, page: selectors.ThreadPage, since: int) -> list[dict]:
    """What was said after number `since`, and who completed or took the thread: what a writer has not seen yet."""
    said = [message for message in page.said if message.number > since]
    return [*(_part(actor, page, message) for message in said), *_events(actor, page)]


def _part(actor: Actor, page: selectors.ThreadPage, message: Message, since: int | None = None) -> dict:
    files = _files(actor, message) if page.held.has_files else []
    part = _at(actor, message.sent_at) | {"body": message.body, "files": files}
    part["fresh"] = since is not None and message.number > since
    if message.taken_back:
        said = _("%(name)s took a message back before anybody saw it") % {"name": message.author.name}
        return part | {"side": "event", "body": said}
    if message.author is None:
        return part | {"side": "event"}
    part |= {"author": message.author.name, "initials": message.author.initials}
    if message.side == PATIENT:
        own = message.author_id == page.thread.account_id
        role = page.held.relationship.lower() if own else ""
        return part | {"side": "patient", "role": role, "urgent": message.urgent_words}
    return part | {"side": "internal" if message.shown_to == "internal" else "practice"}


def _files(actor: Actor, message: Message) -> list[dict]:
    return [
        {
            "name": file.name,
            "size": filesizeformat(file.size),
            "url": reverse("staff:messaging:attachment", args=[actor.practice.slug, file.pk]),
        }
        for file in message.attachments.all()
    ]


def _events(actor: Actor, page: selectors.ThreadPage) -> list[dict]:
    """What stands at the end of a thread: who sees to it, and who completed it."""
    found, thread = [], page.thread
    if thread.taken_at:
        found.append((thread.taken_at, _("Taken by %(name)s") % {"name": page.held.taken_by}))
    if thread.completed_at:
        found.append((thread.completed_at, _("Completed by %(name)s") % {"name": page.held.completed_by}))
    return [_at(actor, at) | {"side": "event", "body": said} for at, said in sorted(found)]


def _taken(actor: Actor, page: selectors.ThreadPage) -> str:
    thread = page.thread
    if thread.taken_by_id is None or thread.completed_at is not None:
        return ""
    if thread.taken_by_id == actor.member.pk:
        return _("You have taken this")
    return _("%(name)s has taken this") % {"name": page.held.taken_by}


def _at(actor: Actor, at: datetime) -> dict:
    return {"at": clock.moment(at, actor.practice.time_zone), "at_iso": at.isoformat()}


def _actions(actor: Actor, page: selectors.ThreadPage, place: Place | str) -> dict:
    thread = page.thread
    if not selectors.may_answer(actor, thread):
        return {}
    actions = {
        "reply_url": act(actor, "opening", thread, place, do="reply"),
        "forward_url": address(actor, place, selected=str(thread.pk), do="forward"),
    }
    if thread.completed_at is not None:
        return actions | {"reopen_url": act(actor, "reopening", thread, place)}
    actions["complete_url"] = act(actor, "completion", thread, place)
    if thread.taken_by_id is not None:
        actions["release_url"] = act(actor, "release", thread, place)
    elif page.held.others_have:
        actions["take_url"] = act(actor, "taking", thread, place)
    if page.held.in_inbox:
        name = "opening" if page.held.unread else "unreading"
        actions["open_url" if page.held.unread else "mark_unread_url"] = act(actor, name, thread, place)
    return actions
