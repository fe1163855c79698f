"""PINs as they stand on paper, and what people do with them."""

import uuid

from registration import pins
from registration.models import Invitation


def paper(patient, by, **facts) -> Invitation:
    """A PIN for this patient that was printed and not sent."""
    facts = {"name": "Ines Quist", "relationship": "mother", "channel": "none", "proof": "pin", **facts}
    made = Invitation(
        practice=patient.practice, patient=patient, nonce=uuid.uuid4(), issued_at=by.now, issued_by=by.user, **facts
    )
    if made.proof == "pin":
        made.pin_digest = pins.digest(patient.practice, pins.pin(made))
    made.save(force_insert=True)
    return made


def type_pin(client, invitation, pin="", born_on=None, practice="maple", whose="child"):
    """Type the PIN on the public page."""
    typed = {"whose": whose, "pin": pin or pins.spoken(invitation)}
    born_on = born_on or invitation.patient.born_on
    return client.post(f"/pin/{practice}/", {**typed, "born_on": born_on.isoformat()})


NEWCOMER = {
    "relationship": "mother",
    "name": "Ines Quist",
    "email": "ines@example.org",
    "username": "",
    "password": "four dull grey pebbles",
    "terms": "on",
}


def make_account(client, practice="maple", **facts):
    """Fill in the second page."""
    return client.post(f"/pin/{practice}/account/", {**NEWCOMER, **facts})


def add_child(client, me, invitation, **facts):
    """Type the PIN under Account, signed in and acting for `me`."""
    typed = {"pin": pins.spoken(invitation), "born_on": invitation.patient.born_on.isoformat()}
    typed |= {"relationship": "mother", "terms": "on"}
    return client.post(f"/my/maple/{me.pk}/account/children/new/", {**typed, **facts})
