"""The queue of requests: those in one status, page by page."""

from messaging import paging
from practice.access import Actor
from scheduling.models import AppointmentRequest
from scheduling.selectors.requests import requests
from scheduling.states import OPEN_REQUEST, REQUEST_STATUSES

PAGE = 25
ALL = "all"
CLOSED = tuple(status for status in REQUEST_STATUSES if status not in OPEN_REQUEST)


def queue(actor: Actor, status: str, after: str = "") -> paging.Page:
    """One page of the requests in a status that this actor may see: open ones oldest first, closed ones newest first.

    For `all` the open ones come before the closed ones, and the key names the part in which the page begins.
    """
    if status != ALL:
        return _part(actor, (status,), after)
    part, _tilde, key = after.partition("~")
    if part == "closed":
        return _named("closed", _part(actor, CLOSED, key))
    opened = _part(actor, OPEN_REQUEST, key if part == "open" else "")
    room = PAGE - len(opened.rows)
    if opened.after or not room:
        return _named("open", opened) if opened.after else paging.Page(opened.rows, "closed~")
    closed = _part(actor, CLOSED, "", room)
    return _named("closed", paging.Page([*opened.rows, *closed.rows], closed.after))


def queued(actor: Actor, status: str) -> int:
    """How many requests `queue` lists in all its pages."""
    found = AppointmentRequest.objects.visible_to(actor)
    return (found if status == ALL else found.filter(status=status)).count()


def _part(actor: Actor, statuses: tuple[str, ...], after: str, size: int = PAGE) -> paging.Page:
    is_open = statuses[0] in OPEN_REQUEST
    moment = "made_at" if is_open else "decided_at"
    return paging.page(requests(actor).filter(status__in=statuses), moment, after, size, oldest_first=is_open)


def _named(part: str, page: paging.Page) -> paging.Page:
    return paging.Page(page.rows, f"{part}~{page.after}" if page.after else "")
