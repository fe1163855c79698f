"""Search: threads in which somebody said it, about whom or with whom it was said; only what the reader may read.

Names and subjects may be mistyped by one letter: then, and only when nothing is found as it was typed.
"""

from typing import NamedTuple

from messaging import kinds
from practice.access import Actor
from practice.prepared import Part, ask

# What one reader has in part only is little, and found once for all messages.
_SAID = """
EXISTS (SELECT FROM messaging_message said
         WHERE said.thread_id = thread.id AND said.words @@ {words}
           AND NOT EXISTS (SELECT FROM messaging_withdrawal back WHERE back.message_id = said.id)
           AND (said.thread_id NOT IN (SELECT part.thread_id FROM messaging_delivery part
                                        WHERE part.member_id = %(member)s AND part.first_visible_number > 1)
                OR EXISTS (SELECT FROM messaging_delivery shown
                            WHERE shown.thread_id = said.thread_id AND shown.member_id = %(member)s
                              AND shown.first_visible_number <= said.number)))
"""


class Words(NamedTuple):
    """What is looked for: a `tsquery` as a statement says it, and its one parameter `said`."""

    text: str
    value: str


def as_typed(text: str) -> Words:
    """Every word somebody typed, each as a beginning, without accents and case (migration `search`)."""
    return Words("frontdesk_query(%(said)s)", text)


def as_spelt(actor: Actor, text: str) -> Words | None:
    """The same with the names and the words of subjects that are spelt nearly so; None where there are none.

    Only words of at least four letters are looked at, as a whole, and never those of what was written: a letter more,
    less or another one, or two that changed places (migration `spelling`).
    """
    facts = {"typed": text, "practice": actor.practice.pk, "known": kinds.subjects()}
    [(query,)] = ask("SELECT frontdesk_alike(%(typed)s, %(practice)s, %(known)s)", facts)
    return Words("to_tsquery('simple', %(said)s)", query) if query else None


def found_by(actor: Actor, words: Words) -> Part:
    """Threads with a message that says these words, or whose subject or people's names do: a condition on `thread`.

    A message that came before a forward to this reader without prior text does not count (R56).
    """
    return Part(_SAID.format(words=words.text), {"said": words.value, "member": actor.member.pk})
