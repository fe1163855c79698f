"""`Appointment Requests`: the queue, and beside it the request that is worked on (R18-R22, D5)."""

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from practice.access import Permission
from practice.http import page, read_id, see
from scheduling import panel
from scheduling.selectors import offered_of, times_of_all
from scheduling.selectors.queue import ALL, queue, queued
from scheduling.staff_views import request_card
from scheduling.staff_views.decisions import find_request
from scheduling.staff_views.request_rows import Rows
from scheduling.states import OPEN_REQUEST, REQUEST_STATUSES

TEMPLATE = "scheduling/staff/requests.html"
CARD = "scheduling/staff/_event_card.html"
STATUSES = {**REQUEST_STATUSES, ALL: gettext_lazy("All")}
FIRST = "pending"
EMPTY = {
    "pending": (
        gettext_lazy("No request is waiting"),
        gettext_lazy("What families ask for in the portal arrives here, the oldest first."),
    ),
    "proposed": (
        gettext_lazy("No offer waits for an answer"),
        gettext_lazy("Requests to which other times were proposed stay here until the family answers."),
    ),
}
NONE_YET = (gettext_lazy("None yet"), gettext_lazy("Choose another status to see other requests."))


@require_safe
def requests(request):
    """One status of the queue, and the request that `selected` names; that one alone when htmx asks for it."""
    see(request, Permission.REQUEST_SEE)
    status = request.GET.get("status", "")
    status = status if status in STATUSES else FIRST
    after, selected = request.GET.get("after", ""), request.GET.get("selected", "")
    chosen = find_request(request, read_id(selected)) if selected else None
    card = _card(request, chosen, status, after) if chosen else {}
    if chosen and request.htmx.target == "chosen" and not request.htmx.history_restore_request:
        return page(request, CARD, card)
    return page(request, TEMPLATE, {**_shelf(request, status, after, chosen), **card})


def address(request, status: str, **query: str) -> str:
    """The address of the queue in a status, with what is selected in it."""
    kept = {"status": "" if status == FIRST else status, **query}
    kept = {name: value for name, value in kept.items() if value}
    return reverse("staff:scheduling:requests", args=[request.actor.practice.slug], query=kept)


def _shelf(request, status: str, after: str, chosen) -> dict:
    actor, found = request.actor, queue(request.actor, status, after)
    total = queued(actor, status)
    if status == FIRST:
        request.pending_total = total  # the rail need not count again
    waiting = [row for row in found.rows if row.status in OPEN_REQUEST]
    rows = Rows(actor, times_of_all(actor, waiting), offered_of(actor, waiting), with_status=status == ALL)
    title, text = EMPTY.get(status, NONE_YET)
    return {
        "rows": [
            {
                **rows.row(row),
                "url": address(request, status, after=after, selected=str(row.pk)),
                "selected": chosen is not None and chosen.pk == row.pk,
            }
            for row in found.rows
        ],
        "statuses": [{"value": value, "label": label, "current": value == status} for value, label in STATUSES.items()],
        "total": ngettext("%(n)s request", "%(n)s requests", total) % {"n": total} if total else "",
        "pager": {
            "newer_url": address(request, status) if after else "",
            "newer": _("Beginning"),
            "older_url": address(request, status, after=found.after) if found.after else "",
            "older": _("Next"),
        },
        "empty": {"title": title, "text": text, "icon": "calendar-check"},
    }


def _card(request, row, status: str, after: str) -> dict:
    back = address(request, status, after=after)
    here = address(request, status, after=after, selected=str(row.pk))
    place = panel.Place(here=here, back=back, others=here, schedule=True)
    card = request_card.card(request, row, place=place)
    card["card"]["close_url"] = back
    return card
