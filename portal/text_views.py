"""Recording on a Patient File that a number wants no texts, or wants them again."""

import phonenumbers
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.chart_views import found
from practice.access import Permission
from practice.forms.texts import NumberForm
from practice.http import back_to, see, through
from practice.services import texts as doors


@require_POST
def stop(request, pk):
    """No more texts to this number."""
    return _record(request, pk, doors.stop, _("No more texts are sent to %(number)s."))


@require_POST
def allow(request, pk):
    """Texts to this number again."""
    return _record(request, pk, doors.allow, _("Texts are sent to %(number)s again."))


def _record(request, pk, door, said: str):
    see(request, Permission.PATIENT_EDIT)
    patient, form = found(request, pk), NumberForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["phone"]
        through(lambda: door(by=request.actor, patient=patient, phone=number))
        messages.success(request, said % {"number": _as_written(number)})
    else:
        messages.error(request, " ".join(form.errors["phone"]))
    default = reverse("staff:portal:access", args=[request.actor.practice.slug, patient.pk])
    return redirect(back_to(request, default))


def _as_written(number: str) -> str:
    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.NATIONAL)
