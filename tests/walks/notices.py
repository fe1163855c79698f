"""What leaves the house says nothing about anybody's health: no words of people, no patient, no kind of visit."""

import re
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings

from practice import accounts
from practice.models import OutboundMessage, StaffMember, User
from practice.outbox import Letter
from registration.models import Invitation
from scheduling.models import AppointmentRequest
from tests.walks import world
from tests.walks.world import CLINICAL

# The patient, the kinds of visit, the cases, and what somebody wrote.
DENIED = (CLINICAL, "Leo", "Zoë", "Well visit", "Sick visit", "Confidential", "Primary care", "Speech therapy")


def samples(cast, furnished) -> dict[str, tuple]:
    """For each notice the row it is about, who gets it, and the end of its key."""
    invited = StaffMember.objects.create(
        practice=cast.maple,
        user=User.objects.create(email="new@mail.example", name="New Person", created_at=cast.now),
        duties=["messages"],
        invited_at=cast.now,
        invite_nonce=uuid.uuid4(),
    )
    by_mail = _registered(cast, cast.leo, channel="email", email="ines@mail.example")
    by_text = _registered(cast, cast.mia, channel="text", phone="+15550104432", carrier="other")
    newcomer = accounts.create_user(name="Una", email="una@mail.example", now=cast.now, proven=False)
    return {
        "account.confirm-address": (newcomer, newcomer, ""),
        "account.password-reset": (cast.gina, cast.gina, ""),
        "appointment.booked": (cast.leo_visit, cast.gina, ""),
        "appointment.moved": (cast.leo_visit, cast.gina, ""),
        "appointment.cancelled": (cast.leo_visit, cast.gina, ""),
        "message.new": (furnished.thread.messages.get(number=2), cast.gina, ""),
        "patient.invited": (furnished.invitation, None, furnished.invitation.nonce),
        "patient.registered": (by_mail, None, by_mail.nonce),
        "patient.registered-by-text": (by_text, None, by_text.nonce),
        "request.declined": (furnished.request, cast.gina, ""),
        "request.proposed": (furnished.offered.request, cast.gina, ""),
        "request.offer-over": (_run_out(cast, furnished.request), cast.gina, ""),
        "staff.invited": (invited, invited.user, invited.invite_nonce),
    }


def _registered(cast, patient, **reach) -> Invitation:
    """A PIN on its way to a guardian."""
    facts = {
        "practice": cast.maple,
        "patient": patient,
        "name": "Ines",
        "relationship": "mother",
        "nonce": uuid.uuid4(),
    }
    return Invitation.objects.create(
        **facts, **reach, proof="pin", pin_digest=uuid.uuid4().hex, issued_at=cast.now, issued_by=cast.fay.user
    )


def _run_out(cast, of: AppointmentRequest) -> AppointmentRequest:
    """Another request, whose offer nobody answered in time."""
    thread = world.start_thread(cast, cast.paul, cast.gina, [])
    request = world.ask(cast, thread, of.patient, of.patient.cases.get(name="Speech therapy"), cast.gina)
    request.status, request.decided_at = "expired", cast.now
    request.save()
    return request


def compose(notice: Callable, sample: tuple, cast) -> Letter | None:
    """The letter this notice makes of its sample, an hour later."""
    subject, recipient, key = sample
    row = OutboundMessage(
        practice=cast.maple, subject_ref=subject.pk, recipient=recipient, key=f"walk:{key}", created_at=cast.now
    )
    return notice(row, cast.now + timedelta(hours=1))


def faults(letter: Letter) -> Iterable[str]:
    """What a letter says that it must not, and what it lacks."""
    parts = {"subject": letter.subject, "text": letter.text, "html": letter.html}
    parts["calendar"] = letter.calendar.decode() if letter.calendar else ""
    for part, words in parts.items():
        for denied in DENIED:
            if re.search(rf"\b{re.escape(denied)}\b", words, re.IGNORECASE):
                yield f"the {part} says {denied!r}"
    is_text = letter.address.startswith("+")
    if "@" not in letter.address and not is_text:
        yield "it goes nowhere"
    for part in ("text",) if is_text else ("text", "html"):
        if settings.BASE_URL not in parts[part]:
            yield f"the {part} has no link"
