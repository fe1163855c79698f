"""Phrase Construction inside the reply window (R41): nothing is sent, and nothing typed is lost."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import phrases as rules
from messaging.models import BODY_LENGTH
from messaging.selectors import phrases as selectors
from messaging.services import phrases as doors
from messaging.staff_views import answering, center
from practice.errors import Refused
from practice.http import read_id, through


@require_POST
def inserting(request, thread):
    """The reply window again, with a phrase at the end of its response."""
    found = center.find(request, thread)
    phrase = through(lambda: selectors.phrase(request.actor, read_id(request.POST.get("insert", ""))))
    text = rules.filled(phrase.text, rules.values(request.actor, found))
    response = "\n\n".join(filter(None, [request.POST.get("response", "").rstrip(), text]))
    if len(response) > BODY_LENGTH:
        messages.error(request, _("With this phrase the response is too long: at most %(n)s.") % {"n": BODY_LENGTH})
        response = request.POST.get("response", "")
    form = answering.changed(request, found, response=response)
    return center.show(request, center.tab_of(request), found, form)


@require_POST
def keeping(request, thread):
    """The reply window as it was; its response is a phrase now, too."""
    found, sent = center.find(request, thread), request.POST
    try:
        book = through(lambda: selectors.notebook(request.actor, read_id(sent.get("phrase_notebook", ""))))
        facts = {"notebook": book, "title": sent.get("phrase_title", ""), "text": sent.get("response", "")}
        kept = through(lambda: doors.add_phrase(by=request.actor, **facts))
        messages.success(request, _("Kept as \u201c%(title)s\u201d in %(book)s.") % {"title": kept, "book": book})
    except Refused as refusal:
        messages.error(request, _("Not kept as a phrase: %(why)s") % {"why": refusal.message})
    return center.show(request, center.tab_of(request), found, answering.changed(request, found))
