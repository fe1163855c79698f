"""Doors for what patients and guardians ask for in a form of its own."""

from collections.abc import Sequence

from messaging import drafts, insurance, referrals, words
from messaging.models import Attachment, Thread
from practice.access import Actor, Permission
from practice.models import Patient
from practice.service import door

SPECIALTY, WANTED = 120, 200
COMPANY, NUMBER = 120, 60


@door(Permission.REFERRAL_ASK, "referral.asked", once=Thread)
def ask_referral(
    *,
    by: Actor,
    patient: Patient,
    specialty: str,
    wanted: str = "",
    body: str,
    attachments: Sequence[Attachment] = (),
    acknowledged: Sequence[str] = (),
    request_key=None,
) -> Thread:
    """Ask the practice to send the patient on to somebody (R67).

    It reaches the department for referrals. Refuses without a specialty or a reason, and emergency words
    that are not among those `acknowledged`.
    """
    drafts.sent_first(by=by, patient=patient, window="referral")
    return referrals.ask(
        by=by,
        patient=patient,
        specialty=words.required(specialty, "specialty", SPECIALTY),
        wanted=words.optional(wanted, "wanted", WANTED),
        reason=words.required(body, "body"),
        urgent=words.heed(acknowledged, specialty, wanted, body),
        attachments=attachments,
        request_key=request_key,
    )


@door(Permission.THREAD_WRITE, "insurance.reported", once=Thread)
def report_insurance(
    *,
    by: Actor,
    patient: Patient,
    company: str,
    member_number: str,
    group_number: str = "",
    body: str = "",
    attachments: Sequence[Attachment] = (),
    acknowledged: Sequence[str] = (),
    request_key=None,
) -> Thread:
    """Tell the practice about new insurance (R63).

    Refuses without the company or the member number, and emergency words that are not among those `acknowledged`.
    """
    drafts.sent_first(by=by, patient=patient, window="insurance")
    return insurance.report(
        by=by,
        patient=patient,
        company=words.required(company, "company", COMPANY),
        member_number=words.required(member_number, "member_number", NUMBER),
        group_number=words.optional(group_number, "group_number", NUMBER),
        note=words.optional(body, "body"),
        urgent=words.heed(acknowledged, body),
        attachments=attachments,
        request_key=request_key,
    )
