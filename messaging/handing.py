"""Room: passing a thread on among colleagues. The patient sees nothing of it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from messaging import routing, taking, threads
from messaging.models import Delivery, Department, Message, Thread
from practice.access import STAFF, Actor
from practice.errors import Refused
from practice.models import StaffMember


def receivers(by: Actor, thread: Thread, to: Sequence[StaffMember | Department]) -> list[StaffMember]:
    """Whom this reaches: the people, and the members of the departments. Refuses those without access by name (X42)."""
    people = [one for one in to if isinstance(one, StaffMember) and one.is_active and one.pk != by.member.pk]
    seeing = routing.with_access(people, thread.patient, by.now)
    if blind := [member for member in people if member not in seeing]:
        names = ", ".join(member.user.name for member in blind)
        raise Refused("no_access", _("No access to this patient: %(names)s.") % {"names": names}, "to")
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
