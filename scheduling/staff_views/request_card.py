"""The card of a request: what was asked, and the decision on it. On the schedule, in the queue, or as its own page."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from messaging import inbox
from practice import clock
from practice.access import Permission
from practice.http import back_to, page
from scheduling import moments, panel
from scheduling.staff_views import cards

OWN_PAGE = "scheduling/staff/decision.html"


def card(http, row, *, place=None, said=panel.NOTHING_SAID) -> dict:
    """The card, with its decision. Where a `next` is given, the card and the decision lead back there."""
    back = back_to(http, "")
    place = place or _place(http, row, back)
    state = {"pending": "requested"}.get(row.status, row.status)
    return {
        "card": {
            **cards.head(http, row.patient, row.location.zone, state),
            "facts": _facts(row),
            "note": row.reason,
            "message_url": back or _message_url(http, row),
            "message_label": _way_back(http, back) if back else "",
        },
        "decision": panel.decision(http.actor, row, place=place, search=search(http), said=said),
    }


def refused(http, row, form):
    """The request as its own page, as it is now: what stands in the way, what is free, and what was typed."""
    row.refresh_from_db()
    context = card(http, row, said=panel.Said(form.typed, form.complaints))
    return page(http, OWN_PAGE, context, status=409 if form.refusal else 422)


def own_page(http, row):
    """For those who decide without the schedule (D6)."""
    return page(http, OWN_PAGE, card(http, row))


def own_url(http, row) -> str:
    return reverse("staff:scheduling:request", args=[http.actor.practice.slug, row.pk])


def search(http) -> panel.Search:
    """Other times, when the address asks for them."""
    what = http.GET.get("more", "")
    return panel.Search(what, moments.read_day(http.GET.get("day"))) if what in panel.SEARCHES else panel.Search()


def _place(http, row, back: str) -> panel.Place:
    """Its own page, which knows the way back; after a POST too, whose address is no page."""
    own = own_url(http, row)
    here = f"{own}?{urlencode({'next': back})}" if back else own
    return panel.Place(here=here, back=back or own, others=here)


def _facts(row) -> list[dict]:
    sent = _("%(time)s by %(name)s") % {"time": clock.moment(row.made_at, row.location.zone), "name": row.made_by.name}
    return [{"label": _("Sent"), "value": sent}, {"label": _("Kind"), "value": kind(row)}]


def kind(row) -> str:
    """What is asked, in a word: a new visit, or a change of one."""
    return {"schedule": _("New visit"), "reschedule": _("Move"), "cancel": _("Cancel")}[row.kind]


def _message_url(http, row) -> str:
    if not http.actor.may(Permission.THREAD_READ):
        return ""
    return inbox.address(http.actor, "all", selected=str(row.thread_id))


def _way_back(http, back: str) -> str:
    slug = [http.actor.practice.slug]
    if back.startswith(reverse("staff:messaging:inbox", args=slug)):
        return _("Back to the message")
    queue = reverse("staff:scheduling:requests", args=slug)
    return _("Back to the requests") if back.partition("?")[0] == queue else _("Go back")
