"""Doors of families that do not want the portal (V23)."""

from practice.access import Actor, Permission
from practice.models import Patient
from practice.service import door
from registration import inviting


@door(Permission.ACCESS_MANAGE, "portal.declined")
def decline(*, by: Actor, patient: Patient) -> Patient:
    """Note that the family does not want the portal: runs of invites leave the patient out."""
    return _set(by, patient, at=by.now, who=by.user)


@door(Permission.ACCESS_MANAGE, "portal.wanted")
def want(*, by: Actor, patient: Patient) -> Patient:
    """Take that back."""
    return _set(by, patient, at=None, who=None)


def _set(by: Actor, patient: Patient, *, at, who) -> Patient:
    patient = inviting.locked(by, patient)
    patient.declined_at, patient.declined_by = at, who
    patient.save(update_fields=["declined_at", "declined_by"])
    return patient
