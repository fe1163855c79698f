"""What a patient's chart holds: flags, medication, pharmacies, insurance, referrals."""

from datetime import date

from django.db.models import F, Q, QuerySet

from practice.access import Actor
from practice.models import InsurancePolicy, Medication, Patient, PatientFlag, Pharmacy, Referral, StaffMember
from practice.selectors.directory import colleagues
from practice.tenancy import find

# --- flags ---


def flags(actor: Actor, of: Patient) -> QuerySet[PatientFlag]:
    """The allergies and alerts that hold now: allergies first, then by what they say."""
    return _flags(actor, of).filter(ended_at=None).order_by("-kind", "text", "id")


def ended_flags(actor: Actor, of: Patient) -> QuerySet[PatientFlag]:
    """Those that hold no more, the last ended first."""
    return _flags(actor, of).filter(ended_at__isnull=False).order_by("-ended_at", "id")


def flag(actor: Actor, of: Patient, pk) -> PatientFlag:
    """One of them. Raises NotVisible."""
    return _about(PatientFlag, actor, of, pk)


def _flags(actor: Actor, of: Patient) -> QuerySet[PatientFlag]:
    rows = PatientFlag.objects.visible_to(actor).filter(patient=of)
    return rows.select_related("recorded_by__user", "ended_by__user")


# --- medication and pharmacies ---


def medications(actor: Actor, of: Patient) -> QuerySet[Medication]:
    """The active medication list, by name."""
    return _medications(actor, of).filter(ended_on=None).order_by("name", "dose", "id")


def past_medications(actor: Actor, of: Patient) -> QuerySet[Medication]:
    """What was discontinued, the last first."""
    return _medications(actor, of).filter(ended_on__isnull=False).order_by("-ended_on", "name", "id")


def medication(actor: Actor, of: Patient, pk) -> Medication:
    """One line of the list, active or past. Raises NotVisible."""
    return _about(Medication, actor, of, pk)


def _medications(actor: Actor, of: Patient) -> QuerySet[Medication]:
    rows = Medication.objects.visible_to(actor).filter(patient=of)
    return rows.select_related("pharmacy", "prescriber__user")


def pharmacies(actor: Actor, but: Pharmacy | None = None) -> QuerySet[Pharmacy]:
    """The practice's pharmacies that can be chosen, by name; and `but`, the one chosen before, even if it closed."""
    open_ones = Q(closed_at=None) | Q(pk=but.pk) if but else Q(closed_at=None)
    return Pharmacy.objects.visible_to(actor).filter(open_ones).order_by("name", "address", "id")


def closed_pharmacies(actor: Actor) -> QuerySet[Pharmacy]:
    """Those offered no more, by name."""
    return Pharmacy.objects.visible_to(actor).filter(closed_at__isnull=False).order_by("name", "address", "id")


def pharmacy(actor: Actor, pk) -> Pharmacy:
    """One pharmacy, open or closed. Raises NotVisible."""
    return find(Pharmacy, actor, pk)


def prescribers(actor: Actor, but: StaffMember | None = None) -> QuerySet[StaffMember]:
    """Who may prescribe here now, by name; and `but`, who prescribed before, even if they no longer may."""
    may = colleagues(actor).filter(duties__contains=["prescribing"])
    if but is None:
        return may
    everybody = StaffMember.objects.visible_to(actor).filter(Q(pk__in=may.values("pk")) | Q(pk=but.pk))
    return everybody.select_related("user").order_by("user__name")


# --- insurance ---


def insurance(actor: Actor, of: Patient) -> InsurancePolicy | None:
    """The policy that the chart says is current."""
    return _policies(actor, of).filter(ended_on=None).first()


def past_insurance(actor: Actor, of: Patient) -> QuerySet[InsurancePolicy]:
    """The policies before it, the last first."""
    return _policies(actor, of).filter(ended_on__isnull=False).order_by("-ended_on", F("starts_on").desc(), "id")


def policy(actor: Actor, of: Patient, pk) -> InsurancePolicy:
    """One policy, current or past. Raises NotVisible."""
    return _about(InsurancePolicy, actor, of, pk)


def _policies(actor: Actor, of: Patient) -> QuerySet[InsurancePolicy]:
    return InsurancePolicy.objects.visible_to(actor).filter(patient=of).select_related("recorded_by__user")


# --- referrals ---


def referrals(actor: Actor, of: Patient) -> QuerySet[Referral]:
    """To whom the patient was sent on, the last first."""
    rows = Referral.objects.visible_to(actor).filter(patient=of).select_related("made_by__user")
    return rows.order_by("-made_at", "id")


def referral(actor: Actor, of: Patient, pk) -> Referral:
    """One referral. Raises NotVisible."""
    return _about(Referral, actor, of, pk)


def today(actor: Actor) -> date:
    """The date on the practice's calendar, in which the chart's dates are kept."""
    return actor.today(actor.practice.time_zone)


def _about(model, actor: Actor, of: Patient, pk):
    row = find(model, actor, pk)
    return find(model, actor, None) if row.patient_id != of.pk else row
