"""Room: passing a thread on among colleagues. The patient sees nothing of it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from messaging import routing, taking, threads
from messaging.models import Delivery, Department, Message, Thread
from practice.access import STAFF, Actor
from practice.errors import Refused
from practice.models import StaffMember


def receivers(
    by: Actor, thread: Thread, to: Sequence[StaffMember | Department], give_access: Sequence[StaffMember] = ()
) -> list[StaffMember]:
    """Whom this reaches: the people, and the members of the departments.

    Refuses people without access by name, but for those to `give_access` where the practice allows that (X42).
    """
    people = [one for one in to if isinstance(one, StaffMember) and one.is_active and one.pk != by.member.pk]
    seeing = routing.with_access(people, thread.patient, by.now)
    _refuse_blind(by, [member for member in people if member not in seeing], give_access)
    seeing.extend(give_access)
    for department in (one for one in to if isinstance(one, Department)):
        active = department.members.filter(joined_at__isnull=False, ended_at=None).exclude(pk=by.member.pk)
        colleagues = routing.with_access(list(active.select_related("user")), thread.patient, by.now)
        if not colleagues:
            said = _("Nobody else in %(department)s has access to this patient.") % {"department": department.name}
            raise Refused("nobody_there", said, "to")
        seeing.extend(colleagues)
    if not seeing:
        raise Refused("nobody", _("Choose who receives it."), "to")
    return list({member.pk: member for member in seeing}.values())


def _refuse_blind(by: Actor, blind: list[StaffMember], give_access: Sequence[StaffMember]) -> None:
    """Refuse whom access is neither had by nor given to; the refusal says to whom it could be given.

    It is given only to those who lack it: the audit row names whom it was given to, and must not name others.
    """
    allowed = by.practice.settings.forward_gives_access if blind else False
    if left := [member for member in blind if not allowed or member not in give_access]:
        said = _("No access to this patient: %(names)s.") % {"names": named(left)}
        raise Refused("no_access", said, "to", may_give=[str(member.pk) for member in left] if allowed else [])
    if others := [member for member in give_access if member not in blind]:
        said = _("Access is given only to receivers who lack it. Untick: %(names)s.")
        raise Refused("access_not_lacking", said % {"names": named(others)}, "give_access")


def named(people: Sequence[StaffMember | Department]) -> str:
    """Their names in one line."""
    return ", ".join(str(one) for one in people)


def say_internally(by: Actor, thread: Thread, body, receivers, reason, *, first=None, request_key) -> Message:
    """Say it to these colleagues, into their Unread Phone; they see the thread from number `first` on."""
    message = threads.post(by=by, thread=thread, body=body, side=STAFF, shown_to="internal", request_key=request_key)
    routing.deliver(
        thread,
        receivers,
        reason=reason,
        at=by.now,
        channel="phone",
        sent_by=by.member,
        first_visible_number=first or message.number,
    )
    threads.mark_read(by=by, thread=thread)
    return message


def leave_to(by: Actor, thread: Thread, receivers: list[StaffMember]) -> None:
    """Only the receivers have the thread now, in Unread Phone."""
    live = Delivery.objects.filter(thread=thread, closed_at=None)
    live.exclude(member__in=receivers, channel="phone").update(closed_at=by.now)
    taking.release_unheld([thread.pk])
    thread.refresh_from_db(fields=["taken_at", "taken_by"])
