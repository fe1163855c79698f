"""Doors for what staff do with a thread. Unread is each person's own; completed is the thread's (R118)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from messaging import kinds, routing, selectors, threads, words
from messaging.models import Delivery, Department, Message, Thread
from practice.access import STAFF, Actor, Permission
from practice.errors import Refused
from practice.models import AccessGrant, StaffMember
from practice.service import door

KEEP, COMPLETED = "keep", "completed"


def may_read(by: Actor, *, thread: Thread, **_rest) -> bool:
    """Staff with the messages duty, and whoever the thread was delivered to (D6)."""
    return by.side == STAFF and (by.may(Permission.THREAD_READ) or _was_delivered(by, thread))


def may_answer(by: Actor, *, thread: Thread, **_rest) -> bool:
    """Staff with the messages duty, and whoever has the thread (D6)."""
    return by.side == STAFF and selectors.may_answer(by, thread)


@door(Permission.THREAD_READ, "thread.previewed", allow=may_read)
def preview(*, by: Actor, thread: Thread) -> Thread:
    """Leave the trace that a staff member looked at the thread. It marks nothing read (R33)."""
    return thread


@door(Permission.THREAD_READ, "thread.opened", allow=may_read)
def open_thread(*, by: Actor, thread: Thread) -> Thread:
    """The thread is read, for this staff member; it stays in the inbox."""
    threads.mark_read(by=by, thread=threads.lock(thread))
    return thread


@door(Permission.THREAD_READ, "thread.marked_unread", allow=may_read)
def mark_unread(*, by: Actor, thread: Thread) -> Thread:
    """The thread is unread again, for this staff member. Refuses one that is not in their inbox."""
    thread = threads.lock(thread)
    if not Delivery.objects.filter(thread=thread, member=by.member, closed_at=None).update(read_at=None):
        raise Refused("not_in_inbox", _("This message is not in your inbox."))
    return thread


@door(Permission.THREAD_ANSWER, "thread.answered", keep=("after_sending",), allow=may_answer, once=Message)
def reply(
    *,
    by: Actor,
    thread: Thread,
    response: str,
    seen_number: int,
    after_sending: str = KEEP,
    seen_completed: bool = False,
    handled: str = "",
    request_key=None,
) -> Message:
    """Answer the patient side: the thread's own account, about its own patient, and nobody else (R120).

    Refuses when somebody said something after `seen_number` or completed the thread meanwhile (T-70), and when the
    account may no longer see the patient (X25). The thread stays as it is but for `completed`.
    """
    thread = threads.lock(thread)
    text = words.required(response, "response")
    _refuse_if_changed(by, thread, seen_number, seen_completed)
    _refuse_if_access_ended(by, thread)
    message = threads.post(by=by, thread=thread, body=text, side=STAFF, request_key=request_key)
    threads.mark_read(by=by, thread=thread)
    if after_sending == COMPLETED:
        _settle_and_complete(by, thread, handled)
    return message


@door(Permission.THREAD_ANSWER, "thread.answered_internally", keep=("to",), allow=may_answer, once=Message)
def answer_internally(
    *,
    by: Actor,
    thread: Thread,
    to: StaffMember,
    response: str,
    seen_number: int,
    after_sending: str = KEEP,
    seen_completed: bool = False,
    request_key=None,
) -> Message:
    """Answer the colleague who forwarded the thread: into their Unread Phone, never to the patient (R58).

    With `completed` it leaves all other inboxes; the thread itself stays open, since the patient waits. Refuses like
    `reply`, and a colleague who never had the thread.
    """
    thread = threads.lock(thread)
    text = words.required(response, "response")
    _refuse_if_changed(by, thread, seen_number, seen_completed)
    if to.ended_at or not Delivery.objects.filter(thread=thread, member=to).exists():
        raise Refused("not_a_holder", _("%(name)s does not have this message.") % {"name": to.user.name}, "to")
    message = _say_internally(by, thread, text, [to], "answer", request_key=request_key)
    if after_sending == COMPLETED:
        _leave_to(by, thread, [to])
    return message


@door(Permission.THREAD_ANSWER, "thread.forwarded", keep=("include_prior", "completed"), allow=may_answer, once=Message)
def forward(
    *,
    by: Actor,
    thread: Thread,
    to: Sequence[StaffMember | Department],
    note: str = "",
    include_prior: bool = False,
    completed: bool = False,
    request_key=None,
) -> Message:
    """Give the thread to colleagues and departments, into their Unread Phone (R53); the patient sees nothing of it.

    Without `include_prior` those who did not have it see only from here on (R56). With `completed` it leaves all
    other inboxes, and one department alone becomes the thread's own. A completed thread opens again.
    Refuses people without access to the patient, by name (X42).
    """
    thread = threads.lock(thread)
    receivers = _receivers(by, thread, to)
    names = ", ".join(str(one) for one in to)
    body = "\n\n".join(filter(None, [_("Forwarded to %(names)s.") % {"names": names}, words.optional(note, "note")]))
    if thread.completed_at:
        threads.uncomplete(thread)
    prior = _first_number_of(by, thread) if include_prior else None
    message = _say_internally(by, thread, body, receivers, "forwarded", first=prior, request_key=request_key)
    if completed:
        _leave_to(by, thread, receivers)
        if len(to) == 1 and isinstance(to[0], Department):
            thread.department = to[0]
            thread.save(update_fields=["department"])
    return message


@door(Permission.THREAD_ANSWER, "thread.completed", keep=("handled",), allow=may_answer)
def complete(*, by: Actor, thread: Thread, handled: str = "") -> Thread:
    """Take the thread out of all inboxes, answered or not. Refuses while its kind must hear how it was handled."""
    thread = threads.lock(thread)
    _settle_and_complete(by, thread, handled)
    return thread


@door(Permission.THREAD_ANSWER, "thread.reopened", allow=may_answer)
def reopen(*, by: Actor, thread: Thread) -> Thread:
    """Take completing back: whoever had the thread has it again."""
    return threads.reopen(by=by, thread=threads.lock(thread))


def _was_delivered(by: Actor, thread: Thread) -> bool:
    return Delivery.objects.visible_to(by).filter(thread=thread, member=by.member).exists()


def _refuse_if_changed(by: Actor, thread: Thread, seen_number: int, seen_completed: bool) -> None:
    facts = {"seen_number": thread.last_number, "seen_completed": thread.completed_at is not None}
    newest = Message.objects.filter(thread=thread, number__gt=seen_number).order_by("-number").first()
    if newest:
        who = newest.author.name if newest.author and newest.side == STAFF else _("Web Portal User")
        said = _("%(name)s wrote in this thread meanwhile. Read it, then send yours.") % {"name": who}
        raise Refused("thread_changed", said, "response", **facts)
    if thread.completed_at and not seen_completed:
        who = thread.completed_by.user.name
        said = _("%(name)s completed this thread meanwhile. Send yours if it is still needed.") % {"name": who}
        raise Refused("thread_completed", said, "response", **facts)


def _refuse_if_access_ended(by: Actor, thread: Thread) -> None:
    live = AccessGrant.objects.of(by.practice).live(by.now)
    if not live.filter(user=thread.account_id, patient=thread.patient_id).exists():
        raise threads.access_ended(thread.account, thread.patient, "response")


def _receivers(by: Actor, thread: Thread, to: Sequence[StaffMember | Department]) -> list[StaffMember]:
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


def _say_internally(by: Actor, thread: Thread, body, receivers, reason, *, first=None, request_key) -> Message:
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


def _first_number_of(by: Actor, thread: Thread) -> int:
    """Nobody can pass on more than they can read themselves."""
    mine = Delivery.objects.filter(thread=thread, member=by.member).values_list("first_visible_number", flat=True)
    return min(mine, default=1)


def _leave_to(by: Actor, thread: Thread, receivers: list[StaffMember]) -> None:
    """Only the receivers have the thread now, in Unread Phone."""
    live = Delivery.objects.filter(thread=thread, closed_at=None)
    live.exclude(member__in=receivers, channel="phone").update(closed_at=by.now)


def _settle_and_complete(by: Actor, thread: Thread, handled: str) -> None:
    if thread.completed_at is None and (ways := kinds.ways_to_settle(thread)):
        if handled not in dict(ways):
            raise Refused("handled_how", _("Say how it was handled."), "handled")
        kinds.get(thread.kind).settle(by, thread, handled)
    threads.complete(by=by, thread=thread)
