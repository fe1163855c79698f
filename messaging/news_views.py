"""What a page of the Message Center asks by itself every few seconds."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from messaging import draft_panel, lists, selectors
from messaging.place import Place
from practice.http import read_id


@require_safe
def news(request, tab):
    """Nothing (204) while the list, its counts and who writes in the open thread are as the page says it shows them.

    Else what has changed of them as it is now. Reads only.
    """
    if tab not in lists.TABS:
        raise Http404
    shelf = lists.shelf(request.actor, Place.read(request.GET, tab))
    writers = _writers(request)
    arrived = shelf["version"] != request.GET.get("seen")
    if not arrived and writers is None:
        return HttpResponse(status=204)
    return render(request, "messaging/staff/_news.html", shelf | {"arrived": arrived, "writers": writers})


def _writers(request) -> dict | None:
    """Who writes in the thread that the page shows, where it shows another state of that."""
    thread = read_id(request.GET.get("thread", ""))
    if thread is None:
        return None
    writers = draft_panel.writers(thread, selectors.writing(request.actor, thread))
    return writers if writers["version"] != request.GET.get("writers") else None
