"""What stands beside a message that asks something of the chart: insurance before and after, a referral."""

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from messaging import insurance as reported, kinds, rights, selectors
from messaging.models import InsuranceChange, ReferralRequest, Thread
from practice import clock, insurance
from practice.access import Actor
from practice.models import InsurancePolicy
from practice.selectors import chart

INSURANCE_STATES = """
SELECT thread_id, 'accepted' FROM messaging_insurancechange
 WHERE thread_id = ANY(%(threads)s) AND policy_id IS NOT NULL
"""
REFERRAL_STATES = """
SELECT thread_id, 'created' FROM messaging_referralrequest
 WHERE thread_id = ANY(%(threads)s) AND referral_id IS NOT NULL
"""
DONE = {"accepted": gettext_lazy("In the chart"), "created": gettext_lazy("Referral created")}


def announce() -> None:
    """The kinds this app brings itself; called from its `ready`."""
    kinds.announce(kinds.ThreadKind("general"))
    kinds.announce(
        kinds.ThreadKind(
            "insurance", kinds.INSURANCE_SUBJECT, panel=insurance_panel, states=INSURANCE_STATES, tag=_tag_of
        )
    )
    kinds.announce(
        kinds.ThreadKind("referral", kinds.REFERRAL_SUBJECT, panel=referral_panel, states=REFERRAL_STATES, tag=_tag_of)
    )


def insurance_panel(actor: Actor, thread: Thread, **said) -> kinds.Panel | None:
    """What was reported beside what the chart says, for who may look into the chart.

    `said` is what was sent and not done: `error`, and `starts_on` as it was typed.
    """
    change = InsuranceChange.objects.filter(thread=thread).select_related("policy__replaces").first()
    if change is None:
        return None
    known = selectors.in_scope(actor, thread.patient)
    current = chart.insurance(actor, thread.patient) if known else None
    before = change.policy.replaces if change.policy else current
    shown = {
        "rows": _compared(change, before),
        "known": known,
        "accepted": change.policy is not None,
        "before_title": _("Before") if change.policy else _("In the chart"),
        "same": change.policy is None and reported.says_the_same(change, current),
        "chart_url": _chart_url(actor, thread, "insurance") if known else "",
        **said,
    }
    if rights.may_keep_insurance(actor, thread=thread):
        shown |= _insurance_acts(actor, thread, change, current)
    return kinds.Panel("messaging/staff/_insurance.html", {"insurance": shown}, _("New insurance"))


def _insurance_acts(actor: Actor, thread: Thread, change: InsuranceChange, current: InsurancePolicy | None) -> dict:
    if change.policy:
        untouched = current == change.policy and reported.says_the_same(change, current)
        return {"undo_url": _url(actor, "insurance_back", thread) if untouched else ""}
    return {
        "accept_url": _url(actor, "insurance", thread),
        "seen": insurance.print_of(current),
        "request_key": uuid.uuid4(),
        "today": chart.today(actor).isoformat(),
        "ends": _("%(name)s ends on that day.") % {"name": current.company} if current else "",
    }


def _compared(change: InsuranceChange, before: InsurancePolicy | None) -> list[dict]:
    labels = (_("Insurance company"), _("Member number"), _("Group number"))
    rows = []
    for label, name in zip(labels, reported.FACTS, strict=True):
        old, new = getattr(before, name, ""), getattr(change, name)
        rows.append({"label": label, "before": old, "after": new, "changed": old.casefold() != new.casefold()})
    return rows


def referral_panel(actor: Actor, thread: Thread) -> kinds.Panel | None:
    """What referral is asked for, and the one in the chart once there is one."""
    asked = ReferralRequest.objects.filter(thread=thread).select_related("referral__made_by__user").first()
    if asked is None:
        return None
    facts = [
        {"label": _("Specialty"), "value": asked.specialty},
        {"label": _("Would like to see"), "value": asked.wanted or _("nobody named")},
    ]
    shown = {"facts": facts, "made": _made(actor, thread, asked) if asked.referral else None}
    if not asked.referral and rights.may_refer(actor, thread=thread):
        shown["create_url"] = _url(actor, "referral", thread)
    return kinds.Panel("messaging/staff/_referral.html", {"referral": shown}, _("Referral"))


def _made(actor: Actor, thread: Thread, asked: ReferralRequest) -> dict:
    made = asked.referral
    day = clock.full_day(clock.local(made.made_at, actor.practice.time_zone).date())
    return {
        "text": _("%(name)s, %(day)s") % {"name": made.made_by.user.name, "day": day},
        "to": made.referred_to or made.specialty,
        "url": _chart_url(actor, thread, "referrals") if selectors.in_scope(actor, thread.patient) else "",
    }


def _tag_of(state: str) -> kinds.Tag:
    return kinds.Tag(str(DONE[state]), "good", "check")


def _url(actor: Actor, name: str, thread: Thread) -> str:
    return reverse(f"staff:messaging:{name}", args=[actor.practice.slug, thread.pk])


def _chart_url(actor: Actor, thread: Thread, tab: str) -> str:
    return reverse(f"staff:portal:{tab}", args=[actor.practice.slug, thread.patient_id])
