"""The notices of this app, announced to the outbox at start-up. They name nobody but the practice."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _, override

from practice import clock, letters, outbox
from registration import pins, tokens
from registration.models import Invitation

INVITED = "patient.invited"
REGISTERED = {"email": "patient.registered", "text": "patient.registered-by-text"}


def announce() -> None:
    """Called from the app's `ready`."""
    outbox.announce(INVITED, invited)
    outbox.announce(REGISTERED["email"], registered)
    outbox.announce(REGISTERED["text"], registered_by_text)


def invited(row, now: datetime) -> outbox.Letter | None:
    """The link to the portal; None once it was used, replaced or ran out."""
    invitation = _live(row, now)
    if invitation is None:
        return None
    context = {
        "practice": invitation.practice,
        "name": invitation.name,
        "url": tokens.link(invitation),
        "link": _("Open the portal"),
        "days": tokens.LIFE.days,
    }
    return letters.compose("registration/mail/patient_invited", context, invitation.email)


def registered(row, now: datetime) -> outbox.Letter | None:
    """The welcome: the link, and the PIN where the practice sends it along (V31). In the person's language."""
    invitation = _live(row, now)
    if invitation is None:
        return None
    with override(letters.language(invitation.language)):
        context = _welcome(invitation) | {"link": _("Create your account")}
        return letters.compose("registration/mail/patient_registered", context, invitation.email)


def registered_by_text(row, now: datetime) -> outbox.Letter | None:
    """The same in a few words, to a phone."""
    invitation = _live(row, now)
    if invitation is None:
        return None
    with override(letters.language(invitation.language)):
        words = render_to_string("registration/mail/patient_registered.text.txt", _welcome(invitation))
    return outbox.Letter(address=invitation.phone.as_e164, subject="", text=" ".join(words.split()))


def _live(row, now: datetime) -> Invitation | None:
    live = Invitation.objects.select_related("practice__settings").live(now).filter(pk=row.subject_ref)
    invitation = live.first()
    return invitation if invitation and row.key.endswith(str(invitation.nonce)) else None


def _welcome(invitation: Invitation) -> dict:
    practice, ends = invitation.practice, invitation.expires_at
    carries_pin = invitation.proof == "pin" and practice.settings.pin_in_message
    return {
        "practice": practice,
        "name": invitation.name,
        "url": tokens.link(invitation),
        "proof": invitation.proof,
        "pin": pins.spoken(invitation) if carries_pin else "",
        "until": clock.long_day(clock.local(ends, practice.time_zone).date()) if ends else "",
    }
