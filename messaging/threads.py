"""Room: what happens to a thread. Called inside doors; it checks no permission."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from messaging import attaching, routing
from messaging.models import Attachment, Delivery, Message, Thread
from messaging.prescribers import Rung
from practice import outbox
from practice.access import PATIENT, STAFF, Actor
from practice.errors import Refused
from practice.models import Patient, Provider, StaffMember, User

NEW_MESSAGE = "message.new"
UNDO = timedelta(seconds=15)  # how long a sender can take back what they said to a patient (settled 22)
AT_ONCE = timedelta(0)


def lock(thread: Thread) -> Thread:
    """The thread as it is now, locked until the transaction ends: the first line of every door about one."""
    return Thread.objects.select_for_update(no_key=True, of=("self",)).select_related("patient").get(pk=thread.pk)


def start(
    *,
    by: Actor,
    patient: Patient,
    kind: str,
    subject: str,
    body: str,
    account: User | None = None,
    department=None,
    named_provider: Provider | None = None,
    rungs: Sequence[Rung] = (),
    held: timedelta = AT_ONCE,
    urgent: bool = False,
    attachments: Sequence[Attachment] = (),
    request_key=None,
) -> Thread:
    """Open a thread between an account and the practice, with its first message, which takes the attachments along.

    It is the account of `by`, on the patient's side, whose words are delivered: to `department` when one is given, else
    by the thread's kind (see `routing.decide`). They are flagged where they are `urgent`. Staff name the `account` they
    write to: it is told, and the thread lies in no inbox until it answers.
    """
    route = routing.decide(by.practice, kind, named_provider, department, rungs=rungs)
    thread = Thread.objects.create(
        practice=by.practice,
        patient=patient,
        account=account or by.user,
        kind=kind,
        subject=subject,
        department=route.department,
        last_at=by.now,
        started_at=by.now,
        request_key=request_key,
    )
    if account is None:
        message = _append(by, thread, Message(body=body, side=PATIENT, author=by.user, urgent_words=urgent))
        routing.deliver(thread, route.members, reason=route.reason, at=by.now)
    else:
        message = post(by=by, thread=thread, body=body, side=STAFF, held=held)
    attaching.take_along(by=by, message=message, attachments=attachments)
    return thread


def post(
    *,
    by: Actor,
    thread: Thread,
    body: str,
    side: str,
    shown_to: str = "portal",
    held: timedelta = AT_ONCE,
    request_key=None,
    notify: bool = True,
    urgent: bool = False,
    completed_by: StaffMember | None = None,
) -> Message:
    """Say something in a thread, whose lock the caller holds.

    The patient's side sees it once it was `held` so long: until then it can be taken back.

    What staff say to the patient answers the thread and queues a notice to its account; what the patient says
    reopens it and puts it into inboxes again. Neither with `notify=False`: the caller sees to it. With `completed_by`
    it is the last word, and the thread leaves all inboxes as with `complete`.
    """
    to_patient = side != PATIENT and shown_to == "portal"
    answers = to_patient and side == STAFF  # what is said by itself answers nobody
    facts = {"answered_at": by.now} if answers and thread.answered_at is None else {}
    completes = completed_by is not None and thread.completed_at is None
    if completes:
        facts |= {"completed_at": by.now, "completed_by": completed_by}
    said = {"shown_to": shown_to, "author": by.user, "urgent_words": urgent, "request_key": request_key}
    said["visible_from"] = by.now + held
    message = _append(by, thread, Message(body=body, side=side, **said), **facts)
    if completes:
        _leave_inboxes(by, thread)
    if notify and side == PATIENT:
        _arrive_again(by, thread)
    elif notify and to_patient:
        _tell_account(by, thread, message)
    return message


def note(*, by: Actor, thread: Thread, text: str) -> Message:
    """Write down for staff what happened to the thread by itself: an internal line that nobody said."""
    return _append(by, thread, Message(body=text, side=STAFF, shown_to="internal"))


def complete(*, by: Actor, thread: Thread) -> Thread:
    """Take the thread out of all inboxes (R42). A thread completed already stays as it is."""
    if thread.completed_at is None:
        thread.completed_at, thread.completed_by = by.now, by.member
        thread.save(update_fields=["completed_at", "completed_by"])
        _leave_inboxes(by, thread)
    return thread


def reopen(*, by: Actor, thread: Thread) -> Thread:
    """Take completing back: the inboxes have it again as they had it, and so has whoever reopens it."""
    closed_at = thread.completed_at
    if closed_at is None:
        return thread
    uncomplete(thread)
    Delivery.objects.filter(thread=thread, closed_at=closed_at, member__ended_at=None).update(closed_at=None)
    if by.member and not Delivery.objects.filter(thread=thread, member=by.member, closed_at=None).exists():
        first = routing.first_number_of(thread, by.member)
        routing.deliver(thread, [by.member], reason="handler", at=by.now, first_visible_number=first)
        mark_read(by=by, thread=thread)
    return thread


def uncomplete(thread: Thread) -> None:
    """Forget that the thread was completed, and leave the inboxes alone."""
    thread.completed_at = thread.completed_by = None
    thread.save(update_fields=["completed_at", "completed_by"])


def unread_again(*, by: Actor, thread: Thread) -> None:
    """Something happened by itself: unread for who took or has the thread, else for its department (D8)."""
    live = Delivery.objects.filter(thread=thread, closed_at=None, member__ended_at=None)
    if thread.taken_by_id is not None:
        live = live.filter(member=thread.taken_by_id)
    if not live.update(read_at=None, delivered_at=by.now):
        route = routing.decide_again(thread)
        routing.deliver(thread, route.members, reason=route.reason, at=by.now)


def mark_read(*, by: Actor, thread: Thread) -> None:
    """It is read for this staff member, and for nobody else (R118)."""
    Delivery.objects.filter(thread=thread, member=by.member, read_at=None).update(read_at=by.now)


def access_ended(account: User, patient: Patient, field: str) -> Refused:
    """What to say where the practice writes to somebody who does not act for the patient any more (X25)."""
    said = _("%(name)s no longer has access to the portal for %(patient)s. Call or write a letter instead.")
    return Refused("access_ended", said % {"name": account.name, "patient": patient.name}, field)


def _append(by: Actor, thread: Thread, message: Message, **facts) -> Message:
    """Put the message at the thread's end, and set `facts` of the thread in the same step.

    Under the thread's lock its last number is the last one; were it not, the next would be refused as taken.
    """
    facts |= {"last_number": thread.last_number + 1, "last_at": by.now}
    for name, value in facts.items():
        setattr(thread, name, value)
    thread.save(update_fields=list(facts))
    message.practice_id, message.thread = thread.practice_id, thread
    message.number, message.sent_at = thread.last_number, by.now
    message.visible_from = message.visible_from or by.now
    message.save(force_insert=True)
    return message


def _leave_inboxes(by: Actor, thread: Thread) -> None:
    Delivery.objects.filter(thread=thread, closed_at=None).update(closed_at=by.now)


def _arrive_again(by: Actor, thread: Thread) -> None:
    """A new word from the patient: unread for who took the thread and nobody else.

    Else, or when it was completed, for the department, for whoever has it, and for its last handler (X40).
    """
    handler = _last_handler(thread)
    if thread.completed_at is not None:
        uncomplete(thread)
        thread.taken_by = thread.taken_at = None  # what was seen to is done
        thread.save(update_fields=["taken_by", "taken_at"])
    if thread.answered_at is not None:  # what was answered is not what is asked now
        thread.answered_at = None
        thread.save(update_fields=["answered_at"])
    live = Delivery.objects.filter(thread=thread, closed_at=None)
    if thread.taken_by_id is not None:
        live.filter(member=thread.taken_by_id).update(read_at=None, delivered_at=by.now)
        return
    live.update(read_at=None, delivered_at=by.now)
    route = routing.decide_again(thread)
    if route.reason != "fallback" or not live.filter(member__ended_at=None).exists():
        routing.deliver(thread, route.members, reason=route.reason, at=by.now)
    if handler and not live.filter(member=handler).exists():
        routing.deliver(thread, [handler], reason="handler", at=by.now)


def _last_handler(thread: Thread) -> StaffMember | None:
    if thread.completed_by_id:
        handlers = StaffMember.objects.filter(pk=thread.completed_by_id)
    else:
        answers = Message.objects.filter(thread=thread, side=STAFF, shown_to="portal", withdrawal=None)
        last = answers.order_by("-number").values("author_id")[:1]
        handlers = StaffMember.objects.of(thread.practice).filter(user_id__in=last)
    return handlers.filter(joined_at__isnull=False, ended_at=None).first()


def _tell_account(by: Actor, thread: Thread, message: Message) -> None:
    outbox.put(
        practice=by.practice,
        notice=NEW_MESSAGE,
        subject=message,
        recipient=thread.account,
        key=f"{NEW_MESSAGE}:{message.pk}",
        now=by.now,
        due_at=message.visible_from,
    )
