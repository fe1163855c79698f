"""Doors around the insurance in a patient's chart."""

from datetime import date

from django.utils.translation import gettext as _, gettext_lazy

from practice import insurance
from practice.access import Actor, Permission
from practice.errors import Refused, announce_constraint
from practice.models import InsurancePolicy, Patient
from practice.service import door

announce_constraint(
    "one_current_insurance", "insurance_current", gettext_lazy("Another insurance is the current one."), "ended_on"
)
announce_constraint(
    "insurance_ends_after_start", "ends_before_start", gettext_lazy("It cannot end before it starts."), "ended_on"
)


@door(Permission.INSURANCE_EDIT, "insurance.added", once=InsurancePolicy)
def add_policy(
    *,
    by: Actor,
    patient: Patient,
    company: str,
    member_number: str,
    group_number: str = "",
    starts_on: date,
    request_key=None,
) -> InsurancePolicy:
    """Make this the patient's current insurance; the one before it ends on the day it starts.

    Refuses a start before the other's.
    """
    return insurance.replace(
        by=by,
        patient=patient,
        company=company,
        member_number=member_number,
        group_number=group_number,
        starts_on=starts_on,
        request_key=request_key,
    )


@door(Permission.INSURANCE_EDIT, "insurance.edited")
def edit_policy(
    *,
    by: Actor,
    policy: InsurancePolicy,
    company: str,
    member_number: str,
    group_number: str = "",
    starts_on: date,
    ended_on: date | None = None,
) -> InsurancePolicy:
    """Correct a policy; the history keeps what it said. Without `ended_on` it is the current one.

    Refuses an end before the start, and a second current one.
    """
    insurance.lock(policy.patient)
    row = InsurancePolicy.objects.filter(pk=policy.pk).first()
    if row is None:  # its acceptance was taken back a moment ago
        raise Refused("insurance_gone", _("This insurance was taken out of the chart meanwhile."))
    row.company, row.member_number, row.group_number = company, member_number, group_number
    row.starts_on, row.ended_on = starts_on, ended_on
    row.save()
    return row


@door(Permission.INSURANCE_EDIT, "insurance.ended", keep=("ended_on",))
def end_policy(*, by: Actor, policy: InsurancePolicy, ended_on: date) -> InsurancePolicy:
    """The policy holds no more from this day on. Refuses a day before its start; one that ended stays as it is."""
    insurance.lock(policy.patient)
    row = InsurancePolicy.objects.get(pk=policy.pk)
    if row.ended_on is None:
        row.ended_on = ended_on
        row.save(update_fields=["ended_on"])
    return row
