"""The door for giving a thread to colleagues and departments."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from messaging import drafts, handing, receiving, rights, routing, threads, words
from messaging.models import Department, Message, Thread
from practice.access import Actor, Permission
from practice.models import StaffMember
from practice.service import door


@door(
    Permission.THREAD_ANSWER,
    "thread.forwarded",
    keep=("include_prior", "completed", "give_access"),
    allow=rights.may_answer,
    once=Message,
)
def forward(
    *,
    by: Actor,
    thread: Thread,
    to: Sequence[StaffMember | Department],
    note: str = "",
    include_prior: bool = False,
    completed: bool = False,
    give_access: Sequence[StaffMember] = (),
    request_key=None,
) -> Message:
    """Give the thread to colleagues and departments, into their Unread Phone (R53); the patient sees nothing of it.

    Without `include_prior` those who did not have it see only from here on (R56). With `completed` it leaves all
    other inboxes, and one department alone becomes the thread's own. A completed thread opens again.
    Refuses people without access to the patient, by name (X42), and those who are not what its kind needs (R55).
    Where the practice allows it, those of them in `give_access` get it: they can read and answer this conversation, and
    see nothing else of the file.
    """
    thread = threads.lock(thread)
    receiving.refuse_unfit(by, thread, to)
    receivers = handing.receivers(by, thread, to, give_access)
    said = [_("Forwarded to %(names)s.") % {"names": handing.named(to)}]
    if give_access:
        said.append(_("Access given to %(names)s.") % {"names": handing.named(give_access)})
    body = "\n\n".join(filter(None, [*said, words.optional(note, "note")]))
    if thread.completed_at:
        threads.uncomplete(thread)
    prior = routing.first_number_of(thread, by.member) if include_prior else None
    message = handing.say_internally(by, thread, body, receivers, "forwarded", first=prior, request_key=request_key)
    drafts.sent(by=by, thread=thread, window="forward")
    if completed:
        handing.leave_to(by, thread, receivers)
        if len(to) == 1 and isinstance(to[0], Department):
            thread.department = to[0]
            thread.save(update_fields=["department"])
    return message
