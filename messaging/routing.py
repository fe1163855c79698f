"""Who gets a thread: a pure decision (R27-R31, D8), the rows it is decided on, and the rows that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from messaging.models import Delivery, Department, Thread
from messaging.prescribers import Rung, rungs_of
from practice.access import STAFF, Actor
from practice.models import Patient, PortalSettings, Practice, Provider, StaffMember


@dataclass(frozen=True)
class Route:
    """The members who receive a thread, why they do, and the department it belongs to (which may be empty)."""

    members: list[StaffMember]
    reason: str
    department: Department | None = None


def choose(
    colleagues: Sequence[StaffMember],
    named: Sequence[StaffMember],
    last_resort: Sequence[StaffMember],
    rungs: Sequence[Rung] = (),
) -> tuple[list[StaffMember], str]:
    """The ladder (D8): everybody in the department; else whom the patient named; else the first of the rungs that its
    kind has and somebody stands on; else the last resort.
    """
    if colleagues:
        return list(colleagues), "department"
    if named:
        return list(named), "named"
    for reason, member in rungs:
        if member is not None:
            return [member], reason
    return list(last_resort), "fallback"


def decide(
    practice: Practice,
    kind: str,
    named_provider: Provider | None = None,
    department: Department | None = None,
    *,
    rungs: Sequence[Rung] = (),
) -> Route:
    """Who receives a new thread of this kind: through `department` where a rule names one (D7), else through the one
    that serves all locations (R31).
    """
    named = StaffMember.objects.none()
    if named_provider is not None and named_provider.ended_at is None:
        named = _active(practice).filter(pk=named_provider.member_id)
    return through_department(department or receiving(practice, kind), named, practice, rungs=rungs)


def decide_again(thread: Thread, *, without: StaffMember | None = None) -> Route:
    """Who receives a thread that is already under way: its department, else whom it was sent to by name, and on."""
    named = _active(thread.practice).filter(deliveries__thread=thread, deliveries__reason="named").distinct()
    if without is not None:
        named = named.exclude(pk=without.pk)
    rungs = [(reason, member) for reason, member in rungs_of(thread) if member != without]
    return through_department(thread.department, named, thread.practice, without=without, rungs=rungs)


def through_department(
    department, named, practice, *, without: StaffMember | None = None, rungs: Sequence[Rung] = ()
) -> Route:
    """Walk the ladder, starting from a department. `named` is a queryset of members, empty when nobody is named."""
    colleagues = _active(practice).filter(departments=department) if department else StaffMember.objects.none()
    if without is not None:
        colleagues = colleagues.exclude(pk=without.pk)
    members, reason = choose(list(colleagues), list(named), last_resort(practice, without=without), rungs)
    return Route(members, reason, department)


def receiving(practice: Practice, kind: str) -> Department | None:
    """The department to which new threads of this kind come first."""
    return Department.objects.of(practice).filter(receives=kind).first()


def last_resort(practice: Practice, *, without: StaffMember | None = None) -> list[StaffMember]:
    """The practice's last resort; while nobody active is named, everybody with the administration duty (X39)."""
    settings = PortalSettings.objects.of(practice).select_related("last_resort").first()
    named = settings.last_resort if settings else None
    if named and named.is_active and named != without:
        return [named]
    administrators = _active(practice).filter(duties__contains=["admin"])
    return list(administrators.exclude(pk=without.pk) if without else administrators)


def with_access(members: Sequence[StaffMember], patient: Patient, now: datetime) -> list[StaffMember]:
    """Those of the members who have the patient in their scope."""
    return [member for member in members if _sees(member, patient, now)]


def deliver(
    thread: Thread,
    members: Sequence[StaffMember],
    *,
    reason: str,
    at: datetime,
    channel: str = "portal",
    sent_by: StaffMember | None = None,
    first_visible_number: int = 1,
) -> None:
    """Put the thread into these inboxes, unread. Who has it already has it anew, and never sees less than before."""
    members = list({member.pk: member for member in members}.values())
    before = _seen_from(thread, members)
    rows = [
        Delivery(
            practice_id=thread.practice_id,
            thread=thread,
            member=member,
            channel=channel,
            reason=reason,
            sent_by=sent_by,
            first_visible_number=min(first_visible_number, before.get(member.pk, first_visible_number)),
            delivered_at=at,
        )
        for member in members
    ]
    Delivery.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["thread", "member", "channel"],
        update_fields=["reason", "sent_by", "first_visible_number", "delivered_at", "read_at", "closed_at"],
    )


def first_number_of(thread: Thread, member: StaffMember) -> int:
    """From which message on this member sees the thread: nobody passes on, or gets, more than they could read."""
    shown = Delivery.objects.filter(thread=thread, member=member).values_list("first_visible_number", flat=True)
    return min(shown, default=1)


def _seen_from(thread: Thread, members: Sequence[StaffMember]) -> dict:
    """From which message on each of these members sees the thread by now, by the member's id."""
    had = Delivery.objects.filter(thread=thread, member__in=members)
    return dict(had.order_by("-first_visible_number").values_list("member_id", "first_visible_number"))


def _active(practice: Practice):
    return StaffMember.objects.of(practice).filter(joined_at__isnull=False, ended_at=None).select_related("user")


def _sees(member: StaffMember, patient: Patient, now: datetime) -> bool:
    them = Actor(practice=patient.practice, side=STAFF, now=now, user=member.user, member=member)
    return Patient.objects.visible_to(them).filter(pk=patient.pk).exists()
