"""What a page of the Message Center asks by itself every few seconds."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from messaging import lists
from messaging.place import Place


@require_safe
def news(request, tab):
    """Nothing (204) while the list and its counts are as `seen` says, else both as they are now. Reads only."""
    if tab not in lists.TABS:
        raise Http404
    shelf = lists.shelf(request.actor, Place.read(request.GET, tab))
    if shelf["version"] == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "messaging/staff/_news.html", shelf | {"arrived": True})
