"""What registration keeps: invitations and consents, and the runs that invite many at once."""

from registration.models.invitations import (
    CARRIERS,
    DELIVERIES,
    INVITATION_STATUSES,
    PROOFS,
    TRIES_AT_ONCE,
    TRIES_EVER,
    Consent,
    Invitation,
)
from registration.models.runs import LEFT_OUT, InviteLine, InviteRun

__all__ = [
    "CARRIERS",
    "DELIVERIES",
    "INVITATION_STATUSES",
    "LEFT_OUT",
    "PROOFS",
    "TRIES_AT_ONCE",
    "TRIES_EVER",
    "Consent",
    "Invitation",
    "InviteLine",
    "InviteRun",
]
