"""What the reply window says beside its fields: what happened meanwhile, what exactly will go out, whom to call."""

from django.utils.translation import gettext as _

from messaging import inbox, prescribing, reaching, selectors
from practice.access import Actor

CODES = ("thread_changed", "thread_completed", "thread_taken")


def extras(actor: Actor, form, shown: selectors.ThreadPage) -> dict:
    """`news` after the thread changed, when sending and on coming back to a draft; `confirm` before an internal answer
    goes to the patient; where nothing can go to them any more it is `cut_off`, with the `calls` that can be made."""
    refused = form.refusal.code if form.refusal else ""
    came_back = not form.is_bound and form.began_at_number is not None
    return {
        "news": inbox.news(actor, shown, form.began_at_number) if refused in CODES or came_back else [],
        "confirm": _confirm(shown, form) if form.is_bound and not refused and form.must_confirm else None,
        "calls": reaching.calls(actor, shown.thread.patient) if refused == "access_ended" else [],
        "cut_off": refused == "access_ended",
    }


def _confirm(shown: selectors.ThreadPage, form) -> dict:
    thread = shown.thread
    inside = sum(message.shown_to == "internal" for message in shown.said)
    facts = {"name": thread.account.name, "patient": thread.patient.name}
    own = thread.account.name == thread.patient.name
    deny, text = "deny" in form.data, form.cleaned_data["response"]
    books = deny and form.cleaned_data["ask_to_book"]
    return {
        "title": thread.account.name if own else _("%(name)s, about %(patient)s") % facts,
        "text": prescribing.asking_to_book(thread, text) if books else text,
        "files": [file.name for file in form.attachments],
        "deny": deny,
        "left_out": inside,
        "fingerprint": form.fingerprint,
    }
