"""Search: threads in which somebody said it, about whom or with whom it was said; only what the reader may read."""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q

from messaging.models import Message
from messaging.selectors.reading import deliveries_to
from practice.access import Actor


class _Typed(SearchQuery):
    """Every word somebody typed, each as a beginning, without accents and case (migration `search`)."""

    SEARCH_TYPES = {"typed": "frontdesk_query"}


def found_by(actor: Actor, text: str) -> Q:
    """Threads with a message in which every word begins one of its own, its subject's or its people's names.

    A message that came before a forward to this reader without prior text does not count (R56).
    """
    had = deliveries_to(actor)
    in_part = Q(thread__in=had.filter(first_visible_number__gt=1).values("thread"))  # few: found once, not per message
    shown = Exists(had.filter(thread=OuterRef("thread"), first_visible_number__lte=OuterRef("number")))
    said = Message.objects.filter(thread=OuterRef("pk"), withdrawal=None, words=_Typed(text, search_type="typed"))
    return Q(Exists(said.filter(~in_part | shown)))
