"""Asking the practice to move or to cancel a visit. It stands until they approve."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from practice.access import Permission
from practice.http import invalid_status, page, posted, see
from scheduling import selectors, services
from scheduling.patient_forms import ChangeForm
from scheduling.patient_views import change_pages, review, times
from scheduling.patient_views.own import own_visit

CHANGE = "scheduling/patient/change.html"
CLOSED = "scheduling/patient/change_closed.html"


@require_http_methods(["GET", "POST"])
def rescheduling(request, appointment_id):
    """`Reschedule`: which other times would suit. Pressing another day sends nothing and keeps what was written."""
    visit, change = _changeable(request, appointment_id)
    move = change_pages.Move(actor=request.actor, visit=visit)
    move.read_times(request.POST)
    if request.method == "GET" or "day" in request.POST:
        if change.no_moving:
            return _closed(request, visit, change.no_moving, "reschedule")
        context = change_pages.rescheduling(request, move, ChangeForm(initial=request.POST.dict()))
        return page(request, CHANGE, context, fragment="scheduling/patient/_slots.html")
    form, missed = ChangeForm(request.POST), times.unanswered(move)
    sent = None if missed else form.submit(lambda: _send(request, visit, "reschedule", form, move.starts))
    if sent:
        return _sent(request, sent)
    if form.refusal and form.refusal.field != "reason" and not review.about_times(form.refusal):
        return _closed(request, visit, form.refusal, "reschedule", form)
    context = change_pages.rescheduling(request, move, form, missed)
    return page(request, CHANGE, context, status=409 if form.refusal else 422)


@require_http_methods(["GET", "POST"])
def cancellation(request, appointment_id):
    """`Cancel`: why, for whoever wants to say it."""
    visit, change = _changeable(request, appointment_id)
    if request.method == "GET" and change.no_cancelling:
        return _closed(request, visit, change.no_cancelling, "cancel")
    form = ChangeForm(posted(request))
    sent = form.submit(lambda: _send(request, visit, "cancel", form))
    if sent:
        return _sent(request, sent)
    if form.refusal:
        return _closed(request, visit, form.refusal, "cancel", form)
    return page(request, CHANGE, change_pages.cancellation(request, visit, form), status=invalid_status(form))


def _changeable(request, appointment_id):
    """The visit and what can be asked about it."""
    see(request, Permission.REQUEST_MAKE)
    visit = own_visit(request, appointment_id)
    change = selectors.changes(request.actor, [visit]).get(visit.pk)
    if change is None:
        raise Http404
    return visit, change


def _send(request, visit, kind: str, form, starts=()):
    return services.request_change(
        by=request.actor,
        appointment=visit,
        kind=kind,
        starts=list(starts),
        reason=form.cleaned_data["reason"],
        request_key=form.cleaned_data["request_key"],
    )


def _sent(request, made):
    return redirect("my:scheduling:request_sent", request.actor.practice.slug, request.patient.pk, made.pk)


def _closed(request, visit, refusal, kind: str, form=None):
    """This cannot be asked online now: why, whom to call, and what was written."""
    change = selectors.changes(request.actor, [visit])[visit.pk]
    context = change_pages.closed(request, visit, refusal, form)
    if kind == "reschedule" and change.no_cancelling is None:
        context["cancel_url"] = change_pages.url(request, "cancellation", visit)
    return page(request, CLOSED, context, status=409)
