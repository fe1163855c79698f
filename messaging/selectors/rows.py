"""The rows of a list of the Message Center: all that they show, in one statement.

Which threads stand in the list is asked of the models, and so is who may read them; this is only for those. Written by
hand, as models were half of what the page cost.
"""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from messaging import kinds
from messaging.models import STAFF_WINDOWS
from practice.access import Actor
from practice.prepared import ask

SNIPPET_LENGTH = 140

STATEMENT = """
SELECT thread.id, thread.kind, thread.subject, thread.last_at, thread.answered_at, thread.completed_at,
       btrim(patient.given_name || ' ' || patient.family_name), patient.born_on, coalesce(department.name, ''),
       (SELECT taker.name FROM practice_staffmember member JOIN practice_user taker ON taker.id = member.user_id
         WHERE member.id = thread.taken_by_id),
       mine.unread, mine.forwarder,
       (SELECT author.name FROM messaging_message first JOIN practice_user author ON author.id = first.author_id
         WHERE first.thread_id = thread.id AND first.number = 1 AND first.side = 'staff' AND NOT EXISTS (
               SELECT FROM messaging_message heard WHERE heard.thread_id = thread.id AND heard.side = 'patient')),
       (SELECT left(last.body, %(length)s::int) FROM messaging_message last
         WHERE last.thread_id = thread.id AND NOT EXISTS (
               SELECT FROM messaging_withdrawal back WHERE back.message_id = last.id)
         ORDER BY last.number DESC LIMIT 1),
       EXISTS (SELECT FROM messaging_message urgent
                WHERE urgent.thread_id = thread.id AND urgent.urgent_words AND NOT EXISTS (
                      SELECT FROM messaging_message answer
                       WHERE answer.thread_id = thread.id AND answer.number > urgent.number
                         AND answer.side = 'staff' AND answer.visibility = 'portal' AND NOT EXISTS (
                             SELECT FROM messaging_withdrawal back WHERE back.message_id = answer.id))),
       EXISTS (SELECT FROM messaging_draft own
                WHERE own.thread_id = thread.id AND own.author_id = %(user)s AND own."window" = ANY(%(windows)s)),
       tagged.state
  FROM messaging_thread thread
  JOIN practice_patient patient ON patient.id = thread.patient_id
  LEFT JOIN messaging_department department ON department.id = thread.department_id
 CROSS JOIN LATERAL (
       SELECT coalesce(bool_or(read_at IS NULL), FALSE) AS unread,
              (array_agg(sender.name ORDER BY delivered_at DESC) FILTER (WHERE sender.name IS NOT NULL))[1] AS forwarder
         FROM messaging_delivery held
         LEFT JOIN practice_staffmember sent_by ON sent_by.id = held.sent_by_id
         LEFT JOIN practice_user sender ON sender.id = sent_by.user_id
        WHERE held.thread_id = thread.id AND held.member_id = %(member)s
          AND held.closed_at IS NULL AND thread.completed_at IS NULL) mine
  LEFT JOIN ({tagged}) tagged ON tagged.thread_id = thread.id AND tagged.kind = thread.kind
 WHERE thread.practice_id = %(practice)s AND thread.id = ANY(%(threads)s)
"""


class Row(NamedTuple):
    """A thread as a list shows it to one staff member; people by their names, None where there is nobody.

    `forwarder` sent it to this inbox; `begun_by` wrote first at the practice, and nobody has answered yet.
    `urgent`: the patient's side wrote emergency words and has no answer to them yet (X45). `drafted`: this
    staff member has begun to write in it. `state` is what its kind says of it.
    """

    pk: UUID
    kind: str
    subject: str
    last_at: datetime
    answered_at: datetime | None
    completed_at: datetime | None
    patient: str
    born_on: date
    department: str
    taken_by: str | None
    unread: bool
    forwarder: str | None
    begun_by: str | None
    snippet: str | None
    urgent: bool
    drafted: bool
    state: str | None

    @property
    def tag(self) -> kinds.Tag | None:
        return kinds.get(self.kind).tag(self.state) if self.state else None


def read(actor: Actor, threads: list[UUID]) -> list[Row]:
    """The rows of these threads, which the actor may read, in this order."""
    if not threads:
        return []
    facts = {"practice": actor.practice.pk, "member": actor.member.pk, "user": actor.user.pk, "threads": threads}
    facts |= {"length": SNIPPET_LENGTH, "windows": list(STAFF_WINDOWS)}
    found = {row[0]: Row._make(row) for row in ask(STATEMENT.format(tagged=kinds.tagged()), facts)}
    return [found[thread] for thread in threads]
