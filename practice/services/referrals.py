"""Doors around the referrals in a patient's chart."""

from practice.access import Actor, Permission
from practice.models import Patient, Referral
from practice.service import door


@door(Permission.CHART_EDIT, "referral.made", once=Referral)
def make_referral(
    *, by: Actor, patient: Patient, specialty: str, referred_to: str = "", reason: str, request_key=None
) -> Referral:
    """Send the patient on to somebody else: to whom, and why."""
    return Referral.objects.create(
        practice=by.practice,
        patient=patient,
        specialty=specialty,
        referred_to=referred_to,
        reason=reason,
        made_by=by.member,
        made_at=by.now,
        request_key=request_key,
    )


@door(Permission.CHART_EDIT, "referral.edited")
def edit_referral(*, by: Actor, referral: Referral, specialty: str, referred_to: str = "", reason: str) -> Referral:
    """Correct a referral; the history keeps what it said and when."""
    row = Referral.objects.select_for_update(no_key=True).get(pk=referral.pk)
    row.specialty, row.referred_to, row.reason = specialty, referred_to, reason
    row.save(update_fields=["specialty", "referred_to", "reason"])
    return row
