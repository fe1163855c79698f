"""Doors of inviting somebody to act for a patient."""

import uuid

from django.utils.translation import gettext_lazy

from practice import accounts, outbox
from practice.access import Actor, Permission
from practice.errors import announce_constraint
from practice.models import Contact, Patient
from practice.service import door
from registration import inviting, notices, tokens
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

    Refuses a patient who is not active, a minor's own login, an address that has access already, and one
    that stands for another record where the practice allows it one (`inviting`). The same
    `request_key` twice is one invitation.
    """
    patient = inviting.locked(by, patient)
    if request_key and (sent := Invitation.objects.visible_to(by).filter(nonce=request_key).first()):
        return sent
    email = accounts.canonical(email)
    inviting.refuse_unfit(by, patient, relationship)
    inviting.refuse_known(by, patient, email)
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
