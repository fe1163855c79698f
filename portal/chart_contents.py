"""What a patient's chart holds, ready for the tabs of the Patient File: medication and flags, insurance, referrals."""

from django.urls import reverse

from practice import clock
from practice.access import Actor, Permission
from practice.models import InsurancePolicy, Medication, Patient, PatientFlag, Referral
from practice.selectors import chart


def medications(actor: Actor, patient: Patient) -> dict:
    """The flags and the medication list, each with what is past, and the ways to change them."""
    may_edit, slug = actor.may(Permission.CHART_EDIT), actor.practice.slug
    add = ("add_medication", "add_flag") if may_edit else ()
    return {
        "live_flags": [_flag(actor, row, "end_flag") for row in chart.flags(actor, patient)],
        "ended_flags": [_flag(actor, row, "restore_flag") for row in chart.ended_flags(actor, patient)],
        "medications": [_medication(actor, row) for row in chart.medications(actor, patient)],
        "past": [_medication(actor, row) for row in chart.past_medications(actor, patient)],
        "pharmacies_url": reverse("staff:practice:pharmacies", args=[slug]) if may_edit else "",
        **{f"{name}_url": _url(actor, name, patient.pk) for name in add},
    }


def insurance(actor: Actor, patient: Patient) -> dict:
    """The current policy and those before it."""
    current = chart.insurance(actor, patient)
    may_edit = actor.may(Permission.INSURANCE_EDIT)
    return {
        "current": _policy(actor, current) if current else None,
        "past": [_policy(actor, row) for row in chart.past_insurance(actor, patient)],
        "add_url": _url(actor, "add_policy", patient.pk) if may_edit else "",
    }


def referrals(actor: Actor, patient: Patient) -> dict:
    """To whom the patient was sent on."""
    may_edit = actor.may(Permission.CHART_EDIT)
    return {
        "referrals": [_referral(actor, row) for row in chart.referrals(actor, patient)],
        "add_url": _url(actor, "add_referral", patient.pk) if may_edit else "",
    }


def _flag(actor: Actor, row: PatientFlag, act: str) -> dict:
    may_edit = actor.may(Permission.CHART_EDIT)
    by, at = (row.ended_by, row.ended_at) if row.ended_at else (row.recorded_by, row.recorded_at)
    return {
        "kind": row.get_kind_display(),
        "text": row.text,
        "by": by.user.name,
        "at": clock.full_day(clock.local(at, actor.practice.time_zone).date()),
        "act_url": _url(actor, act, row.patient_id, row.pk) if may_edit else "",
    }


def _medication(actor: Actor, row: Medication) -> dict:
    acts = ("restore_medication",) if row.ended_on else ("edit_medication", "discontinue_medication")
    may_edit = actor.may(Permission.CHART_EDIT)
    return {
        "row": row,
        "last_filled": clock.full_day(row.last_filled_on) if row.last_filled_on else "",
        "ended": clock.full_day(row.ended_on) if row.ended_on else "",
        **{f"{act}_url": _url(actor, act, row.patient_id, row.pk) for act in acts if may_edit},
    }


def _policy(actor: Actor, row: InsurancePolicy) -> dict:
    may_edit = actor.may(Permission.INSURANCE_EDIT)
    return {
        "row": row,
        "starts": clock.full_day(row.starts_on),
        "starts_later": row.starts_on > chart.today(actor),
        "ended": clock.full_day(row.ended_on) if row.ended_on else "",
        "edit_url": _url(actor, "edit_policy", row.patient_id, row.pk) if may_edit else "",
        "end_url": _url(actor, "end_policy", row.patient_id, row.pk) if may_edit and not row.ended_on else "",
    }


def _referral(actor: Actor, row: Referral) -> dict:
    may_edit = actor.may(Permission.CHART_EDIT)
    return {
        "row": row,
        "made": clock.full_day(clock.local(row.made_at, actor.practice.time_zone).date()),
        "edit_url": _url(actor, "edit_referral", row.patient_id, row.pk) if may_edit else "",
    }


def _url(actor: Actor, name: str, *args) -> str:
    return reverse(f"staff:portal:{name}", args=[actor.practice.slug, *args])
