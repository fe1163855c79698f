"""Rows about the person in the address: a guardian's other child has an address of its own."""

from django.http import Http404

from practice.http import through
from practice.tenancy import find
from scheduling import selectors


def own(request, model, pk):
    """The row of this id about this person, or 404."""
    row = through(lambda: find(model, request.actor, pk))
    if row.patient_id != request.patient.pk:
        raise Http404
    return row


def own_visit(request, appointment_id):
    """This visit of the person in the address, or 404; a time that is only kept is none."""
    visit = selectors.visit_of(request.actor, request.patient, appointment_id)
    if visit is None:
        raise Http404
    return visit
