"""Room: tries at an invitation, whichever way somebody comes: by its link, or with its PIN.

Five wrong answers close it for half an hour, five more for good. The count is the invitation's own: no other source, no
other victim and no waiting gives more tries, and what is wrong always looks the same.
"""

from datetime import datetime, timedelta

from practice import accounts
from practice.models.patients import OPEN_STATUSES
from registration.models import TRIES_AT_ONCE, TRIES_EVER, Invitation

LOCKED_FOR = timedelta(minutes=30)


def locked(invitation: Invitation) -> Invitation:
    """The invitation as it is now, its row locked until the transaction ends."""
    rows = Invitation.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("practice", "patient", "issued_by", "contact").get(pk=invitation.pk)


def is_open(invitation: Invitation, now: datetime) -> bool:
    """Whether somebody can come by it now: it was not used up, replaced, too old, or tried too often.

    Nobody comes to the record of a patient who is inactive or has died (T-19). One that went to the address on file is
    dead once another address is on file.
    """
    in_time = invitation.expires_at is None or invitation.expires_at > now
    usable = invitation.status == "issued" and in_time and not is_locked(invitation, now)
    return usable and invitation.patient.status in OPEN_STATUSES and _is_at_home(invitation)


def _is_at_home(invitation: Invitation) -> bool:
    return not invitation.on_file or invitation.email == address_on_file(invitation)


def address_on_file(invitation: Invitation) -> str:
    """The address the file has now for whom the invitation went to."""
    return accounts.canonical((invitation.contact or invitation.patient).email)


def is_locked(invitation: Invitation, now: datetime) -> bool:
    """Whether it was tried too often, for a while or for good."""
    for_a_while = invitation.locked_until is not None and invitation.locked_until > now
    return invitation.status == "locked" or (invitation.status == "issued" and for_a_while)


def count_wrong(invitation: Invitation, now: datetime) -> None:
    """One wrong answer more, under the invitation's lock."""
    invitation.tries += 1
    if invitation.tries >= TRIES_EVER:
        invitation.status = "locked"
    elif invitation.tries == TRIES_AT_ONCE:
        invitation.locked_until = now + LOCKED_FOR
    invitation.save(update_fields=["tries", "status", "locked_until"])


def use(invitation: Invitation, user, now: datetime) -> None:
    """Somebody came by it, under the invitation's lock; after the last of its uses it is used."""
    invitation.uses += 1
    invitation.used_at, invitation.used_by = now, user
    if invitation.most_uses is not None and invitation.uses >= invitation.most_uses:
        invitation.status = "used"
    invitation.save(update_fields=["uses", "status", "used_at", "used_by"])
