"""Doors of getting in: an invitation's link is opened, and the birth date proves it reached the right hands."""

from datetime import date

from django.utils.translation import gettext as _

from practice import accounts, grants
from practice.access import Actor
from practice.errors import Refused
from practice.models import AccessGrant, TermsText, User
from practice.service import door
from registration import trying
from registration.models import Consent, Invitation


def _by_link(by: Actor, **_arguments) -> bool:
    """Nobody may do this for somebody else: the view speaks for the link, as a system actor."""
    return False


@door(None, "invitation.birth-date", allow=_by_link)
def prove(*, by: Actor, invitation: Invitation, born_on: date) -> bool:
    """Whether this is the patient's birth date. Wrong answers are counted (`trying`).

    Answers instead of refusing, as a refusal would take the count back.
    """
    invitation = trying.locked(invitation)
    if not trying.is_open(invitation, by.now):
        return False
    if invitation.patient.born_on == born_on:
        return True
    trying.count_wrong(invitation, by.now)
    return False


@door(None, "invitation.accepted", allow=_by_link)
def accept(
    *, by: Actor, invitation: Invitation, texts: list[TermsText], name: str = "", password: str = ""
) -> AccessGrant:
    """Use the invitation: `by.user`'s login, or a new one with this name and password, acts for the patient.

    `texts` are the published texts they agreed to. Refuses (`over`) a link that was used or replaced meanwhile.
    """
    invitation = trying.locked(invitation)
    if not trying.is_open(invitation, by.now):
        raise Refused("over", _("This link no longer works. Ask the practice to send a new one."))
    user = by.user or _login(invitation, name, password, by)
    grant = grants.give(
        by=by,
        user=user,
        patient=invitation.patient,
        relationship=invitation.relationship,
        level=invitation.level,
        granted_by=invitation.issued_by,
    )
    for text in texts:
        Consent.objects.create(
            practice=by.practice, user=user, patient=invitation.patient, text=text, accepted_at=by.now
        )
    trying.use(invitation, user, by.now)
    return grant


def _login(invitation: Invitation, name: str, password: str, by: Actor) -> User:
    user = accounts.find(invitation.email)
    if user is None:
        return accounts.create_user(name=name, email=invitation.email, password=password, now=by.now)
    if user.has_usable_password():
        raise Refused("sign-in", _("This address has a login already. Sign in with it."))
    user.name = name
    user.save(update_fields=["name"])
    accounts.set_password(user, password)
    return user
