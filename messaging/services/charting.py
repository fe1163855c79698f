"""Doors that take what a message asks for into the patient's chart: new insurance, a referral."""

from datetime import date

from django.utils.translation import gettext as _

from messaging import insurance as reported, rights, threads, words
from messaging.models import InsuranceChange, ReferralRequest, Thread
from practice import clock, insurance
from practice.access import Actor, Permission
from practice.errors import Refused
from practice.models import InsurancePolicy, Referral
from practice.models.chart import LINE_LENGTH, NAME_LENGTH
from practice.service import door


@door(Permission.INSURANCE_EDIT, "insurance.accepted", allow=rights.may_keep_insurance, once=InsurancePolicy)
def accept_insurance(*, by: Actor, thread: Thread, seen: str, starts_on: date, request_key=None) -> InsurancePolicy:
    """Make what was reported the patient's current insurance; the one before it ends on the day it starts (R65).

    `seen` is the print of the policy that the page showed beside it. Refuses when the chart says something else by
    now, and says what; when it was accepted before; and when the chart says the same already.
    """
    thread = threads.lock(thread)
    change = _change(thread)
    current = insurance.lock(thread.patient)
    if change.policy_id:
        raise Refused("accepted_before", _("Somebody accepted it into the chart a moment ago."))
    if insurance.print_of(current) != seen:
        raise Refused("chart_changed", _in_the_chart_now(current))
    if reported.says_the_same(change, current):
        raise Refused("same_insurance", _("The chart says the same already."))
    facts = {name: getattr(change, name) for name in reported.FACTS}
    policy = insurance.replace(by=by, patient=thread.patient, starts_on=starts_on, request_key=request_key, **facts)
    _link(change, policy)
    _note(by, thread, _("%(who)s accepted it into the chart: %(what)s."), policy.company)
    return policy


@door(Permission.INSURANCE_EDIT, "insurance.acceptance_taken_back", allow=rights.may_keep_insurance)
def take_back_insurance(*, by: Actor, thread: Thread) -> Thread:
    """Take accepting back: the policy before it is the current one again.

    Refuses once the accepted one has been corrected, ended or replaced. Taken back already, it stays as it is.
    """
    thread = threads.lock(thread)
    change = _change(thread)
    if change.policy_id is None:
        return thread
    policy = change.policy
    insurance.lock(thread.patient)
    policy.refresh_from_db()
    if not reported.says_the_same(change, policy):
        raise Refused("insurance_corrected", _("It was corrected in the chart meanwhile. Change it there."))
    _link(change, None)
    insurance.take_back(policy=policy)
    _note(by, thread, _("%(who)s took it out of the chart again: %(what)s."), policy.company)
    return thread


@door(Permission.CHART_EDIT, "referral.created", allow=rights.may_refer, once=Referral)
def create_referral(
    *, by: Actor, thread: Thread, specialty: str, referred_to: str = "", reason: str, request_key=None
) -> Referral:
    """Put the referral that the thread asks for into the chart (R68).

    Refuses a second one, and one without a specialty or a reason.
    """
    thread = threads.lock(thread)
    asked = ReferralRequest.objects.select_for_update(of=("self",)).filter(thread=thread).first()
    if asked is None:
        raise Refused("no_referral_asked", _("This message asks for no referral."))
    if asked.referral_id:
        raise Refused("referral_made", _("Somebody created the referral a moment ago."))
    referral = Referral.objects.create(
        practice=by.practice,
        patient=thread.patient,
        specialty=words.required(specialty, "specialty", NAME_LENGTH),
        referred_to=words.optional(referred_to, "referred_to", LINE_LENGTH),
        reason=words.required(reason, "reason"),
        made_by=by.member,
        made_at=by.now,
        request_key=request_key,
    )
    asked.referral = referral
    asked.save(update_fields=["referral"])
    _note(by, thread, _("%(who)s created the referral: %(what)s."), referral.specialty)
    return referral


def _note(by: Actor, thread: Thread, said: str, what: str) -> None:
    threads.note(by=by, thread=thread, text=said % {"who": by.member.user.name, "what": what})


def _change(thread: Thread) -> InsuranceChange:
    change = InsuranceChange.objects.select_related("policy").filter(thread=thread).first()
    if change is None:
        raise Refused("no_insurance_reported", _("This message reports no insurance."))
    return change


def _link(change: InsuranceChange, policy: InsurancePolicy | None) -> None:
    change.policy = policy
    change.save(update_fields=["policy"])


def _in_the_chart_now(current: InsurancePolicy | None) -> str:
    if current is None:
        return _("The chart changed meanwhile: there is no current insurance in it now. Look again, then accept.")
    said = _(
        "The chart changed meanwhile: it now says %(company)s, %(number)s, since %(day)s. Look again, then accept."
    )
    day = clock.full_day(current.starts_on)
    return said % {"company": current.company, "number": current.member_number, "day": day}
