"""Doors of inviting somebody to act for a patient."""

import uuid

from django.utils.translation import gettext_lazy

from practice import accounts
from practice.access import Actor, Permission
from practice.errors import announce_constraint
from practice.models import Contact, Patient
from practice.models.patients import OPEN_STATUSES
from practice.service import door
from registration import inviting, issuing, tokens, trying
from registration.models import Invitation

announce_constraint(
    "one_active_invitation_an_address",
    "invited-just-now",
    gettext_lazy("Somebody else has just invited this address. Look at the file again."),
    "email",
)


OF_WHOM = ("practice", "patient", "contact", "name", "email", "relationship")
SAME_AGAIN = (*OF_WHOM, "level", "language", "on_file", "issued_by")


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
    whom = {"name": name, "email": email, "relationship": relationship, "level": level, "contact": contact}
    return issuing.link(by, patient, **whom, issued_by=by.user, nonce=request_key)


def _by_link(by: Actor, **_arguments) -> bool:
    """Nobody may do this for somebody else: the view speaks for the link, as a system actor."""
    return False


@door(None, "invitation.renewed", allow=_by_link)
def renew(*, by: Actor, invitation: Invitation) -> bool:
    """Send a new link in place of one that came too late; says whether one is sent.

    Only to the address on file, and only for an invitation that was neither used nor replaced (J8).
    """
    old = trying.locked(invitation)
    too_late = old.status == "issued" and old.expires_at is not None and old.expires_at <= by.now
    if not too_late or old.channel != "email" or old.proof != "birth_date" or not old.on_file:
        return False
    if old.email != trying.address_on_file(old) or old.patient.status not in OPEN_STATUSES:
        return False
    Invitation.objects.filter(pk=old.pk).update(status="replaced")
    times = {"issued_at": by.now, "expires_at": by.now + tokens.LIFE}
    facts = {name: getattr(old, name) for name in SAME_AGAIN}
    issuing.send(by, Invitation.objects.create(**facts, **times, nonce=uuid.uuid4()))
    return True
