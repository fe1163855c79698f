"""Room: access grants, the only link between a login and a chart."""

from django.utils.translation import gettext as _

from practice.access import Actor
from practice.errors import Refused
from practice.models import AccessGrant, Patient, Practice, User


def give(
    *, by: Actor, user: User, patient: Patient, relationship: str, level: str, granted_by: User | None = None
) -> AccessGrant:
    """Let `user` act for `patient` from now on. Refuses (`already`) when they do already.

    Grants of one practice change one after another, so two acceptances at once cannot make two.
    """
    Practice.objects.select_for_update(no_key=True).get(pk=patient.practice_id)
    if AccessGrant.objects.of(by.practice).live(by.now).filter(user=user, patient=patient).exists():
        raise Refused("already", _("This login already acts for the patient."))
    return AccessGrant.objects.create(
        practice=by.practice,
        user=user,
        patient=patient,
        relationship=relationship,
        level=level,
        starts_at=by.now,
        granted_by=granted_by or by.user,
    )
