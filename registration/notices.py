"""The notices of this app, announced to the outbox at start-up."""

from datetime import datetime

from django.utils.translation import gettext as _

from practice import outbox
from practice.letters import compose
from registration import tokens
from registration.models import Invitation

INVITED = "patient.invited"


def announce() -> None:
    """Called from the app's `ready`."""
    outbox.announce(INVITED, invited)


def invited(row, now: datetime) -> outbox.Letter | None:
    """The link to the portal; None once it was used, replaced or ran out. Names nobody but the practice."""
    live = Invitation.objects.select_related("practice").live(now).filter(pk=row.subject_ref)
    invitation = live.first()
    if invitation is None or not row.key.endswith(str(invitation.nonce)):
        return None
    context = {
        "practice": invitation.practice,
        "name": invitation.name,
        "url": tokens.link(invitation),
        "link": _("Open the portal"),
        "days": tokens.LIFE.days,
    }
    return compose("registration/mail/patient_invited", context, invitation.email)
