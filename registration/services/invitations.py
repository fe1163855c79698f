"""Doors of inviting somebody to act for a patient."""

import uuid

from django.utils.translation import gettext as _, gettext_lazy

from practice import accounts, grants, outbox
from practice.access import Actor, Permission
from practice.errors import Refused, announce_constraint
from practice.models import AccessGrant, Contact, Patient
from practice.service import door
from registration import notices, tokens
from registration.ages import is_minor
from registration.models import Invitation

announce_constraint(
    "one_active_invitation_an_address",
    "invited-just-now",
    gettext_lazy("Somebody else has just invited this address. Look at the file again."),
    "email",
)


@door(Permission.ACCESS_MANAGE, "invitation.sent", keep=("relationship", "level"))
def invite(
    *,
    by: Actor,
    patient: Patient,
    name: str,
    email: str,
    relationship: str,
    level: str = "full",
    contact: Contact | None = None,
    request_key: uuid.UUID | None = None,
) -> Invitation:
    """Send an invitation to act for the patient; an earlier one to the same address stops working.

    Refuses a patient who is not active, a minor's own login, and an address that has access already. The same
    `request_key` twice is one invitation.
    """
    patient = Patient.objects.visible_to(by).select_for_update(no_key=True, of=("self",)).get(pk=patient.pk)
    if request_key and (sent := Invitation.objects.visible_to(by).filter(nonce=request_key).first()):
        return sent
    email = accounts.canonical(email)
    _refuse_unfit(by, patient, relationship)
    _refuse_known(by, patient, email)
    Invitation.objects.visible_to(by).filter(patient=patient, email=email, status="issued").update(status="replaced")
    invitation = Invitation.objects.create(
        practice=by.practice,
        patient=patient,
        contact=contact,
        name=name,
        email=email,
        relationship=relationship,
        level=level,
        nonce=request_key or uuid.uuid4(),
        issued_at=by.now,
        issued_by=by.user,
        expires_at=by.now + tokens.LIFE,
    )
    key = f"{notices.INVITED}:{invitation.pk}:{invitation.nonce}"
    outbox.put(practice=by.practice, notice=notices.INVITED, subject=invitation, recipient=None, key=key, now=by.now)
    return invitation


def _refuse_unfit(by: Actor, patient: Patient, relationship: str) -> None:
    grants.refuse_closed(patient)
    if relationship == "self" and is_minor(patient, by.today(by.practice.time_zone)):
        raise Refused("minor", _("A child is registered by a guardian: say who this is."), "relationship")


def _refuse_known(by: Actor, patient: Patient, email: str) -> None:
    held = AccessGrant.objects.visible_to(by).live(by.now).filter(patient=patient, user__email__iexact=email)
    if held.exists():
        raise Refused("already", _("This address already has access to the file."), "email")
