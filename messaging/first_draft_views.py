"""What is being written in a new message, kept as it is typed: by a patient's people about a topic, or by staff."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import draft_panel
from messaging.services import drafts as doors
from practice.access import STAFF
from practice.http import read_id, through
from practice.selectors import patients

WRITE = "write"


@require_POST
def save(request, topic=WRITE):
    """Keep what is typed. Answers a page that does so by itself with when; anybody else with the form again."""
    patient = _patient(request)
    draft = keep(request, patient, topic)
    if request.htmx:
        return HttpResponse(draft_panel.saved(request.actor, draft), content_type="text/plain")
    return redirect(draft_panel.form_url(request.actor, patient, topic))


@require_POST
def discard(request, topic=WRITE):
    """Throw away what was typed; the form begins anew."""
    patient = _patient(request)
    end(request, patient, topic)
    messages.success(request, _("Draft discarded."))
    return redirect(draft_panel.form_url(request.actor, patient, topic))


def keep(request, patient, window: str, **changed: list[str]):
    """Keep what this request brings for a window, but for what was `changed` in it. Returns the draft, if any."""
    typed, key = dict(request.POST.lists()) | changed, read_id(request.POST.get("request_key", ""))
    said = {"patient": patient, "window": window, "typed": typed, "request_key": key}
    return through(lambda: doors.save_first_draft(by=request.actor, **said))


def bring(request, patient, window: str, typed: dict[str, list[str]]) -> None:
    """Keep in this window what was typed elsewhere."""
    through(lambda: doors.save_first_draft(by=request.actor, patient=patient, window=window, typed=typed))


def end(request, patient, window: str) -> None:
    """There is no draft in this window any more, whatever its form still brings."""
    key = read_id(request.POST.get("request_key", ""))
    through(lambda: doors.discard_first_draft(by=request.actor, patient=patient, window=window, request_key=key))


def _patient(request):
    if request.actor.side == STAFF:
        return through(lambda: patients.patient(request.actor, read_id(request.GET.get("patient", ""))))
    return request.patient
