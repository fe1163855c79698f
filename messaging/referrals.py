"""Room: a referral asked for from the portal, as a message of its own (R67)."""

from django.utils.translation import gettext as _

from messaging import threads
from messaging.kinds import REFERRAL_SUBJECT
from messaging.models import Message, ReferralRequest, Thread
from practice.access import Actor
from practice.models import Patient

_GAP = "\n\n"  # between the facts and the reason


def ask(*, by: Actor, patient: Patient, specialty: str, wanted: str = "", reason: str, **sending) -> Thread:
    """Open the thread that asks the practice for a referral: to which specialty, to whom if anybody, and why.

    `sending` is what `threads.start` takes besides.
    """
    lines = [_("Specialty: %(text)s") % {"text": specialty}]
    if wanted:
        lines.append(_("Whom they would like to see: %(text)s") % {"text": wanted})
    body = "\n".join(lines) + _GAP + reason
    thread = threads.start(by=by, patient=patient, kind="referral", subject=REFERRAL_SUBJECT, body=body, **sending)
    ReferralRequest.objects.create(practice=by.practice, thread=thread, specialty=specialty, wanted=wanted)
    return thread


def reason_of(thread: Thread) -> str:
    """Why it was asked for, in the words of whoever asked."""
    body = Message.objects.filter(thread=thread, number=1).values_list("body", flat=True).first() or ""
    return body.partition(_GAP)[2]
