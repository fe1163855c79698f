"""What happened: one row for each act, in the act's own transaction; never what people wrote."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from practice import journal
from practice.access import Actor
from practice.models.audit import AuditEvent


@dataclass(frozen=True)
class Facts:
    """An action's name and the plain arguments declared safe to keep."""

    action: str
    kept: dict = field(default_factory=dict)


def record(by: Actor, facts: Facts, owned: list, result=None) -> None:
    """Write the row for an act that was done. The subject is the first owned argument, else what came of it."""
    subject = owned[0] if owned else result
    journal.leave(AuditEvent(**_row(by, facts, owned, subject), outcome="done"))


def record_refusal(by: Actor, facts: Facts, owned: list, why: str) -> None:
    """Write the row for a refused act, outside the transaction that was rolled back."""
    row = _row(by, facts, owned, owned[0] if owned else None)
    row["detail"] = {**row["detail"], "refused": why}
    AuditEvent.objects.create(**row, outcome="refused")


def record_event(action: str, *, at, user=None, practice=None, hat="", address=None, request_id="", outcome="done"):
    """Write a row for what has no actor yet: sign-ins, sign-outs, password changes."""
    AuditEvent.objects.create(
        at=at,
        practice_ref=practice and practice.pk,
        user_ref=user and user.pk,
        hat=hat,
        action=action,
        address=address or None,
        request_id=request_id,
        outcome=outcome,
    )


def _row(by: Actor, facts: Facts, owned: list, subject) -> dict:
    patients = [row.about_patient_id for row in owned if row.about_patient_id]
    return {
        "at": by.now,
        "practice_ref": by.practice.pk,
        "user_ref": by.user and by.user.pk,
        "hat": by.side,
        "actor_name": by.name,
        "patient_ref": patients[0] if patients else None,
        "action": facts.action,
        "subject_type": type(subject).__name__.lower() if subject is not None else "",
        "subject_ref": str(getattr(subject, "pk", "") or ""),
        "request_id": by.request_id,
        "address": by.address or None,
        "detail": {name: _plain(value) for name, value in facts.kept.items() if value is not None},
    }


def _plain(value):
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool | int | float | str) else str(getattr(value, "pk", value))
