"""What staff read in a thread: its messages with their authors, in one statement written by hand."""

from messaging.models import Message, Thread
from practice.access import Actor
from practice.models import User
from practice.prepared import ask
from practice.tenancy import made_of, read_row

STATEMENT = """
SELECT jsonb_set(to_jsonb(said), '{words}', 'null')::text, to_jsonb(author)::text, back.id IS NOT NULL
  FROM messaging_message said
  LEFT JOIN practice_user author ON author.id = said.author_id
  LEFT JOIN messaging_withdrawal back ON back.message_id = said.id
 WHERE said.practice_id = %(practice)s AND said.thread_id = %(thread)s AND said.number >= %(first)s
 ORDER BY said.number
"""


def read(actor: Actor, thread: Thread, first_number: int) -> list[Message]:
    """The messages from this number on, oldest first, of a thread that the actor may read.

    Each carries `taken_back`: whether its sender took it back.
    """
    facts = {"practice": actor.practice.pk, "thread": thread.pk, "first": first_number}
    return [_made(thread, *row) for row in ask(STATEMENT, facts)]


def _made(thread: Thread, said: str, author: str | None, taken_back: bool) -> Message:
    message = made_of(Message, read_row(said))
    message.practice, message.thread = thread.practice, thread
    message.author = made_of(User, read_row(author)) if author else None
    message.taken_back = taken_back
    return message
