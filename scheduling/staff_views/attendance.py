"""The day itself: one button a step, each of which can be taken back; and cancelling, which asks for a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from practice import clock
from practice.access import Permission
from practice.errors import Refused
from practice.http import back_to, invalid_status, page, posted, see, through
from practice.tenancy import find
from scheduling import services
from scheduling.models import Appointment
from scheduling.schedule_forms import CancelForm
from scheduling.staff_views import events, told


@dataclass(frozen=True)
class Step:
    door: Callable
    done: str


CONFIRM = Step(services.confirm, gettext_lazy("Confirmed: %(name)s."))
CHECK_IN = Step(services.check_in, gettext_lazy("Checked in: %(name)s."))
COMPLETE = Step(services.complete, gettext_lazy("Completed: %(name)s."))
NO_SHOW = Step(services.no_show, gettext_lazy("Noted that %(name)s did not come."))


@require_POST
def confirmation(request, appointment_id):
    """They say they will come."""
    return _step(request, appointment_id, CONFIRM)


@require_POST
def check_in(request, appointment_id):
    """They are here."""
    return _step(request, appointment_id, CHECK_IN)


@require_POST
def completion(request, appointment_id):
    """The visit has taken place."""
    return _step(request, appointment_id, COMPLETE)


@require_POST
def absence(request, appointment_id):
    """Nobody came."""
    return _step(request, appointment_id, NO_SHOW)


@require_POST
def step_back(request, appointment_id):
    """Undo the last step; `status` is the one the page showed."""
    visit = _visit(request, appointment_id)
    shown = request.POST.get("status") or request.GET.get("status", "")
    act = partial(services.take_back, by=request.actor, appointment=visit, status=shown)
    return _answer(request, visit, act, _("Taken back."), undo=False)


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request, appointment_id):
    """Cancel a visit, with a reason; asks first."""
    visit = _visit(request, appointment_id)
    see(request, Permission.APPOINTMENT_BOOK)
    form = CancelForm(posted(request))
    if form.submit(lambda: services.cancel(by=request.actor, appointment=visit, reason=form.cleaned_data["reason"])):
        messages.success(request, _("The visit is cancelled.") + " " + told.sentence(request.actor, visit.patient))
        return redirect(_back(request, visit))
    status = 409 if form.refusal else invalid_status(form)
    return page(request, "scheduling/staff/cancel.html", _question(request, visit, form), status=status)


def _step(request, appointment_id, step: Step):
    visit = _visit(request, appointment_id)
    act = partial(step.door, by=request.actor, appointment=visit)
    return _answer(request, visit, act, step.done, undo=True)


def _answer(request, visit: Appointment, act: Callable, said: str, *, undo: bool):
    """Do it and go back; when something came in between, say so beside the card, which shows how things are now."""
    try:
        done = through(act)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return events.visit_page(request, _visit(request, visit.pk), status=409)
    undo_url = _undo_url(request, done) if undo else ""
    messages.success(request, said % {"name": done.patient.name}, extra_tags=undo_url)
    return redirect(_back(request, done))


def _visit(request, appointment_id) -> Appointment:
    return through(lambda: find(Appointment, request.actor, appointment_id))


def _undo_url(request, visit: Appointment) -> str:
    path = reverse("staff:scheduling:step_back", args=[request.actor.practice.slug, visit.pk])
    return f"{path}?{urlencode({'status': visit.status, 'next': _back(request, visit)})}"


def _back(request, visit: Appointment) -> str:
    return back_to(request, reverse("staff:scheduling:appointment", args=[request.actor.practice.slug, visit.pk]))


def _question(request, visit: Appointment, form: CancelForm) -> dict:
    free_again = _("%(when)s with %(provider)s becomes free again.") % {
        "when": clock.moment(visit.starts_at, visit.location.zone),
        "provider": visit.provider.name,
    }
    return {
        "title": _("Cancel the visit of %(name)s?") % {"name": visit.patient.name},
        "text": f"{free_again} {told.sentence(request.actor, visit.patient)}",
        "submit": _("Cancel the visit"),
        "danger": True,
        "cancel_url": _back(request, visit),
        "form": form,
    }
