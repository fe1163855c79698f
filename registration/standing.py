"""Room: what was issued before and stands in the way of what is issued now."""

import uuid

from django.db.models import Q
from django.utils.translation import gettext as _, ngettext

from practice import clock
from practice.access import Actor
from practice.errors import Refused
from practice.models import Patient
from registration.models import Invitation


def pin(by: Actor, patient: Patient) -> Invitation | None:
    """The PIN in force for the patient, whether or not wrong tries have locked it for a while."""
    found = Invitation.objects.visible_to(by).live(by.now).filter(patient=patient, proof="pin")
    return found.select_related("issued_by").first()


def give_way(by: Actor, patient: Patient, proof: str, email: str, replaces: uuid.UUID | None) -> None:
    """Under the patient's lock: what went to the same address stops working, and before a new PIN the old one does.

    Refuses (`pin_issued`) to end a PIN in force that the caller has not seen and named as `replaces`.
    """
    earlier = pin(by, patient)
    ends_it = earlier is not None and (proof == "pin" or (email and earlier.email == email))
    if ends_it and earlier.pk != replaces:
        raise Refused("pin_issued", issued(earlier, by), invitation=str(earlier.pk))
    in_the_way = Q(email=email) & ~Q(email="")
    if proof == "pin":
        in_the_way |= Q(proof="pin")
    Invitation.objects.visible_to(by).filter(in_the_way, patient=patient, status="issued").update(status="replaced")


def issued(invitation: Invitation, by: Actor) -> str:
    """`PIN issued 1 min ago by Fay Lindgren`."""
    facts = {"when": _ago(invitation, by), "who": invitation.issued_by.name}
    return _("PIN issued %(when)s by %(who)s") % facts


def _ago(invitation: Invitation, by: Actor) -> str:
    minutes = max(1, int((by.now - invitation.issued_at).total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)s min ago", "%(n)s min ago", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        return ngettext("%(n)s hour ago", "%(n)s hours ago", minutes // 60) % {"n": minutes // 60}
    return _("on %(day)s") % {"day": clock.day(clock.local(invitation.issued_at, by.practice.time_zone).date())}
