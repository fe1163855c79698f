"""What is being written, kept as it is typed, on both sides; and for staff, who is writing (R44, X41, T-33)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import draft_panel, selectors
from messaging.services import drafts as doors
from messaging.staff_views import center
from practice.access import STAFF
from practice.http import read_id, through


@require_POST
def save(request, thread):
    """Keep what is typed. Answers a page that does so by itself with when; anybody else with the window again."""
    found, window = _thread(request, thread), request.GET.get("window", "")
    draft = keep(request, found, window)
    if request.htmx:
        return HttpResponse(draft_panel.saved(request.actor, draft), content_type="text/plain")
    return _back(request, found, do=window)


@require_POST
def discard(request, thread):
    """Throw away what was typed, and close its window."""
    found, window = _thread(request, thread), request.GET.get("window", "")
    through(lambda: doors.discard_draft(by=request.actor, thread=found, window=window, request_key=_key(request)))
    messages.success(request, _("Draft discarded."))
    return _back(request, found)


@require_POST
def writing(request, thread):
    """The window is open, says its page by itself every few seconds; or it is `gone`."""
    found, window = center.find(request, thread), request.GET.get("window", "")
    said = {"window": window, "gone": _gone(request), "request_key": _key(request), "serial": _serial(request)}
    through(lambda: doors.show_writing(by=request.actor, thread=found, **said))
    return HttpResponse(status=204)


def keep(request, thread, window: str, **changed: list[str]):
    """Keep what this request brings for a window, but for what was `changed` in it. Returns the draft, if any."""
    said = {"window": window, "gone": _gone(request), "request_key": _key(request), "serial": _serial(request)}
    typed = dict(request.POST.lists()) | changed
    return through(lambda: doors.save_draft(by=request.actor, thread=thread, typed=typed, **said))


def _key(request):
    return read_id(request.POST.get("request_key", ""))


def _gone(request) -> bool:
    """Whether the page says it with its last breath."""
    return bool(request.GET.get("gone"))


def _serial(request) -> int:
    """How many things the page had said by then; 0 where it does not count."""
    said = request.GET.get("serial", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def _thread(request, thread_id):
    if request.actor.side == STAFF:
        return center.find(request, thread_id)
    found = selectors.own_thread(request.actor, request.patient, thread_id)
    if found is None:
        raise Http404
    return found


def _back(request, found, **query):
    if request.actor.side == STAFF:
        return center.back(request, found, **query)
    return redirect("my:messaging:thread", request.actor.practice.slug, request.patient.pk, found.pk)
