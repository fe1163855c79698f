"""Which threads stand in a list of the Message Center, as conditions on `thread` in a statement.

Written by hand, as putting them together from the models each time was a tenth of what the page cost.
"""

from messaging.models import Thread
from messaging.place import Filters
from messaging.selectors.reading import may_read
from practice.access import Actor
from practice.prepared import Part
from practice.tenancy import seen

# Reasons of a delivery that is not to this person in particular.
_TO_ME = """
EXISTS (SELECT FROM messaging_delivery got WHERE got.thread_id = thread.id AND got.member_id = %(member)s
           AND got.reason NOT IN ('department', 'fallback'))
"""
_HELD = """
thread.completed_at IS NULL AND thread.id IN (
  SELECT held.thread_id FROM messaging_delivery held
   WHERE held.practice_id = %(practice)s AND held.member_id = %(member)s AND held.closed_at IS NULL{which})
"""
_WHICH = {
    "unread-portal": " AND held.read_at IS NULL AND held.channel = 'portal'",
    "unread-phone": " AND held.read_at IS NULL AND held.channel = 'phone'",
    "open": "",
}
_WROTE = """
EXISTS (SELECT FROM messaging_message own
         WHERE own.thread_id = thread.id AND own.author_id = %(user)s AND own.side = 'staff'
           AND NOT EXISTS (SELECT FROM messaging_withdrawal back WHERE back.message_id = own.id))
"""
_OF_LOCATION = """
EXISTS (SELECT FROM practice_patient patient
         WHERE patient.id = thread.patient_id AND patient.home_location_id = %(location)s)
"""
# Insurance needs no answer once it is done (R66).
_UNANSWERED = "thread.answered_at IS NULL AND (thread.kind <> 'insurance' OR thread.completed_at IS NULL)"


def standing_in(actor: Actor, tab: str, filters: Filters) -> list[Part]:
    """The threads of a tab that this staff member may read, narrowed to what was chosen; the words aside."""
    return [_of_practice(actor), *_of_tab(actor, tab), *_chosen(actor, filters)]


def all_of(conditions: list[Part]) -> Part:
    """One condition that is met where all of these are."""
    text = " AND ".join(f"({condition.text.strip()})" for condition in conditions)
    return Part(text, {name: value for condition in conditions for name, value in condition.values.items()})


def _of_practice(actor: Actor) -> Part:
    return Part("thread.practice_id = %(practice)s", {"practice": actor.practice.pk})


def _of_tab(actor: Actor, tab: str) -> list[Part]:
    if tab in _WHICH:
        return [Part(*seen(Thread, actor, "thread.id")), Part(_HELD.format(which=_WHICH[tab]), _me(actor))]
    readable = may_read(actor)
    if tab == "completed":
        return [readable, Part("thread.completed_at IS NOT NULL", {})]
    if tab == "sent":
        return [readable, Part(_WROTE, {"user": actor.user.pk})]
    return [readable]


def _chosen(actor: Actor, filters: Filters) -> list[Part]:
    met = []
    if filters.kind:
        met.append(Part("thread.kind = %(kind)s", {"kind": filters.kind}))
    if filters.department:
        met.append(Part("thread.department_id = %(department)s", {"department": filters.department}))
    if filters.location:
        met.append(Part(_OF_LOCATION, {"location": filters.location}))
    if filters.mine:
        met.append(Part(_TO_ME, _me(actor)))
    if filters.unanswered:
        met.append(Part(_UNANSWERED, {}))
    return met


def _me(actor: Actor) -> dict:
    return {"member": actor.member.pk}
