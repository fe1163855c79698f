"""The end of a provider: asked first, with what stands; afterwards the visits that are still to come."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from practice.access import Permission
from practice.http import page, see, through
from practice.services import providers as doors
from practice.staff_views import what_stands
from scheduling import ending
from scheduling.selectors import ending as selectors


@require_http_methods(["GET", "HEAD", "POST"])
def provider_ending(request, provider):
    """Ask, then offer no more times with the provider."""
    found = _provider(request, provider)
    if request.method == "POST":
        said = through(lambda: doors.end_provider(by=request.actor, provider=found))
        what_stands.say_what_to_move(request, " ".join(said))
        return redirect("staff:scheduling:providers", request.actor.practice.slug)
    planned = selectors.planned_with(request.actor, found)
    context = {"provider": found, "planned": planned, "points": ending.sentences(planned, found)}
    return page(request, "scheduling/staff/provider_ending.html", context)


def _provider(request, pk):
    see(request, Permission.PLACE_MANAGE)
    found = selectors.provider(request.actor, pk)
    if found is None:
        raise Http404
    return found
