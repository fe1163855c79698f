"""How far somebody's way into the portal has come: derived from grants and invitations, never stored."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from practice.access import Actor
from practice.models import AccessGrant, Contact, Patient, TermsText
from practice.selectors.public import text_in_force
from registration import trying
from registration.ages import is_minor
from registration.models import Invitation

PORTAL_STATUSES = {
    "unregistered": _("Unregistered"),
    "pending": _("Pending"),
    "registered": _("Registered"),
    "limited": _("Limited"),
    "locked": _("Locked"),
    "removed": _("Access removed"),
}


def portal_statuses(actor: Actor, patient_ids: Iterable) -> dict:
    """Patient id to a word of PORTAL_STATUSES, in three queries however many patients are asked about.

    Access that works now counts before an invitation on its way, and that before access that has ended.
    """
    ids = list(patient_ids)
    statuses = dict.fromkeys(ids, "unregistered")
    grants = AccessGrant.objects.visible_to(actor).filter(patient__in=ids)
    live: dict = {}
    statuses |= dict.fromkeys(grants.filter(starts_at__lte=actor.now).values_list("patient_id", flat=True), "removed")
    for patient, level in grants.live(actor.now).values_list("patient_id", "level"):
        live.setdefault(patient, set()).add(level)
    invitations = Invitation.objects.visible_to(actor).filter(patient__in=ids).select_related("patient")
    for invitation in invitations.order_by("issued_at"):
        if trying.is_locked(invitation, actor.now):
            statuses[invitation.patient_id] = "locked"
        elif trying.is_open(invitation, actor.now):
            statuses[invitation.patient_id] = "pending"
    return statuses | {patient: "registered" if "full" in levels else "limited" for patient, levels in live.items()}


def portal_status(actor: Actor, patient: Patient) -> str:
    """The word of PORTAL_STATUSES for one patient."""
    return portal_statuses(actor, [patient.pk])[patient.pk]


def grants(actor: Actor, patient: Patient) -> list[AccessGrant]:
    """Who has or had access to this patient's record, those with access first."""
    rows = AccessGrant.objects.visible_to(actor).filter(patient=patient).select_related("user")
    return sorted(rows.order_by("-starts_at"), key=lambda grant: bool(grant.ends_at and grant.ends_at <= actor.now))


def invitations(actor: Actor, patient: Patient) -> list[Invitation]:
    """The invitations sent about this patient, newest first."""
    rows = Invitation.objects.visible_to(actor).filter(patient=patient).select_related("issued_by", "patient")
    return list(rows.order_by("-issued_at", "id"))


def suggestion(actor: Actor, patient: Patient, contact_id=None) -> dict:
    """Whom an invitation would usually go to: the chosen contact, a grown-up patient, or a child's first guardian."""
    contacts = Contact.objects.visible_to(actor).filter(patient=patient).exclude(email="").order_by("name", "id")
    if contact_id:
        contacts = contacts.filter(pk=contact_id)
    elif not is_minor(patient, actor.today(actor.practice.time_zone)):
        return {"name": patient.name, "email": patient.email, "relationship": "self"}
    contact = contacts.first()
    if contact is None:
        return {"email": patient.email, "relationship": "parent"}
    return {"name": contact.name, "email": contact.email, "relationship": contact.relationship, "contact": contact}


def texts_to_accept(practice, now) -> list[TermsText]:
    """What somebody agrees to when they come: the terms and the privacy notice in force, where published."""
    return [text for kind in ("terms", "privacy") if (text := text_in_force(practice, kind, now))]
