"""One of everything at Maple Pediatrics, for walks that need a row of each kind."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

from django.core.files.base import ContentFile

from messaging.models import (
    Attachment,
    Delivery,
    DiscardedForm,
    Draft,
    FirstDraft,
    InsuranceChange,
    Message,
    Phrase,
    PhraseNotebook,
    ReadMarker,
    ReferralRequest,
    RefillRequest,
    Thread,
    Withdrawal,
    Writer,
)
from practice.models import (
    AuditEvent,
    Closure,
    OutboundMessage,
    ParkedSubmission,
    PatientAccess,
    PatientFlag,
    Referral,
    RefillRecord,
    TermsText,
    TextOptOut,
    TokenBucket,
)
from registration.models import Consent, Invitation, InviteLine, InviteRun
from scheduling.models import (
    Appointment,
    AppointmentRequest,
    ProposedSlot,
    RequestedSlot,
    RequestEvent,
    RequestRoute,
    TimeOff,
    ZoneChange,
)
from tests import build

# What nobody may find in a mail: it stands where people write about their health.
CLINICAL = "zebra stripes"


def furnish(cast) -> SimpleNamespace:
    """Add to the cast one row of every model it has none of; returns them by what a URL calls them."""
    day = timedelta(days=1)
    thread = start_thread(cast, cast.leo, cast.gina, [cast.sam, cast.fay])
    request = ask(cast, thread, cast.leo, cast.leo_primary, cast.gina)
    closure = Closure.objects.create(
        practice=cast.maple, location=cast.north, starts_at=cast.now + 30 * day, ends_at=cast.now + 31 * day, reason="x"
    )
    time_off = TimeOff.objects.create(
        practice=cast.maple, provider=cast.dr_ben, starts_at=cast.now + 40 * day, ends_at=cast.now + 41 * day
    )
    offered = offer(cast)
    ZoneChange.objects.create(
        practice=cast.maple,
        location=cast.north,
        from_zone="America/Chicago",
        to_zone="America/New_York",
        changed_by=cast.ad.user,
        changed_at=cast.now,
        visits=1,
        people=2,
    )
    PatientAccess.objects.create(practice=cast.maple, member=cast.rita, patient=cast.leo)
    chart = _chart(cast, thread)
    invitation = Invitation.objects.create(
        practice=cast.maple,
        patient=cast.teen,
        name="Claire Laurent",
        email="claire.laurent@mail.example",
        relationship="mother",
        nonce=uuid.uuid4(),
        issued_at=cast.now,
        issued_by=cast.fay.user,
        expires_at=cast.now + 7 * day,
    )
    invite_run = InviteRun.objects.create(practice=cast.maple, started_by=cast.fay.user, started_at=cast.now)
    line = InviteLine(practice=cast.maple, run=invite_run, patient=cast.teen, invitation=invitation, group=uuid.uuid4())
    line.save()
    terms = TermsText.objects.filter(practice=cast.maple).first()
    Consent.objects.create(practice=cast.maple, user=cast.gina, patient=cast.leo, text=terms, accepted_at=cast.now)
    route = RequestRoute.objects.create(
        practice=cast.maple, position=1, location=cast.south, department=cast.appointment_requests
    )
    attachment = Attachment.objects.create(
        practice=cast.maple,
        patient=cast.leo,
        message=thread.messages.get(number=1),
        uploaded_by=cast.gina,
        uploaded_at=cast.now,
        name="rash.png",
        kind="png",
        size=3,
        file=ContentFile(b"png", "rash.png"),
    )
    notebook = PhraseNotebook.objects.create(practice=cast.maple, name="Front desk")
    phrase = Phrase.objects.create(
        practice=cast.maple, notebook=notebook, title="Hours", text="We are open from 9 to 5, {{recipient}}."
    )
    withdrawn = taken_back(cast, thread)
    being_written(cast, thread)
    _practice_rows(cast)
    return SimpleNamespace(
        thread=thread,
        message=withdrawn.message,
        request=request,
        offered=offered,
        closure=closure,
        time_off=time_off,
        invitation=invitation,
        invite_run=invite_run,
        contact=cast.leo.contacts.first(),
        department=cast.appointment_requests,
        route=route,
        notebook=notebook,
        attachment=attachment,
        phrase=phrase,
        **chart,
    )


def _chart(cast, thread) -> dict:
    """What Leo's chart holds, and a thread that asks for each of it."""
    medication = build.medication(cast.leo, "Albuterol", "90 mcg, 2 puffs as needed", prescriber=cast.ada)
    pharmacy = build.pharmacy(cast.maple, "Elm Street Pharmacy", "1 Elm Street, Albany")
    facts = {"practice": cast.maple, "patient": cast.leo}
    flag = PatientFlag.objects.create(
        **facts, kind="allergy", text="Penicillin", recorded_at=cast.now, recorded_by=cast.nia
    )
    record = RefillRecord.objects.create(
        **facts, medication=medication, pharmacy=pharmacy, prescriber=cast.ada, quantity="1 inhaler", at=cast.now
    )
    policy = build.insurance(cast.leo, "Acme", "1", cast.fay)
    referral = Referral.objects.create(
        **facts, specialty="Allergy", reason=CLINICAL, made_by=cast.rita, made_at=cast.now
    )
    asks = {"practice": cast.maple, "thread": thread}
    RefillRequest.objects.create(**asks, medication=medication, pharmacy=pharmacy, record=record)
    ReferralRequest.objects.create(**asks, specialty="Allergy", referral=referral)
    InsuranceChange.objects.create(**asks, company="Acme", member_number="1", policy=policy)
    return {"medication": medication, "pharmacy": pharmacy, "flag": flag, "referral": referral, "policy": policy}


def _practice_rows(cast) -> None:
    OutboundMessage.objects.create(
        practice=cast.maple,
        notice="x",
        recipient=cast.gina,
        subject_ref=cast.leo.pk,
        key="x",
        created_at=cast.now,
        due_at=cast.now,
        status="sent",
    )
    AuditEvent.objects.create(at=cast.now, hat="staff", action="x.done")
    TextOptOut.objects.create(practice=cast.maple, phone="+15550104499", at=cast.now)
    TokenBucket.objects.create(key="x", tokens=1, updated_at=cast.now)
    ParkedSubmission.objects.create(user=cast.gina, path="/", fields={}, parked_at=cast.now)


def start_thread(cast, patient, account, members, kind="appointment") -> Thread:
    """A thread with one message, delivered to these members."""
    thread = Thread.objects.create(
        practice=cast.maple,
        patient=patient,
        account=account,
        kind=kind,
        subject="Appointment Request" if kind == "appointment" else CLINICAL,
        department=cast.appointment_requests,
        last_number=2,
        last_at=cast.now,
        started_at=cast.now,
    )
    for number, side, author in ((1, "patient", account), (2, "staff", cast.sam.user)):
        Message.objects.create(
            practice=cast.maple,
            thread=thread,
            number=number,
            side=side,
            author=author,
            body=f"About {CLINICAL}",
            sent_at=cast.now,
            visible_from=cast.now,
        )
    for member in members:
        Delivery.objects.create(
            practice=cast.maple, thread=thread, member=member, reason="department", delivered_at=cast.now
        )
    ReadMarker.objects.create(practice=cast.maple, thread=thread, user=account, up_to_number=1, up_to_at=cast.now)
    return thread


def taken_back(cast, thread) -> Withdrawal:
    """A third message in the thread, which its sender took back."""
    soon = cast.now + timedelta(seconds=15)
    facts = {"practice": cast.maple, "thread": thread, "number": 3, "side": "staff", "author": cast.sam.user}
    message = Message.objects.create(**facts, body=f"Not {CLINICAL}", sent_at=cast.now, visible_from=soon)
    Thread.objects.filter(pk=thread.pk).update(last_number=3)
    return Withdrawal.objects.create(practice=cast.maple, message=message, by=cast.sam, at=cast.now)


def being_written(cast, thread) -> None:
    """Sam has begun an answer in the thread and a new message, is at it, and has discarded another."""
    facts = {"practice": cast.maple, "thread": thread, "window": "reply"}
    typed = {"author": cast.sam.user, "body": f"About {CLINICAL}", "updated_at": cast.now}
    Draft.objects.create(**facts, **typed)
    begun = {"practice": cast.maple, "patient": thread.patient, "window": "write", "author": typed.pop("author")}
    FirstDraft.objects.get_or_create(**begun, defaults=typed)  # one for all threads of a patient
    DiscardedForm.objects.create(practice=cast.maple, author=cast.sam.user, request_key=uuid.uuid4(), at=cast.now)
    Writer.objects.create(**facts, member=cast.sam, touched_at=cast.now)


def ask(cast, thread, patient, case, account) -> AppointmentRequest:
    """A pending request with one slot, carried by the thread."""
    request = AppointmentRequest.objects.create(
        practice=cast.maple,
        thread=thread,
        patient=patient,
        case=case,
        visit_type=cast.sick,
        location=cast.north,
        provider=cast.dr_ada,
        wish="slots",
        reason=CLINICAL,
        made_by=account,
        made_at=cast.now,
    )
    starts = cast.now + timedelta(days=2)
    RequestedSlot.objects.create(
        practice=cast.maple,
        request=request,
        provider=cast.dr_ada,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=15),
        position=1,
    )
    return request


def offer(cast) -> ProposedSlot:
    """A request of Gina's for Mia, made instead of an earlier one, to which a time has been proposed: that time."""
    thread = start_thread(cast, cast.mia, cast.gina, [cast.sam, cast.fay])
    earlier = ask(cast, thread, cast.mia, cast.mia_primary, cast.gina)
    gone = {"status": "withdrawn", "decided_at": cast.now, "decided_by": cast.gina}
    AppointmentRequest.objects.filter(pk=earlier.pk).update(**gone)
    request = ask(cast, thread, cast.mia, cast.mia_primary, cast.gina)
    AppointmentRequest.objects.filter(pk=request.pk).update(status="proposed", replaces=earlier)
    starts = cast.now + timedelta(days=20)
    held = Appointment.objects.create(
        practice=cast.maple,
        patient=cast.mia,
        provider=cast.dr_ada,
        location=cast.north,
        visit_type=cast.sick,
        case=cast.mia_primary,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=15),
        busy=(starts, starts + timedelta(minutes=15)),
        status="held",
        held_until=cast.now + timedelta(days=2),
        booked_at=cast.now,
    )
    RequestEvent.objects.create(
        practice=cast.maple, request=request, what="proposed", at=cast.now, by=cast.sam.user, side="staff"
    )
    return ProposedSlot.objects.create(practice=cast.maple, request=request, appointment=held, position=1)


def take_away(cast, visit) -> None:
    """The provider is away just then: the visit stands and is to be moved."""
    TimeOff.objects.create(
        practice=cast.maple, provider=visit.provider, starts_at=visit.starts_at, ends_at=visit.ends_at
    )
