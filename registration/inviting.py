"""Room: what every way of inviting somebody asks of the patient and of the address."""

from django.db.models import Q
from django.utils.translation import gettext as _

from practice import grants
from practice.access import Actor
from practice.errors import Refused
from practice.models import AccessGrant, Patient
from practice.models.patients import OPEN_STATUSES
from registration.ages import is_minor
from registration.sharing import refuse_shared


def locked(by: Actor, patient: Patient) -> Patient:
    """The patient as they are now, their row locked: two people who invite at once come one after the other."""
    return Patient.objects.visible_to(by).select_for_update(no_key=True, of=("self",)).get(pk=patient.pk)


def refuse_unfit(by: Actor, patient: Patient, relationship: str) -> None:
    """Refuse a patient who is not active, and a minor's own login."""
    grants.refuse_closed(patient)
    if relationship == "self" and is_minor(patient, by.today(by.practice.time_zone)):
        raise Refused("minor", _("A child is registered by a guardian: say who this is."), "relationship")


def refuse_known(by: Actor, patient: Patient, email: str) -> None:
    """Refuse an address whose login acts for the patient already, and under `strict` one that stands for another."""
    held = AccessGrant.objects.visible_to(by).live(by.now).filter(patient=patient, user__email__iexact=email)
    if held.exists():
        raise Refused("already", _("This address already has access to the file."), "email")
    refuse_shared(by, patient, email)


def refuse_unsure(by: Actor, patient: Patient, email: str) -> None:
    """Refuse (`shared`) an address that belongs to another patient of the practice, until somebody has looked.

    It does where its login acts for them, or where it stands in their details. Names only whom `by` may see.
    """
    live = AccessGrant.objects.of(by.practice).live(by.now).filter(user__email__iexact=email).exclude(patient=patient)
    others = Patient.objects.of(by.practice).filter(status__in=OPEN_STATUSES).exclude(pk=patient.pk)
    others = others.filter(Q(email__iexact=email) | Q(pk__in=live.values("patient")))
    if not others.exists():
        return
    seen = Patient.objects.visible_to(by).filter(pk__in=others.values("pk")).order_by("sort_name", "id")[:3]
    whose = ", ".join(other.name for other in seen) or _("another patient")
    if live.exists():
        said = _(
            "This address belongs to %(whose)s. %(name)s will be added to the existing account. Is this the guardian?"
        )
    else:
        said = _("This address belongs to %(whose)s. %(name)s and they will have one account. Is this the guardian?")
    raise Refused("shared", said % {"whose": whose, "name": patient.name}, "email")
