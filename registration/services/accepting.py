"""Doors of getting in: an invitation's link is opened, and the birth date proves it reached the right hands."""

from datetime import date

from django.utils.translation import gettext as _

from practice import accounts, grants
from practice.access import Actor
from practice.errors import Refused
from practice.models import AccessGrant, TermsText, User
from practice.service import door
from registration import tokens
from registration.models import Consent, Invitation


def _by_link(by: Actor, **_arguments) -> bool:
    """Nobody may do this for somebody else: the view speaks for the link, as a system actor."""
    return False


@door(None, "invitation.birth-date", allow=_by_link)
def prove(*, by: Actor, invitation: Invitation, born_on: date) -> bool:
    """Whether this is the patient's birth date. Wrong answers are counted; the fifth locks the invitation.

    Answers instead of refusing, as a refusal would take the count back.
    """
    invitation = _locked(invitation)
    if not _is_live(invitation, by):
        return False
    if invitation.patient.born_on == born_on:
        return True
    invitation.tries += 1
    if invitation.tries >= tokens.TRIES:
        invitation.status = "locked"
    invitation.save(update_fields=["tries", "status"])
    return False


@door(None, "invitation.accepted", allow=_by_link)
def accept(
    *, by: Actor, invitation: Invitation, texts: list[TermsText], name: str = "", password: str = ""
) -> AccessGrant:
    """Use the invitation: `by.user`'s login, or a new one with this name and password, acts for the patient.

    `texts` are the published texts they agreed to. Refuses (`over`) a link that was used or replaced meanwhile.
    """
    invitation = _locked(invitation)
    if not _is_live(invitation, by):
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
    invitation.status, invitation.used_at, invitation.used_by = "used", by.now, user
    invitation.save(update_fields=["status", "used_at", "used_by"])
    return grant


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(no_key=True, of=("self",)).select_related("patient", "issued_by")
    return rows.get(pk=invitation.pk)


def _is_live(invitation: Invitation, by: Actor) -> bool:
    return invitation.status == "issued" and invitation.expires_at > by.now


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
