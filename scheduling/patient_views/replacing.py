"""`Change request`: the page that asked is filled in with what was asked, and what it sends replaces that (V32)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.access import Permission
from practice.http import read_id, see
from scheduling import moments, preferences, selectors
from scheduling.models import AppointmentRequest
from scheduling.patient_forms import PreferencesForm
from scheduling.patient_views import steps
from scheduling.patient_views.choices import ANYONE
from scheduling.patient_views.own import own

ASK = {"reschedule": "rescheduling", "cancel": "cancellation"}


@require_safe
def change(request, request_id):
    """Lead from a request to the page that asked for it, with the answers given then."""
    see(request, Permission.REQUEST_MAKE)
    asked = own(request, AppointmentRequest, request_id)
    if not selectors.may_withdraw(request.actor, asked):
        raise Http404
    if not selectors.may_replace(request.actor, asked):
        messages.info(request, _("This request cannot be changed any more. See below what became of it."))
        return redirect("my:scheduling:appointments", request.actor.practice.slug, request.patient.pk)
    if asked.kind == "schedule":
        return redirect(steps.url(request, "times", [*_answers(asked), *_times(asked), ("replaces", asked.pk)]))
    args = [request.actor.practice.slug, request.patient.pk, asked.appointment_id]
    return redirect(reverse(f"my:scheduling:{ASK[asked.kind]}", args=args, query={"replaces": asked.pk}))


def named(request, *, about=None) -> AppointmentRequest | None:
    """The request that a page or a sent form names as the one to replace; 404 unless it is one's own, and `about` this.

    It may have been decided meanwhile: that is for the door to refuse, with what was written at hand.
    """
    given = request.POST.get("replaces") or request.GET.get("replaces")
    if not given:
        return None
    asked = selectors.request_of(request.actor, request.patient, read_id(given))
    if asked is None or not selectors.may_withdraw(request.actor, asked) or not _is_about(asked, about):
        raise Http404
    return asked


def standing(actor, patient, about) -> AppointmentRequest | None:
    """One's own open request about a visit: the one that asking again could replace."""
    rows = selectors.requests_of(actor, patient).filter(appointment=about)
    return next((row for row in rows if selectors.may_replace(actor, row)), None)


def times_asked(asked: AppointmentRequest | None) -> QueryDict:
    """The times it names, as its form would send them again; none where there is no request."""
    return QueryDict(urlencode(_times(asked) if asked else ()))


def _is_about(asked: AppointmentRequest, visit) -> bool:
    return asked.kind == "schedule" if visit is None else (asked.kind in ASK and asked.appointment_id == visit.pk)


def _answers(asked: AppointmentRequest) -> list[tuple[str, object]]:
    return [
        ("case", asked.case_id),
        ("visit_type", asked.visit_type_id),
        ("location", asked.location_id),
        ("provider", asked.provider_id or ANYONE),
    ]


def _times(asked: AppointmentRequest) -> list[tuple[str, object]]:
    if asked.wish == "next_available":
        return [("next_available", "1")]
    starts = asked.slots.order_by("position").values_list("starts_at", flat=True)
    return [*(("slot", moments.write(start)) for start in starts), *PreferencesForm.saying(preferences.of(asked))]
