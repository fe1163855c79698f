"""What every page of the Message Center shares: the lists, the reader, and the way back to both."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from messaging import draft_panel, inbox, lists, phrase_tool, reply_window, selectors
from messaging.models import STAFF_WINDOWS
from messaging.place import Place
from messaging.services import reading
from messaging.staff_views import rx
from practice.errors import Refused
from practice.http import page, through

READER = "messaging/staff/_reader.html"


def show(request, place: Place, thread, form=None):
    """The page, or only the reader when htmx asks for a preview."""
    context = _reading(request, place, thread, form) if thread else {}
    status = 422 if form is not None and form.is_bound and form.errors else 200
    if thread and request.htmx.target == "reader" and not request.htmx.history_restore_request:
        return page(request, READER, context, status=status)
    shelf = lists.shelf(request.actor, place, thread)
    request.unread_total = shelf["unread_total"]  # the rail need not count again
    return page(request, "messaging/staff/inbox.html", shelf | context, status=status)


def _reading(request, place: Place, thread, form) -> dict:
    actor = request.actor
    through(lambda: reading.preview(by=actor, thread=thread))
    shown = selectors.thread_page(actor, thread)
    since = request.GET.get("since", "")
    context = inbox.reader(actor, shown, place, since=int(since) if since.isdecimal() else None)
    writing = selectors.writing(actor, thread.pk) if shown.held.written_in else []
    context["writers"] = draft_panel.writers(thread.pk, writing)
    left = selectors.drafts(actor, thread) if shown.held.drafted else {}
    if form is None:
        may = context["actions"]
        return context | {"drafts": [draft_panel.strip(actor, thread, one, place, may=may) for one in left.values()]}
    window = _window(actor, form, shown, place)
    if form.window in STAFF_WINDOWS:
        window["draft"] = draft_panel.of_window(actor, thread, form.window, left.get(form.window), place)
    if form.window == "reply":
        window["rx"] = rx.tool(request, thread, place, form)
    return context | {form.window: window}


def _window(actor, form, shown, place: Place) -> dict:
    """The window under the thread that this form stands in, as its template wants it."""
    window = {
        **(reply_window.extras(actor, form, shown) if form.window == "reply" else {}),
        "url": inbox.act(actor, form.act, shown.thread, place),
        "cancel_url": inbox.address(actor, place, selected=str(shown.thread.pk)),
        "form": form,
        "to": inbox.whose(shown.thread, shown.held.relationship),
    }
    return window | {"phrases": phrase_tool.tool(actor, shown.thread, place)} if form.window == "reply" else window


def find(request, thread_id):
    """The thread of this id; 404 when the actor may not read it."""
    try:
        found = selectors.thread(request.actor, UUID(str(thread_id)))
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def tab_of(request) -> Place:
    """The tab on which something was pressed, narrowed and paged as it was."""
    tab = request.GET.get("tab", "")
    return Place.read(request.GET, tab if tab in lists.TABS else "open")


def back(request, thread, **query):
    """To the thread on the tab it was pressed on."""
    return redirect(inbox.address(request.actor, tab_of(request), selected=str(thread.pk), **query))


def act(request, thread_id, door, said: str, *, stay: bool = True):
    """Send a door that needs the thread alone; a refusal stays on the thread and says why."""
    found = find(request, thread_id)
    try:
        through(lambda: door(by=request.actor, thread=found))
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, refusal.message)
        stay = True
    return back(request, found) if stay else redirect(inbox.address(request.actor, tab_of(request)))
