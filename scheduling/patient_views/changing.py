"""Asking the practice to move or to cancel a visit. It stands until they approve."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice.access import Permission
from practice.errors import Refused
from practice.http import page, posted, see
from scheduling import selectors, services
from scheduling.models import Appointment, AppointmentRequest
from scheduling.patient_forms import ChangeForm
from scheduling.patient_views import change_pages, replacing, review, times
from scheduling.patient_views.own import own_visit

CHANGE = "scheduling/patient/change.html"
CLOSED = "scheduling/patient/change_closed.html"


@dataclass
class Asking:
    """What the page is about: a visit, what can be asked about it, and the request that would be replaced."""

    visit: Appointment
    change: selectors.Change
    replaces: AppointmentRequest | None

    @property
    def initial(self) -> dict:
        """The words of the request that is being changed."""
        return {"reason": self.replaces.reason, "replaces": self.replaces.pk} if self.replaces else {}


@require_http_methods(["GET", "POST"])
def rescheduling(request, appointment_id):
    """`Reschedule`: which other times would suit. Pressing another day sends nothing and keeps what was written."""
    asking = _asking(request, appointment_id)
    move = change_pages.Move(actor=request.actor, visit=asking.visit, replaces=asking.replaces)
    if request.method == "GET":
        move.begin(replacing.times_asked(asking.replaces))
    else:
        move.read_times(request.POST)
    if request.method == "GET" or "day" in request.POST:
        if asking.change.no_moving:
            return _closed(request, asking, asking.change.no_moving, "reschedule")
        form = ChangeForm(initial=asking.initial if request.method == "GET" else request.POST.dict())
        return _ask_to_move(request, asking, move, form)
    form, missed = ChangeForm(request.POST), times.unanswered(move)
    sent = None if missed else form.submit(lambda: _send(request, asking, "reschedule", form, move.starts))
    if sent:
        return _sent(request, sent)
    if _would_replace(request, asking, form):
        move.replaces = asking.replaces
    elif _cannot_be_asked(form):
        return _closed(request, asking, form.refusal, "reschedule", form)
    return _ask_to_move(request, asking, move, form, missed, status=form.refused_status)


@require_http_methods(["GET", "POST"])
def cancellation(request, appointment_id):
    """`Cancel`: why, for whoever wants to say it."""
    asking = _asking(request, appointment_id)
    if request.method == "GET" and asking.change.no_cancelling:
        return _closed(request, asking, asking.change.no_cancelling, "cancel")
    form = ChangeForm(posted(request), initial=asking.initial)
    sent = form.submit(lambda: _send(request, asking, "cancel", form))
    if sent:
        return _sent(request, sent)
    if form.refusal and not form.emergency and not _would_replace(request, asking, form):
        return _closed(request, asking, form.refusal, "cancel", form)
    context = change_pages.cancellation(request, asking.visit, form, asking.replaces)
    if asking.replaces and not asking.change.no_moving:
        context |= _other(request, asking, "rescheduling", _("Ask to move it instead"))
    return page(request, CHANGE, context, status=form.refused_status if form.errors else 200)


def _ask_to_move(request, asking: Asking, move, form, missed: str = "", *, status: int = 200):
    context = change_pages.rescheduling(request, move, form, missed)
    if asking.replaces:
        context |= _other(request, asking, "cancellation", _("Ask to cancel it instead"))
    return page(request, CHANGE, context, fragment="scheduling/patient/_slots.html", status=status)


def _asking(request, appointment_id) -> Asking:
    see(request, Permission.REQUEST_MAKE)
    visit = own_visit(request, appointment_id)
    replaces = replacing.named(request, about=visit)
    change = selectors.changes(request.actor, [visit], replacing=replaces).get(visit.pk)
    if change is None:
        raise Http404
    return Asking(visit, change, replaces)


def _send(request, asking: Asking, kind: str, form, starts=()):
    return services.request_change(
        by=request.actor,
        appointment=asking.visit,
        kind=kind,
        starts=list(starts),
        reason=form.cleaned_data["reason"],
        replaces=asking.replaces,
        acknowledged=form.cleaned_data["acknowledged"],
        request_key=form.cleaned_data["request_key"],
    )


def _cannot_be_asked(form) -> bool:
    """Whether it was refused for what neither another time nor other words would change."""
    refusal = form.refusal
    return bool(refusal and not form.emergency and refusal.field != "reason" and not review.about_times(refusal))


def _would_replace(request, asking: Asking, form) -> bool:
    """Whether it was refused for the sender's own open request: sent again, and knowingly, it replaces that."""
    if form.refusal is None or form.refusal.code != "request_exists":
        return False
    asking.replaces = replacing.standing(request.actor, request.patient, asking.visit)
    if asking.replaces is None:
        return False
    form.data = form.data.copy()
    form.data["replaces"] = str(asking.replaces.pk)
    return True


def _sent(request, made):
    return redirect("my:scheduling:request_sent", request.actor.practice.slug, request.patient.pk, made.pk)


def _closed(request, asking: Asking, refusal: Refused, kind: str, form=None):
    """This cannot be asked online now: why, whom to call, and what was written."""
    change = selectors.changes(request.actor, [asking.visit])[asking.visit.pk]
    context = change_pages.closed(request, asking.visit, refusal, form)
    if kind == "reschedule" and change.no_cancelling is None:
        context["cancel_url"] = change_pages.url(request, "cancellation", asking.visit)
    if change.request and selectors.may_replace(request.actor, change.request):
        args = [request.actor.practice.slug, request.patient.pk, change.request.pk]
        context["change_url"] = reverse("my:scheduling:request_change", args=args)
    return page(request, CLOSED, context, status=409)


def _other(request, asking: Asking, name: str, words: str) -> dict:
    return {"other_url": change_pages.url(request, name, asking.visit, replaces=asking.replaces.pk), "other": words}
