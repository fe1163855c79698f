"""Doors of registering: somebody gets a PIN or a question, by e-mail, by text or on paper."""

import uuid
from datetime import timedelta

import phonenumbers
from django.utils.translation import gettext as _, gettext_lazy

from practice import accounts, outbox
from practice.access import Actor, Permission
from practice.errors import Refused, announce_constraint
from practice.models import AccessGrant, Contact, Patient, TextOptOut
from practice.service import door
from registration import inviting, notices, pins, questions, standing, tokens
from registration.models import Invitation

# Known not to receive texts. Numbers of the United States do not tell: they are fixed line or mobile (settled 33).
_NUMBERS = phonenumbers.PhoneNumberType
NOT_MOBILE = (
    *(_NUMBERS.FIXED_LINE, _NUMBERS.TOLL_FREE, _NUMBERS.PREMIUM_RATE),
    *(_NUMBERS.SHARED_COST, _NUMBERS.UAN, _NUMBERS.VOICEMAIL),
)

announce_constraint(
    "invitation_reaches_its_channel",
    "unreachable",
    gettext_lazy("This way of delivery does not fit what was filled in."),
    "channel",
)


@door(Permission.ACCESS_MANAGE, "patient.registered", keep=("proof", "channel", "relationship", "level"))
def register(
    *,
    by: Actor,
    patient: Patient,
    name: str,
    relationship: str,
    level: str = "full",
    contact: Contact | None = None,
    proof: str = "pin",
    question: str = "",
    answer: str = "",
    channel: str = "email",
    email: str = "",
    phone: str = "",
    carrier: str = "",
    another_guardian: bool = False,
    same_guardian: bool = False,
    replaces: uuid.UUID | None = None,
    request_key: uuid.UUID | None = None,
) -> Invitation:
    """Give somebody a way to an account that acts for the patient, and send it unless the channel is `none`.

    `proof` is `pin`, or `question` with its question and answer. What the channel does not need is not kept.
    Refuses: a patient who is not active, a minor's own login; a patient who has an account (`registered`), unless this
    is for `another_guardian`; an address that has access, or that belongs to another patient (`shared`), unless it is
    the `same_guardian`; a number known not to be a mobile one (`not-mobile`) or that wants no texts (`opted-out`); a
    second PIN (`pin_issued`), unless it `replaces` that one. The same `request_key` twice is one registration.
    """
    patient = inviting.locked(by, patient)
    if request_key and (made := Invitation.objects.visible_to(by).filter(nonce=request_key).first()):
        return made
    inviting.refuse_unfit(by, patient, relationship)
    _refuse_registered(by, patient, another_guardian)
    email = accounts.canonical(email) if channel == "email" else ""
    if email:
        _refuse_address(by, patient, email, same_guardian)
    if channel == "text" and phone:
        _refuse_number(by, phone)
    standing.give_way(by, patient, proof, email, replaces)
    whom = {"name": name, "relationship": relationship, "level": level, "contact": contact}
    reach = {"email": email}
    if channel == "text":
        reach |= {"phone": phone, "carrier": carrier}
    if proof == "question":
        reach |= {"question": question, "answer_hash": questions.hashed(answer)}
    return _issue(by, patient, proof, channel, request_key, **whom, **reach)


@door(Permission.ACCESS_MANAGE, "pin.reprinted")
def reprint(*, by: Actor, invitation: Invitation, request_key: uuid.UUID | None = None) -> Invitation:
    """A new PIN on paper for the same person; the PIN issued before and the link sent with it stop working.

    Refuses a patient who is not active, and a PIN that is not the one in force any more (`pin_issued` where another
    is, else `over`).
    """
    patient = inviting.locked(by, invitation.patient)
    if request_key and (made := Invitation.objects.visible_to(by).filter(nonce=request_key).first()):
        return made
    inviting.refuse_unfit(by, patient, invitation.relationship)
    in_force = Invitation.objects.visible_to(by).filter(pk=invitation.pk, status="issued", proof="pin").exists()
    standing.give_way(by, patient, "pin", "", invitation.pk)
    if not in_force:
        raise Refused("over", _("This PIN is not in force any more. Look at the file again."))
    whom = {key: getattr(invitation, key) for key in ("name", "relationship", "level", "contact")}
    return _issue(by, patient, "pin", "none", request_key, **whom)


def _refuse_registered(by: Actor, patient: Patient, another_guardian: bool) -> None:
    held = AccessGrant.objects.visible_to(by).live(by.now).filter(patient=patient)
    if not another_guardian and held.exists():
        said = _("%(name)s is registered already. Generate a PIN for another guardian instead.")
        raise Refused("registered", said % {"name": patient.name})


def _refuse_address(by: Actor, patient: Patient, email: str, same_guardian: bool) -> None:
    inviting.refuse_known(by, patient, email)
    if not same_guardian:
        inviting.refuse_unsure(by, patient, email)


def _refuse_number(by: Actor, phone: str) -> None:
    if phonenumbers.number_type(phonenumbers.parse(phone)) in NOT_MOBILE:
        raise Refused("not-mobile", _("This is not a mobile number: it cannot receive texts."), "phone")
    if TextOptOut.objects.visible_to(by).filter(phone=phone).exists():
        said = _("Whoever has this number has asked for no more texts. Use e-mail, or print the PIN.")
        raise Refused("opted-out", said, "phone")


def _issue(by: Actor, patient: Patient, proof: str, channel: str, key: uuid.UUID | None, **facts) -> Invitation:
    contact = facts["contact"]
    invitation = Invitation(
        practice=by.practice,
        patient=patient,
        proof=proof,
        channel=channel,
        language=(contact or patient).language,
        on_file=facts.get("email", "") == accounts.canonical((contact or patient).email) != "",
        nonce=key or uuid.uuid4(),
        issued_at=by.now,
        issued_by=by.user,
        **facts,
        **_life(by, proof),
    )
    if proof == "pin":
        invitation.pin_digest = pins.digest(by.practice, pins.pin(invitation))
    invitation.save(force_insert=True)
    if channel != "none":
        _send(by, invitation)
    return invitation


def _life(by: Actor, proof: str) -> dict:
    """Until when and for how many it works: a PIN as the practice rules, a question as any link."""
    if proof != "pin":
        return {"expires_at": by.now + tokens.LIFE}
    rules = by.practice.settings
    ends = None if rules.pin_days is None else by.now + timedelta(days=rules.pin_days)
    return {"expires_at": ends, "most_uses": rules.pin_uses}


def _send(by: Actor, invitation: Invitation) -> None:
    notice = notices.REGISTERED[invitation.channel]
    key = f"{notice}:{invitation.pk}:{invitation.nonce}"
    facts = {"subject": invitation, "recipient": None, "channel": invitation.channel}
    outbox.put(practice=by.practice, notice=notice, key=key, now=by.now, **facts)
