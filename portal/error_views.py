"""The pages shown when something is wrong."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from practice import parking
from practice.selectors.public import as_seen
from practice.standing import RecordClosed

# SQLSTATEs of a server that goes away or is not ready; a deadlock or a time-out is an OperationalError too.
_AWAY_STATES = ("08", "57P")


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    """Nothing there; whoever acted for the patient once is told that this is over, and whom to ask."""
    if isinstance(exception, RecordClosed):
        context = {"practice": as_seen(exception.practice)}
        return render(request, "portal/public/record_closed.html", context, status=404)
    return render(request, "404.html", status=404)


def server_error(request):
    """A fault of ours, or the database is away: then what was typed is handed back (settled 12)."""
    if database_away(sys.exc_info()[1]):
        return unavailable(request)
    context = {"reference": getattr(request, "id", "")}
    return HttpResponse(render_to_string("500.html", context), status=500)


def database_away(error: BaseException | None) -> bool:
    """Whether this error, or what led to it, says that the database cannot be reached."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            state = getattr(error.__cause__, "pgcode", None)
            return state is None or state.startswith(_AWAY_STATES)
        error = error.__cause__ or error.__context__
    return False


def unavailable(request: HttpRequest):
    """503, drawn without the database: the submitted fields, escaped, and the way to send them again."""
    if request.path.startswith("/api/"):
        body = {"code": "unavailable", "message": "The records cannot be reached right now. Try again in a minute."}
        return JsonResponse(body, status=503, headers={"Retry-After": "30"})
    posted = request.method == "POST"
    context = {
        "action": request.get_full_path(),
        "fields": parking.fields_of(parking.pairs_of(request)) if posted else [],
        "multipart": bool(posted and request.FILES),
    }
    body = render_to_string("503.html", context)
    return HttpResponse(body, status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"})


def csrf_failure(request, reason=""):
    """A form from a page older than the last sign-in. Our own page's text is handed back; a foreign one's is not."""
    fields = parking.fields_of(parking.pairs_of(request)) if _from_our_page(request) else []
    if any(field.label for field in fields):
        context = {"action": request.get_full_path(), "fields": [one for one in fields if one.name != parking.TOKEN]}
        return render(request, "portal/public/again.html", context, status=403)
    return render(request, "portal/public/stale.html", status=403)


def _from_our_page(request) -> bool:
    # Browsers set this header themselves; a page of another site cannot.
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
