"""Rows about the person in the address: a guardian's other child has an address of its own."""

from django.http import Http404

from practice.http import through
from practice.tenancy import find


def own(request, model, pk):
    """The row of this id about this person, or 404."""
    row = through(lambda: find(model, request.actor, pk))
    if row.patient_id != request.patient.pk:
        raise Http404
    return row
