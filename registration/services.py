"""How people get in: an invitation is sent, its link is opened, the birth date proves it reached the right hands."""

import uuid
from datetime import date

from django.utils.translation import gettext as _, gettext_lazy

from practice import accounts, grants, outbox
from practice.access import Actor, Permission
from practice.errors import Refused, announce_constraint
from practice.models import AccessGrant, Contact, Patient, TermsText, User
from practice.service import door
from registration import notices, tokens
from registration.ages import is_minor
from registration.models import Consent, Invitation

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

    Refuses a patient who is not active, a minor's own login, and an address that has access already. The same
    `request_key` twice is one invitation.
    """
    patient = Patient.objects.visible_to(by).select_for_update(no_key=True, of=("self",)).get(pk=patient.pk)
    if request_key and (sent := Invitation.objects.visible_to(by).filter(nonce=request_key).first()):
        return sent
    email = accounts.canonical(email)
    _refuse_unfit(by, patient, relationship)
    _refuse_known(by, patient, email)
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


def _refuse_unfit(by: Actor, patient: Patient, relationship: str) -> None:
    if patient.status not in ("active", "prospect"):
        raise Refused("not-active", _("Only active patients are invited. Change the status on the file first."))
    if relationship == "self" and is_minor(patient, by.today(by.practice.time_zone)):
        raise Refused("minor", _("A child is registered by a guardian: say who this is."), "relationship")


def _refuse_known(by: Actor, patient: Patient, email: str) -> None:
    held = AccessGrant.objects.visible_to(by).live(by.now).filter(patient=patient, user__email__iexact=email)
    if held.exists():
        raise Refused("already", _("This address already has access to the file."), "email")


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
