"""The panel put together: what is asked, what has become of it, and what may be done about it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.kinds import Panel
from messaging.models import Thread
from practice.access import Actor, Permission
from practice.tenancy import sees
from scheduling.models import AppointmentRequest
from scheduling.panel import words
from scheduling.panel.state import ANYWHERE, NO_SEARCH, NOTHING_SAID, Place, Said, Search
from scheduling.panel.times import times
from scheduling.selectors.editing import may_edit
from scheduling.selectors.requests import may_decide, offered, request_of_thread
from scheduling.states import OPEN_REQUEST, REQUEST_MOVES

TEMPLATE = "scheduling/staff/_decision.html"


def panel(actor: Actor, thread: Thread) -> Panel | None:
    """The decision beside its thread, without controls for whoever may only read it (D6).

    The Schedule opens the request only for who sees it there, which is more than having the conversation.
    """
    request = request_of_thread(thread)
    if request is None:
        return None
    place = Place(schedule=actor.may(Permission.REQUEST_SEE) and sees(actor, request))
    return Panel(TEMPLATE, {"decision": decision(actor, request, place=place)})


def decision(
    actor: Actor,
    request: AppointmentRequest,
    *,
    place: Place = ANYWHERE,
    search: Search = NO_SEARCH,
    said: Said = NOTHING_SAID,
) -> dict:
    """The panel's `decision`; its template says what is in it."""
    is_open = request.status in OPEN_REQUEST
    shown = {
        "key": str(request.pk),
        "title": words.title(request),
        "wish_text": words.wish(request),
        "stands": words.stands(request),
        "zone": words.zone(actor, request),
        "facts": words.facts(actor, request),
        "offer": words.offer(offered(actor, request)) if request.status == "proposed" else None,
        "decided": None if is_open else words.decided(request),
        "history": words.history(actor, request),
        "here": place.here,
        "back": place.back,
        "schedule_url": _url(actor, "request", request) if place.schedule else "",
        "elsewhere": not place.others,
        "typed": said.typed,
        "errors": said.errors,
    }
    if not may_decide(actor, request):
        return shown
    if not is_open:
        may_reopen = request.status in REQUEST_MOVES["reopen"][0]
        return {**shown, "reopen_url": _url(actor, "reopening", request) if may_reopen else ""}
    return {**shown, **_controls(actor, request, place, search, said)}


def _controls(actor: Actor, request: AppointmentRequest, place: Place, search: Search, said: Said) -> dict:
    controls = {
        "decline_url": _url(actor, "declination", request),
        "edit_url": _url(actor, "edition", request) if may_edit(actor, request) else "",
    }
    if request.kind == "cancel":
        approve = {
            "url": _url(actor, "approval", request),
            "says": _("Approving cancels the visit and tells the family."),
            "why": words.too_late(actor, request),
        }
        return {**controls, "approve": approve}
    lists = times(actor, request, place, search, said)
    return {**controls, "approve": lists.approving(), "propose": lists.proposing()}


def _url(actor: Actor, name: str, request: AppointmentRequest) -> str:
    return reverse(f"staff:scheduling:{name}", args=[actor.practice.slug, request.pk])
