"""Whether a family wants the portal, from the Patient File's `Portal access`."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practice.http import through
from practice.selectors import patients
from registration.services import declining as doors


@require_POST
def declining(request, pk):
    """The family does not want the portal, or wants it again (`wanted`)."""
    patient = through(lambda: patients.patient(request.actor, pk))
    if request.POST.get("wanted"):
        through(lambda: doors.want(by=request.actor, patient=patient))
        messages.success(request, _("%(name)s can be invited again.") % {"name": patient.name})
    else:
        through(lambda: doors.decline(by=request.actor, patient=patient))
        messages.success(request, _("%(name)s is left out when you invite patients.") % {"name": patient.name})
    return redirect("staff:portal:access", request.actor.practice.slug, patient.pk)
