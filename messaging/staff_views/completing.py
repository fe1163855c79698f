"""Completing a thread, with the window that asks how it was handled, and taking that back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import inbox, kinds
from messaging.forms.completing import CompleteForm
from messaging.services import completing
from messaging.staff_views import center


@require_POST
def completion(request, thread):
    """Out of all inboxes; where the kind asks how it was handled, with that window."""
    found = center.find(request, thread)
    form = window(request, found)
    if not form.fields["handled"].choices:
        return center.act(request, thread, completing.complete, _("Completed."), stay=False)
    if "request_key" not in request.POST:  # the button, not the window
        return center.back(request, found, do="complete")
    if form.submit(lambda: completing.complete(by=request.actor, thread=found, handled=form.cleaned_data["handled"])):
        messages.success(request, _("Completed."))
        return redirect(inbox.address(request.actor, center.tab_of(request)))
    return center.show(request, center.tab_of(request), found, form)


@require_POST
def reopening(request, thread):
    """Completing taken back."""
    return center.act(request, thread, completing.reopen, _("Open again, in the inboxes it was in."))


def window(request, thread) -> CompleteForm:
    """The window as it was sent, or empty."""
    return CompleteForm(request.POST or None, ways=kinds.ways_to_settle(thread))
