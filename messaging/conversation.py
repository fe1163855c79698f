"""Threads as the patient's side sees them, ready for the templates: the practice speaks with one voice (R119)."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from messaging import kinds, selectors
from messaging.models import Attachment, Message, Thread
from practice import clock
from practice.access import PATIENT, Actor, Permission
from practice.models import Patient

# How far the last word of the patient's side is.
STATES = {
    "sent": kinds.Tag(_("Sent"), icon="send"),
    "seen": kinds.Tag(_("Seen"), "wait", "eye"),
    "answered": kinds.Tag(_("Answered"), "good", "check"),
}


def threads(actor: Actor, patient: Patient, after: str = "") -> dict:
    """The list: what waits to be read, then the rest."""
    waiting, page = selectors.thread_list(actor, patient, after)
    here, args = "my:messaging:threads", [actor.practice.slug, patient.pk]
    older = reverse(here, args=args, query={"after": page.after}) if page.after else ""
    writes = actor.may(Permission.THREAD_WRITE, patient.pk)
    return {
        "threads": [_row(actor, thread) for thread in [*waiting, *page.rows]],
        "new_url": reverse("my:messaging:new", args=args) if writes else "",
        "promise": selectors.answer_promise(actor),
        "pager": {"newer_url": reverse(here, args=args) if after else "", "older_url": older},
    }


def thread(actor: Actor, thread: Thread) -> dict:
    """One thread, as `selectors.own_thread` gives it; `read_url` stands only while something is unread in it."""
    page = selectors.thread_page(actor, thread)
    args = [actor.practice.slug, thread.patient_id, thread.pk]
    return {
        "thread": {
            "subject": thread.subject,
            "about": thread.patient.name,
            "back_url": reverse("my:messaging:threads", args=args[:2]),
            "status": STATES.get(thread.state),
            "read_url": reverse("my:messaging:reading", args=args) if page.unread else "",
            "read_up_to": page.said[-1].pk if page.said else "",
        },
        "told": kinds.told(actor, thread),
        "parts": [_part(actor, page, message) for message in page.said],
        "reply_url": reverse("my:messaging:answers", args=args),
        "promise": selectors.answer_promise(actor),
    }


def _row(actor: Actor, thread: Thread) -> dict:
    return {
        "url": reverse("my:messaging:thread", args=[actor.practice.slug, thread.patient_id, thread.pk]),
        "subject": thread.subject,
        "snippet": thread.snippet,
        "unread": thread.unread,
        "status": STATES.get(thread.state),
        "at": clock.brief(thread.shown_at, actor.practice.time_zone, actor.now),
        "at_iso": thread.shown_at.isoformat(),
    }


def _part(actor: Actor, page: selectors.ThreadPage, message: Message) -> dict:
    mine = message.side == PATIENT
    return {
        "mine": mine,
        "new": page.is_new(message),
        "author": message.author.name if mine and message.author else actor.practice.name,
        "body": message.body,
        "files": [_file(actor, page.thread, file) for file in message.attachments.all()],
        "at": clock.moment(message.sent_at, actor.practice.time_zone),
        "at_iso": message.sent_at.isoformat(),
    }


def _file(actor: Actor, thread: Thread, file: Attachment) -> dict:
    args = [actor.practice.slug, thread.patient_id, file.pk]
    return {"name": file.name, "size": filesizeformat(file.size), "url": reverse("my:messaging:attachment", args=args)}
