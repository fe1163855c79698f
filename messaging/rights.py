"""Who may read a thread and who may act on it: the rules that doors of staff ask instead of a permission (D6)."""

from messaging import selectors, topics
from messaging.models import STAFF_FIRST_WINDOWS, Delivery, Message, Thread
from practice.access import PATIENT, STAFF, Actor, Permission
from practice.models import Patient


def may_read(by: Actor, *, thread: Thread, **_rest) -> bool:
    """Staff with the messages duty, and whoever the thread was delivered to (D6)."""
    return by.side == STAFF and (by.may(Permission.THREAD_READ) or _was_delivered(by, thread))


def may_answer(by: Actor, *, thread: Thread, **_rest) -> bool:
    """Staff with the messages duty, and whoever has the thread (D6)."""
    return by.side == STAFF and selectors.may_answer(by, thread)


def may_draft(by: Actor, *, thread: Thread, **_rest) -> bool:
    """Staff who may answer the thread; on the patients' side who may write about its patient."""
    if by.side == PATIENT:
        return by.may(Permission.THREAD_WRITE, thread.patient_id)
    return may_answer(by, thread=thread)


def may_begin(by: Actor, *, patient: Patient, window: str, **_rest) -> bool:
    """Staff who write to patients; on the patients' side who may write about this topic."""
    if by.side == PATIENT:
        return topics.find(by, patient, window) is not None
    return by.may(Permission.THREAD_ANSWER) and window in STAFF_FIRST_WINDOWS


def may_discard(by: Actor, *, thread: Thread, **_rest) -> bool:
    """Whoever reads the thread: their draft is theirs, also when they may not send it any more."""
    if by.side == PATIENT:
        return by.may(Permission.THREAD_READ, thread.patient_id)
    return may_read(by, thread=thread)


def sent_it(by: Actor, *, message: Message, **_rest) -> bool:
    """The staff member who wrote the message, and nobody else (settled 22)."""
    return by.side == STAFF and message.side == STAFF and message.author_id == by.user.pk


def may_refill(by: Actor, *, thread: Thread, **_rest) -> bool:
    """Who may prescribe, and may answer this thread (R61)."""
    return by.may(Permission.REFILL_GIVE) and may_answer(by, thread=thread)


def may_keep_insurance(by: Actor, *, thread: Thread, **_rest) -> bool:
    """Who keeps the insurance of this patient, and reads what was reported."""
    return _keeps(by, thread, Permission.INSURANCE_EDIT)


def may_refer(by: Actor, *, thread: Thread, **_rest) -> bool:
    """Who keeps the chart of this patient, and reads what was asked for."""
    return _keeps(by, thread, Permission.CHART_EDIT)


def _keeps(by: Actor, thread: Thread, permission: Permission) -> bool:
    """With the permission, the patient in scope, and the thread from its start: a forward may leave that out (R56)."""
    if by.side != STAFF or not by.may(permission) or not selectors.in_scope(by, thread.patient):
        return False
    return may_read(by, thread=thread) and selectors.messages_of(by, thread).filter(number=1).exists()


def _was_delivered(by: Actor, thread: Thread) -> bool:
    return Delivery.objects.visible_to(by).filter(thread=thread, member=by.member).exists()
