"""Room: an invitation with a link is made and its message is put in the outbox."""

from uuid import UUID, uuid4

from practice import accounts, outbox
from practice.access import Actor
from practice.models import Contact, Patient, User
from registration import notices, tokens
from registration.models import Invitation


def link(
    by: Actor,
    patient: Patient,
    *,
    name: str,
    email: str,
    relationship: str,
    contact: Contact | None,
    issued_by: User,
    level: str = "full",
    nonce: UUID | None = None,
    group: UUID | None = None,
    with_message: bool = True,
) -> Invitation:
    """Send a link to act for the patient; an earlier invitation to the same address stops working.

    Without a message that of another invitation of the same `group` speaks for this one too.
    """
    Invitation.objects.of(by.practice).filter(patient=patient, email=email, status="issued").update(status="replaced")
    invitation = Invitation.objects.create(
        practice=by.practice,
        patient=patient,
        contact=contact,
        name=name,
        email=email,
        relationship=relationship,
        level=level,
        group=group,
        on_file=email == accounts.canonical((contact or patient).email),
        language=(contact or patient).language,
        nonce=nonce or uuid4(),
        issued_at=by.now,
        issued_by=issued_by,
        expires_at=by.now + tokens.LIFE,
    )
    if with_message:
        send(by, invitation)
    return invitation


def send(by: Actor, invitation: Invitation) -> None:
    """Put the message with the link in the outbox."""
    key = f"{notices.INVITED}:{invitation.pk}:{invitation.nonce}"
    outbox.put(practice=by.practice, notice=notices.INVITED, subject=invitation, recipient=None, key=key, now=by.now)
