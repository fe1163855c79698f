"""Completing a thread, with the window that asks how it was handled, and taking that back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import inbox, kinds
from messaging.forms.completing import CompleteForm
from messaging.services import completing
from messaging.staff_views import center
from practice.http import posted


@require_POST
def completion(request, thread):
    """Out of all inboxes; where the kind asks how it was handled, with that window."""
    found = center.find(request, thread)
    form = window(request, found)
    if form.asks and "request_key" not in request.POST:  # the button, not the window
        return center.back(request, found, do="complete")
    if form.submit(lambda: completing.complete(by=request.actor, thread=found, **form.said)):
        messages.success(request, _("Completed."), extra_tags=_undo(request, found, form))
        return redirect(inbox.address(request.actor, center.tab_of(request)))
    if form.refusal and form.refusal.code == "thread_changed":
        messages.error(request, form.refusal.message)
        return center.back(request, found, since=str(form.said["seen_number"]))
    return center.show(request, center.tab_of(request), found, form)


@require_POST
def reopening(request, thread):
    """Completing taken back."""
    return center.act(request, thread, completing.reopen, _("Open again, in the inboxes it was in."))


def window(request, thread) -> CompleteForm:
    """The window as it was sent, or empty."""
    return CompleteForm(posted(request), thread=thread, ways=kinds.ways_to_settle(thread))


def _undo(request, thread, form: CompleteForm) -> str:
    """Where `Undo` leads; nowhere when a decision came with it."""
    if form.said["handled"] in kinds.get(thread.kind).final:
        return ""
    return inbox.act(request.actor, "reopening", thread, center.tab_of(request))
