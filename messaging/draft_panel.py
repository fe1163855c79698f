"""Drafts and who is writing as data for the templates."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from messaging import inbox
from messaging.models import Draft, FirstDraft, Thread, Writer
from messaging.place import Place
from practice import clock
from practice.access import STAFF, Actor
from practice.models import Patient

KEPT: dict[str, Promise] = {
    "reply": gettext_lazy("You have begun a reply, saved %(at)s."),
    "forward": gettext_lazy("You have begun to forward this, saved %(at)s."),
}
SAID: dict[str, Promise] = {
    "reply": gettext_lazy("%(name)s is replying"),
    "forward": gettext_lazy("%(name)s is forwarding this"),
}


def of_window(actor: Actor, thread: Thread, window: str, draft: Draft | None, place: Place) -> dict:
    """What a window says about its draft, and where it keeps it."""
    return {
        "url": inbox.act(actor, "draft", thread, place, window=window),
        "discard_url": inbox.act(actor, "draft_discarding", thread, place, window=window),
        "writing_url": inbox.act(actor, "writing", thread, place, window=window),
        "saved": saved(actor, draft),
    }


def of_answer(actor: Actor, thread: Thread, draft: Draft | None) -> dict:
    """The same for the reply box on the patients' side."""
    args, window = [actor.practice.slug, thread.patient_id, thread.pk], {"window": "answer"}
    return {
        "url": reverse("my:messaging:draft", args=args, query=window),
        "discard_url": reverse("my:messaging:draft_discarding", args=args, query=window),
        "saved": saved(actor, draft),
    }


def of_first(actor: Actor, patient: Patient, window: str, draft: FirstDraft | None) -> dict:
    """The same for a new message about this patient."""
    return {
        "url": _first(actor, patient, window, "draft"),
        "discard_url": _first(actor, patient, window, "draft_discarding"),
        "saved": saved(actor, draft),
    }


def form_url(actor: Actor, patient: Patient, window: str) -> str:
    """Where the new message is written."""
    return _first(actor, patient, window, "")


def saved(actor: Actor, draft: Draft | FirstDraft | None) -> str:
    """`Draft saved 8:15 am`; empty where there is none."""
    if draft is None:
        return ""
    return _("Draft saved %(at)s") % {"at": clock.brief(draft.updated_at, actor.practice.time_zone, actor.now)}


def _first(actor: Actor, patient: Patient, window: str, act: str) -> str:
    if actor.side == STAFF:
        name = f"write_{act}" if act else "write"
        return reverse(f"staff:messaging:{name}", args=[actor.practice.slug], query={"patient": patient.pk})
    name = f"ask_{act}" if act else "ask"
    return reverse(f"my:messaging:{name}", args=[actor.practice.slug, patient.pk, window])


def strip(actor: Actor, thread: Thread, draft: Draft, place: Place, *, may: dict) -> dict:
    """A line about a draft whose window is closed; with its text for whom the thread's actions leave nothing to do."""
    at = clock.brief(draft.updated_at, actor.practice.time_zone, actor.now)
    there = inbox.address(actor, place, selected=str(thread.pk), do=draft.window)
    return {
        "said": KEPT[draft.window] % {"at": at},
        "url": there if may else "",
        "text": "" if may else draft.body,
        "discard_url": inbox.act(actor, "draft_discarding", thread, place, window=draft.window),
    }


def writers(thread_id: UUID, writing: Sequence[Writer]) -> dict:
    """Who else is writing in the thread just now, in words, and what tells whether that has changed."""
    return {
        "thread": thread_id,
        "said": [SAID[writer.window] % {"name": writer.member.user.name} for writer in writing],
        "version": "-".join(f"{writer.pk}{writer.window[0]}" for writer in writing),
    }
