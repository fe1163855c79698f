"""The door for taking back what was just said to the patient side."""

from django.utils.translation import gettext as _

from messaging import rights, threads, undoing
from messaging.models import Message, Withdrawal
from practice.access import Actor, Permission
from practice.errors import Refused
from practice.service import door


@door(Permission.THREAD_ANSWER, "message.withdrawn", allow=rights.sent_it)
def withdraw(*, by: Actor, message: Message) -> Message:
    """Take back what was just said to the patient side, with the completion that came with it (settled 22).

    Refuses `too_late` once it is visible there, however long ago it was pressed. A second time changes nothing.
    """
    thread = threads.lock(message.thread)
    if Withdrawal.objects.filter(message=message).exists():
        return message
    if by.moment >= message.visible_from:
        raise Refused("too_late", _("Too late to undo: it is sent. Write again if something must be put right."))
    undoing.take_back(by=by, thread=thread, message=message)
    return message
