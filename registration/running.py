"""Room: a run's lines become invitations, some at a time, in the worker.

Each line and its invitation are written in one transaction, and a line is invited once: a worker who dies in between
leaves nobody out and writes to nobody twice.
"""

from uuid import UUID

from django.db import transaction

from practice import doorbell
from practice.access import Actor
from registration import issuing, recipients
from registration.models import Invitation, InviteLine, InviteRun

BATCH = 50


def begin(by: Actor, found: recipients.Found, request_key: UUID | None) -> InviteRun:
    """Write the run down with a line for everybody looked at, and ring for a worker on commit."""
    facts = {"practice": by.practice, "started_by": by.user, "started_at": by.now}
    run = InviteRun.objects.create(**facts, request_key=request_key)
    known = {"practice": by.practice, "run": run}
    lines = [InviteLine(**known, patient=one.patient, group=one.group) for one in found.recipients]
    lines += [InviteLine(**known, patient=patient, left_out=reason) for patient, reason in found.left_out]
    InviteLine.objects.bulk_create(lines, batch_size=1000)
    transaction.on_commit(lambda: _ring(run.pk), robust=True)
    return run


def invite_next(by: Actor, run: InviteRun) -> bool:
    """Invite the next few; says whether there are more. Does nothing while another worker is at it.

    Whoever is not to be invited any more, such as somebody who has come in meanwhile, is left out with the reason.
    """
    mine = InviteRun.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=run.pk, finished_at=None)
    if (run := mine.select_related("started_by").first()) is None:
        return False
    lines = list(run.lines.filter(invitation=None, left_out="").order_by("pk")[:BATCH])
    now_found = recipients.find(by, [line.patient_id for line in lines])
    at = {one.patient.pk: one for one in now_found.recipients}
    reasons = {patient.pk: reason for patient, reason in now_found.left_out}
    for line in lines:
        _invite(by, run, line, at.get(line.patient_id), reasons.get(line.patient_id, "inactive"))
    if len(lines) < BATCH:
        run.finished_at = by.now
        run.save(update_fields=["finished_at"])
    return run.finished_at is None


def _invite(by: Actor, run: InviteRun, line: InviteLine, to: recipients.Recipient | None, reason: str) -> None:
    if to is None:
        line.left_out = reason
    else:
        is_first = not Invitation.objects.of(by.practice).filter(group=line.group).exists()
        line.invitation = issuing.link(
            by,
            to.patient,
            name=to.name,
            email=to.email,
            relationship=to.relationship,
            contact=to.contact,
            issued_by=run.started_by,
            group=line.group,
            with_message=is_first,
        )
    line.save(update_fields=["left_out", "invitation"])


def _ring(run_id: UUID) -> None:
    from registration.tasks import invite_all

    doorbell.ring(invite_all, run_id)
