"""The lists and the reader. A GET previews; opening and marking unread are POSTs (settled 18)."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from messaging import lists
from messaging.place import Place
from messaging.services import reading
from messaging.staff_views import answering, center, completing, forwarding
from practice.http import through

WINDOWS = {"reply": answering.window, "forward": forwarding.window, "complete": completing.window}


@require_safe
def tab(request, tab="unread-portal"):
    """One tab: its list, and below it the message that `selected` names, with the window that `do` opens."""
    if tab not in lists.TABS:
        raise Http404
    thread = center.find(request, request.GET["selected"]) if request.GET.get("selected") else None
    window = WINDOWS.get(request.GET.get("do", "")) if thread else None
    return center.show(request, Place.read(request.GET, tab), thread, window(request, thread) if window else None)


@require_POST
def opening(request, thread):
    """Read for me: the row leaves my unread tab. On the way to the reply window when `do` says so."""
    found = center.find(request, thread)
    through(lambda: reading.open_thread(by=request.actor, thread=found))
    do = "reply" if request.GET.get("do") == "reply" else ""
    return center.back(request, found, do=do)


@require_POST
def unreading(request, thread):
    """Unread for me again."""
    return center.act(request, thread, reading.mark_unread, _("Marked as unread."), stay=False)
