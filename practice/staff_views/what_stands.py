"""What is said after a door that takes times away: what was done, and which visits stand all the same (X18)."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from practice import handover
from practice.http import linked


def say_what_stands(request, done: str, visits: int) -> None:
    """Say what was done and, with the way to them, how many visits stand in the time taken away."""
    said = ngettext(
        "%(done)s %(n)s visit booked then stays until it is moved.",
        "%(done)s %(n)s visits booked then stay until they are moved.",
        visits,
    )
    _say(request, done, said, visits)


def say_what_to_move(request, done: str) -> None:
    """Say what was done and, with the way to them, how many visits fit nowhere now."""
    visits = handover.visits_to_move(by=request.actor)
    said = ngettext("%(done)s %(n)s visit is to be moved.", "%(done)s %(n)s visits are to be moved.", visits)
    _say(request, done, said, visits)


def _say(request, done: str, said: str, visits: int) -> None:
    if not visits:
        messages.success(request, done)
        return
    url = reverse("staff:scheduling:misplaced", args=[request.actor.practice.slug])
    messages.warning(request, linked(said % {"done": done, "n": visits}, url, _("Visits to move")))
