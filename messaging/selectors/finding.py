"""Search: threads in which somebody said it, about whom or with whom it was said; only what the reader may read.

Names and subjects may be mistyped by one letter: then, and only when nothing is found as it was typed.
"""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q

from messaging import kinds
from messaging.models import Message
from messaging.selectors.reading import deliveries_to
from practice.access import Actor
from practice.prepared import ask


class _Typed(SearchQuery):
    """Every word somebody typed, each as a beginning, without accents and case (migration `search`)."""

    SEARCH_TYPES = {"typed": "frontdesk_query"}


def as_typed(text: str) -> SearchQuery:
    """What somebody typed, as it stands there."""
    return _Typed(text, search_type="typed")


def as_spelt(actor: Actor, text: str) -> SearchQuery | None:
    """The same with the names and the words of subjects that are spelt nearly so; None where there are none.

    Only words of at least four letters are looked at, as a whole, and never those of what was written: a letter more,
    less or another one, or two that changed places (migration `spelling`).
    """
    facts = {"typed": text, "practice": actor.practice.pk, "known": kinds.subjects()}
    [(query,)] = ask("SELECT frontdesk_alike(%(typed)s, %(practice)s, %(known)s)", facts)
    return SearchQuery(query, search_type="raw", config="simple") if query else None


def found_by(actor: Actor, words: SearchQuery) -> Q:
    """Threads with a message that says these words, or whose subject or people's names do.

    A message that came before a forward to this reader without prior text does not count (R56).
    """
    had = deliveries_to(actor)
    in_part = Q(thread__in=had.filter(first_visible_number__gt=1).values("thread"))  # few: found once, not per message
    shown = Exists(had.filter(thread=OuterRef("thread"), first_visible_number__lte=OuterRef("number")))
    said = Message.objects.filter(thread=OuterRef("pk"), withdrawal=None, words=words)
    return Q(Exists(said.filter(~in_part | shown)))
