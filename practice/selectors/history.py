"""Who did or read what about a patient: the one reader of the audit for screens (settled 7).

For staff who may see the chart and have the patient in scope: what was done says what the chart holds. Nobody else sees
a line of it, neither the administrator without such a duty nor the patient's side.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import OuterRef, Q, Subquery

from practice.access import STAFF, Actor, Permission
from practice.errors import NotAllowed, NotVisible
from practice.models import AuditEvent, Patient, User
from practice.tenancy import sees

PAGE = 50
LONGEST_NUMBER = 18  # digits of a row's number, at most


@dataclass(frozen=True)
class Event:
    """One act, `at` in UTC. `side`: staff, patient or system; `who` is empty where nobody was signed in."""

    at: datetime
    action: str
    side: str
    who: str
    refused: bool


@dataclass(frozen=True)
class HistoryPage:
    """Some events, newest first, and the key of those that came before (empty where none did)."""

    events: list[Event]
    after: str = ""


def history(actor: Actor, patient: Patient, *, but: Collection[str] = (), after: str = "") -> HistoryPage:
    """One page of what was done or read about the patient at this practice, without the actions in `but`. One query.

    A key nobody made starts anew. Raises NotVisible for a patient out of scope, NotAllowed without access to charts.
    """
    if actor.side != STAFF or not sees(actor, patient):
        raise NotVisible("Patient")
    if not actor.may(Permission.CHART_SEE):
        raise NotAllowed(Permission.CHART_SEE)
    rows = AuditEvent.objects.filter(practice_ref=actor.practice.pk, patient_ref=patient.pk).exclude(action__in=but)
    named = User.objects.filter(pk=OuterRef("user_ref")).values("name")
    rows = rows.filter(_before(after)).annotate(who=Subquery(named[:1])).order_by("-at", "-pk")
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    events = [Event(row.at, row.action, row.hat, row.who or "", row.outcome == "refused") for row in shown]
    return HistoryPage(events, f"{shown[-1].at.isoformat()}~{shown[-1].pk}" if len(found) > PAGE else "")


def _before(key: str) -> Q:
    """The condition for having come before the row with this key."""
    moment, _tilde, number = key.partition("~")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return Q()
    try:
        at = datetime.fromisoformat(moment)
        at = at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        at = None
    return Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=int(number))) if at else Q()
