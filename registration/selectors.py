"""How far somebody's way into the portal has come: derived from grants and invitations, never stored."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.access import Actor
from practice.errors import NotVisible
from practice.models import AccessGrant, Contact, OutboundMessage, Patient, TermsText
from practice.selectors.public import text_in_force
from registration import trying
from registration.ages import is_minor
from registration.models import Invitation

PORTAL_STATUSES = {
    "unregistered": _("Unregistered"),
    "declined": _("Declined"),
    "pending": _("Pending"),
    "registered": _("Registered"),
    "limited": _("Limited"),
    "locked": _("Locked"),
    "removed": _("Access removed"),
}
HAVE_ACCESS = ("registered", "limited")


def portal_statuses(actor: Actor, patient_ids: Iterable) -> dict:
    """Patient id to a word of PORTAL_STATUSES, in four queries however many patients are asked about.

    Access that works now counts before an invitation on its way, and that before access that has ended.
    """
    ids = list(patient_ids)
    statuses = dict.fromkeys(ids, "unregistered")
    declined = Patient.objects.visible_to(actor).filter(pk__in=ids, declined_at__isnull=False)
    statuses |= dict.fromkeys(declined.values_list("pk", flat=True), "declined")
    grants = AccessGrant.objects.visible_to(actor).filter(patient__in=ids)
    live: dict = {}
    statuses |= dict.fromkeys(grants.filter(starts_at__lte=actor.now).values_list("patient_id", flat=True), "removed")
    for patient, level in grants.live(actor.now).values_list("patient_id", "level"):
        live.setdefault(patient, set()).add(level)
    invitations = Invitation.objects.visible_to(actor).filter(patient__in=ids).select_related("patient", "contact")
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
    rows = Invitation.objects.visible_to(actor).filter(patient=patient)
    rows = rows.select_related("issued_by", "patient", "contact")
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


def registering(actor: Actor, patient: Patient, contact_id=None) -> dict:
    """Who would usually be registered: the chosen contact, a grown-up patient, or a child's first guardian without
    access, rather one with an e-mail address."""
    today = actor.today(actor.practice.time_zone)
    if not contact_id and not is_minor(patient, today) and portal_status(actor, patient) not in HAVE_ACCESS:
        return {"name": patient.name, "email": patient.email, "phone": patient.phone, "relationship": "self"}
    without = guardians_without_access(actor, patient)
    chosen = [one for one in without if one.pk == contact_id] or sorted(without, key=lambda one: not one.email)
    if not chosen:
        return {"relationship": "parent"}
    facts = {name: getattr(chosen[0], name) for name in ("name", "email", "phone", "relationship")}
    return facts | {"contact": chosen[0]}


def guardians_without_access(actor: Actor, patient: Patient) -> list[Contact]:
    """The patient's contacts whose address acts for nobody here yet, by name."""
    live = AccessGrant.objects.visible_to(actor).live(actor.now).filter(patient=patient)
    known = {email.lower() for email in live.values_list("user__email", flat=True) if email}
    contacts = Contact.objects.visible_to(actor).filter(patient=patient).order_by("name", "id")
    return [contact for contact in contacts if contact.email.lower() not in known]


def last_sent(actor: Actor, invitations: Iterable[Invitation]) -> dict:
    """Invitation id to the outbox row of what was sent with it; those that nothing was sent with are left out (X34)."""
    ids = [invitation.pk for invitation in invitations]
    rows = OutboundMessage.objects.filter(practice=actor.practice, subject_ref__in=ids).order_by("created_at")
    return {row.subject_ref: row for row in rows}


def has_bounced(actor: Actor, email: str) -> bool:
    """Whether the last e-mail of this practice to the address could not be delivered."""
    invited = Invitation.objects.of(actor.practice).filter(email__iexact=email).values("pk")
    rows = OutboundMessage.objects.filter(practice=actor.practice, channel="email", status__in=["sent", "failed"])
    rows = rows.filter(Q(subject_ref__in=invited) | Q(recipient__email__iexact=email))
    last = rows.order_by("-finished_at").first() if email else None
    return last is not None and last.status == "failed"


def invitation(actor: Actor, patient: Patient, pk) -> Invitation:
    """One invitation about this patient. Raises NotVisible."""
    found = Invitation.objects.visible_to(actor).filter(patient=patient, pk=pk).select_related("patient", "contact")
    row = found.first()
    if row is None:
        raise NotVisible("Invitation")
    return row


def next_of_group(invitation: Invitation, now) -> Invitation | None:
    """Another record that the same message invited to, not come by yet (X30)."""
    if invitation.group is None:
        return None
    rows = Invitation.objects.live(now).filter(group=invitation.group, email=invitation.email)
    found = rows.exclude(pk=invitation.pk).select_related("patient", "contact").order_by("issued_at", "pk")
    return next((one for one in found if trying.is_open(one, now)), None)


def shown(practice, pk, nonce) -> Invitation | None:
    """The invitation whose PIN a browser has shown, for its own session; None when it was made anew since."""
    rows = Invitation.objects.of(practice).select_related("patient", "contact")
    return rows.filter(pk=pk, nonce=nonce).first()
