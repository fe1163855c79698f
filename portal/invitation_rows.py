"""What the tab `Portal access` says of each PIN and invitation, and of the numbers that texts go to."""

from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from practice import clock
from practice.access import Actor, Permission
from practice.models import OutboundMessage, Patient
from practice.selectors import texts
from registration import trying
from registration.models import INVITATION_STATUSES, Invitation
from registration.selectors import invitations, last_sent

_WAYS = {
    ("birth_date", "email"): gettext_lazy("Link by e-mail"),
    ("pin", "email"): gettext_lazy("PIN by e-mail"),
    ("pin", "text"): gettext_lazy("PIN by text"),
    ("pin", "none"): gettext_lazy("PIN on paper"),
    ("question", "email"): gettext_lazy("Question by e-mail"),
    ("question", "text"): gettext_lazy("Question by text"),
}
# What became of the message, as word and kind of a tag; derived each time, kept nowhere else (X34).
_ARRIVED = {
    "queued": (gettext_lazy("On its way"), "wait"),
    "sending": (gettext_lazy("On its way"), "wait"),
    "sent": (gettext_lazy("Sent"), "wait"),
    "failed": (gettext_lazy("Not delivered"), "bad"),
    "unknown": (gettext_lazy("Perhaps not delivered"), "bad"),
    "dropped": (gettext_lazy("Not delivered"), "bad"),
}
_LOST = ("failed", "unknown", "dropped")


def context(actor: Actor, patient: Patient) -> dict:
    """The PINs and invitations, newest first, and the numbers on file."""
    found = invitations(actor, patient)
    sent = last_sent(actor, found)
    may_register = actor.may(Permission.ACCESS_MANAGE)
    phones = dict.fromkeys(one.phone for one in found if one.phone)
    return {
        "invitations": [_row(actor, one, sent.get(one.pk), may_register) for one in found],
        "numbers": texts.numbers(actor, patient, phones),
        "may_record": actor.may(Permission.PATIENT_EDIT),
    }


def _row(actor: Actor, one: Invitation, message: OutboundMessage | None, may_register: bool) -> dict:
    zone = actor.practice.time_zone
    word, kind = _state(actor, one, message)
    lost = trying.is_open(one, actor.now) and message is not None and _is_lost(message)
    return {
        "row": one,
        "way": _WAYS[one.proof, one.channel],
        "reach": one.email or (one.phone.as_national if one.phone else ""),
        "issued": _("%(when)s by %(who)s") % {"when": clock.moment(one.issued_at, zone), "who": one.issued_by.name},
        "until": clock.moment(one.expires_at, zone) if one.expires_at else _("no end"),
        "word": word,
        "kind": kind,
        "why": _why(one, message) if lost else "",
        **(_other_ways(actor, one) if lost and may_register else {}),
    }


def _state(actor: Actor, one: Invitation, message: OutboundMessage | None) -> tuple[str, str]:
    """Word and kind of the tag: how far it is, or what became of it."""
    if trying.is_locked(one, actor.now):
        return _locked(actor, one), "bad"
    if one.status == "issued" and not trying.is_open(one, actor.now):
        return _("Expired"), ""
    if one.status != "issued":
        return INVITATION_STATUSES[one.status], "good" if one.status == "used" else ""
    if one.uses:
        return _("Used"), "good"
    if message is None:
        return (_("Issued") if one.channel == "none" else _("Sent")), "wait"
    if _is_waiting_again(message):
        return _("Not delivered yet"), "bad"
    return _ARRIVED[message.status]


def _is_lost(message: OutboundMessage) -> bool:
    return message.status in _LOST or _is_waiting_again(message)


def _is_waiting_again(message: OutboundMessage) -> bool:
    """Whether sending has failed and is to be tried again."""
    return message.status == "queued" and bool(message.error)


def _locked(actor: Actor, one: Invitation) -> str:
    if one.status == "locked":
        return _("Locked for good")
    return _("Locked until %(time)s") % {"time": clock.time(one.locked_until, actor.practice.time_zone)}


def _why(one: Invitation, message: OutboundMessage) -> str:
    if message.error == "Unwanted":
        return _("This number wants no texts.")
    if _is_waiting_again(message):
        return _("Sending failed; it is tried again by itself.")
    if one.channel == "text":
        return _("The text could not be sent.")
    return _("The mail server refused the address.")


def _other_ways(actor: Actor, one: Invitation) -> dict:
    """Where it goes on when the message did not arrive: another address, or paper."""
    route = "invite" if one.proof == "birth_date" else "register"
    where = [actor.practice.slug, one.patient_id]
    query = {"contact": one.contact_id} if one.contact_id else {}
    found = {"again_url": reverse(f"staff:registration:{route}", args=where, query=query)}
    if one.proof == "pin":
        found |= {"print_url": reverse("staff:registration:pin", args=where), "print_key": uuid4()}
    return found
