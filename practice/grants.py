"""Room: access grants, the only link between a login and a chart. Those of one practice change one after another."""

from datetime import timedelta

from django.utils.translation import gettext as _

from practice import email_policy
from practice.access import Actor
from practice.errors import Refused
from practice.models import AccessGrant, Patient, User
from practice.models.patients import OPEN_STATUSES

UNDO = timedelta(days=7)  # for so long an ending can be taken back


def give(
    *, by: Actor, user: User, patient: Patient, relationship: str, level: str, granted_by: User | None = None
) -> AccessGrant:
    """Let `user` act for `patient` from now on.

    Refuses (`already`) when they do already, also where that begins later, (`not-active`) when the record is not open
    to anybody, and (`one-record`) a second record where the practice allows a login one.
    """
    email_policy.lock(by)
    patient = Patient.objects.of(by.practice).get(pk=patient.pk)
    refuse_closed(patient)
    refuse_second(by, user, patient)
    email_policy.refuse_second_record(by, user, patient)
    return AccessGrant.objects.create(
        practice=by.practice,
        user=user,
        patient=patient,
        relationship=relationship,
        level=level,
        starts_at=by.now,
        granted_by=granted_by or by.user,
    )


def give_back(*, by: Actor, grant: AccessGrant) -> None:
    """Let the ending of this grant not have been, with everything as it was planned before.

    Refuses (`already`) where the login was given access to the record again, and (`one-record`) as `give` does.
    """
    refuse_second(by, grant.user, grant.patient)
    email_policy.refuse_second_record(by, grant.user, grant.patient)
    grant.ends_at, grant.ends_before = grant.ends_before, None
    grant.ended_at, grant.ended_by, grant.ended_reason = None, None, ""
    grant.changed_at, grant.changed_by = by.now, by.user
    grant.save()


def refuse_closed(patient: Patient) -> None:
    """Refuse (`not-active`) a patient whose record cannot be opened from the portal (T-19)."""
    if patient.status not in OPEN_STATUSES:
        raise Refused("not-active", _("Only active patients are invited. Change the status on the file first."))


def refuse_second(by: Actor, user: User, patient: Patient) -> None:
    """Refuse (`already`) a login that acts for the patient now or will."""
    if AccessGrant.objects.of(by.practice).not_over(by.now).filter(user=user, patient=patient).exists():
        raise Refused("already", _("This login already acts for the patient."))
