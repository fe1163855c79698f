"""Offer the patient other times, which are kept for a while."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduling import panel, services
from scheduling.forms import ProposeForm
from scheduling.staff_views import request_card
from scheduling.staff_views.decisions import done, find_request


@require_POST
def proposal(request, request_id):
    """Up to three times and a note; the patient takes one of them, or none."""
    row = find_request(request, request_id)
    form = ProposeForm(request.POST)
    if form.submit(lambda: _propose(request.actor, row, form.cleaned_data)):
        return done(request, row, _("Proposed: the times are kept, and the patient is told."))
    return request_card.refused(request, row, form)


def _propose(actor, row, said: dict):
    times = panel.read_times(actor, said["times"])
    return services.propose(by=actor, request=row, times=times, note=said["note"])
