"""Room: the one current insurance in a patient's chart, and what takes its place. It checks no permission."""

import hashlib
from datetime import date

from django.utils.translation import gettext as _

from practice import clock
from practice.access import Actor
from practice.errors import Refused
from practice.models import InsurancePolicy, Patient

FACTS = ("company", "member_number", "group_number", "starts_on", "ended_on")


def lock(patient: Patient) -> InsurancePolicy | None:
    """The current policy as it is now. Nobody else changes the patient's insurance until the transaction ends."""
    Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    return InsurancePolicy.objects.filter(patient=patient, ended_on=None).first()


def print_of(policy: InsurancePolicy | None) -> str:
    """A few letters that change when the policy does: what a form was drawn from. Empty for none."""
    if policy is None:
        return ""
    facts = [str(getattr(policy, name)) for name in ("pk", *FACTS)]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def replace(
    *,
    by: Actor,
    patient: Patient,
    company: str,
    member_number: str,
    group_number: str = "",
    starts_on: date,
    request_key=None,
) -> InsurancePolicy:
    """Make a new current policy; the one before it ends on the day it starts. Refuses a start before the other's."""
    before = lock(patient)
    if before:
        if starts_on < before.starts_on:
            said = _("The insurance in the chart started later, on %(day)s.") % {
                "day": clock.full_day(before.starts_on)
            }
            raise Refused("starts_too_early", said, "starts_on")
        before.ended_on = starts_on
        before.save(update_fields=["ended_on"])
    return InsurancePolicy.objects.create(
        practice=by.practice,
        patient=patient,
        company=company,
        member_number=member_number,
        group_number=group_number,
        starts_on=starts_on,
        recorded_by=by.member,
        replaces=before,
        request_key=request_key,
    )


def take_back(*, policy: InsurancePolicy) -> InsurancePolicy | None:
    """Take a current policy out of the chart again, and put back the one it replaced. Refuses one that ended."""
    current = lock(policy.patient)
    if current is None or current.pk != policy.pk:
        raise Refused(
            "insurance_moved_on", _("This insurance is not the current one any more. Correct it in the chart.")
        )
    before = current.replaces
    current.delete()
    if before:
        before.ended_on = None
        before.save(update_fields=["ended_on"])
    return before
