"""Room: new insurance reported from the portal, as a message of its own (R63-R66), and what becomes of it."""

from django.utils.translation import gettext as _

from messaging import threads
from messaging.kinds import INSURANCE_SUBJECT
from messaging.models import InsuranceChange, Thread
from practice.access import Actor
from practice.models import InsurancePolicy, Patient

FACTS = ("company", "member_number", "group_number")


def report(
    *,
    by: Actor,
    patient: Patient,
    company: str,
    member_number: str,
    group_number: str = "",
    note: str = "",
    **sending,
) -> Thread:
    """Open the thread that carries the new insurance to the practice. It may be completed without an answer (R66).

    `sending` is what `threads.start` takes besides.
    """
    lines = [
        _("Insurance company: %(text)s") % {"text": company},
        _("Member number: %(text)s") % {"text": member_number},
    ]
    if group_number:
        lines.append(_("Group number: %(text)s") % {"text": group_number})
    body = "\n\n".join(filter(None, ["\n".join(lines), note]))
    thread = threads.start(by=by, patient=patient, kind="insurance", subject=INSURANCE_SUBJECT, body=body, **sending)
    InsuranceChange.objects.create(
        practice=by.practice, thread=thread, company=company, member_number=member_number, group_number=group_number
    )
    return thread


def says_the_same(change: InsuranceChange, policy: InsurancePolicy | None) -> bool:
    """Whether the chart's policy is the one that was reported."""
    return policy is not None and all(
        getattr(change, name).strip().casefold() == getattr(policy, name).strip().casefold() for name in FACTS
    )
