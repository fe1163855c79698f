"""Undo after `Send`: the message is taken back, and its text is in the reply window again (settled 22)."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import selectors
from messaging.services import withdrawing
from messaging.staff_views import center
from practice.errors import Refused
from practice.http import through


@require_POST
def withdraw(request, thread, message):
    """Taken back, if it is not too late."""
    found = center.find(request, thread)
    sent = selectors.message(request.actor, found, message)
    if sent is None:
        raise Http404
    try:
        through(lambda: withdrawing.withdraw(by=request.actor, message=sent))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return center.back(request, found)
    messages.info(request, _("Taken back. Nobody has seen it."))
    return center.back(request, found, do="reply")
