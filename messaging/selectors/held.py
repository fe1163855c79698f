"""How a thread stands at the practice, as its reader sees it: in whose inboxes it is, and from where on it is shown.

Asked in one statement, written by hand: every message that is looked at begins with it.
"""

import json
from typing import NamedTuple

from messaging.models import STAFF_WINDOWS, Thread
from messaging.writers import FRESH
from practice.access import Actor
from practice.models import AccessGrant
from practice.models.patients import RELATIONSHIPS
from practice.prepared import ask
from practice.tenancy import seen

STATEMENT = """
SELECT (SELECT coalesce(min(shown.first_visible_number), 1) FROM messaging_delivery shown
         WHERE shown.thread_id = thread.id AND shown.member_id = %(member)s),
       mine.id IS NOT NULL, mine.id IS NOT NULL AND mine.read_at IS NULL, coalesce(sender.name, ''),
       (SELECT coalesce(jsonb_agg(holder.name ORDER BY holder.name), '[]')
          FROM practice_staffmember colleague JOIN practice_user holder ON holder.id = colleague.user_id
         WHERE colleague.id IN (SELECT live.member_id FROM messaging_delivery live
                                 WHERE live.thread_id = thread.id AND live.closed_at IS NULL)),
       (SELECT who.name FROM practice_staffmember done JOIN practice_user who ON who.id = done.user_id
         WHERE done.id = thread.completed_by_id),
       (SELECT who.name FROM practice_staffmember taker JOIN practice_user who ON who.id = taker.user_id
         WHERE taker.id = thread.taken_by_id),
       EXISTS (SELECT FROM messaging_attachment file JOIN messaging_message said ON said.id = file.message_id
                WHERE said.thread_id = thread.id),
       EXISTS (SELECT FROM messaging_delivery other WHERE other.thread_id = thread.id AND other.closed_at IS NULL
                  AND other.member_id <> %(member)s),
       EXISTS (SELECT FROM messaging_draft own
                WHERE own.thread_id = thread.id AND own.author_id = %(user)s AND own."window" = ANY(%(windows)s)),
       EXISTS (SELECT FROM messaging_writer writer WHERE writer.thread_id = thread.id
                  AND writer.member_id <> %(member)s AND NOT writer."left" AND writer.touched_at > %(stale)s),
       (SELECT acts.relationship FROM practice_accessgrant acts
         WHERE acts.practice_id = thread.practice_id AND acts.user_id = thread.account_id
           AND acts.patient_id = thread.patient_id AND {grant_seen} ORDER BY acts.starts_at DESC LIMIT 1)
  FROM messaging_thread thread
  LEFT JOIN LATERAL (
       SELECT newest.* FROM messaging_delivery newest
        WHERE newest.thread_id = thread.id AND newest.member_id = %(member)s AND newest.closed_at IS NULL
        ORDER BY newest.delivered_at DESC LIMIT 1) mine ON TRUE
  LEFT JOIN practice_staffmember sent_by ON sent_by.id = mine.sent_by_id
  LEFT JOIN practice_user sender ON sender.id = sent_by.user_id
 WHERE thread.practice_id = %(practice)s AND thread.id = %(thread)s
"""


class Held(NamedTuple):
    """`in_inbox`, `unread` and `forwarder` are of the actor's own inbox; `holders` all who have it. People by name.

    `drafted`: the actor has begun to write in it; `written_in`: others are writing in it just now.
    `relationship` is what the account is to the patient; empty where people write about themselves.
    """

    first_number: int = 1
    in_inbox: bool = False
    unread: bool = False
    forwarder: str = ""
    holders: tuple[str, ...] = ()
    completed_by: str | None = None
    taken_by: str | None = None
    has_files: bool = True
    others_have: bool = False
    drafted: bool = False
    written_in: bool = False
    relationship: str = ""


NOBODY = Held()


def read(actor: Actor, thread: Thread) -> Held:
    """For a thread that this staff member may read."""
    condition, values = seen(AccessGrant, actor, "acts.id")
    facts = {"practice": actor.practice.pk, "member": actor.member.pk, "thread": thread.pk, **values}
    facts |= {"user": actor.user.pk, "windows": list(STAFF_WINDOWS), "stale": actor.now - FRESH}
    found = Held._make(*ask(STATEMENT.format(grant_seen=condition), facts))
    known = found.relationship and found.relationship != "self"
    said = str(RELATIONSHIPS[found.relationship]) if known else ""
    return found._replace(holders=tuple(json.loads(found.holders)), relationship=said)
