"""Phrase Construction as the reply window draws it."""

from messaging import inbox, phrases
from messaging.models import Thread
from messaging.place import Place
from messaging.selectors import phrases as selectors
from practice.access import Actor


def tool(actor: Actor, thread: Thread, place: Place | str) -> dict:
    """The notebooks with their phrases, filled in for who answers this thread, and where pressing one leads."""
    known = phrases.values(actor, thread)
    return {
        "insert_url": inbox.act(actor, "phrase_inserting", thread, place),
        "keep_url": inbox.act(actor, "phrase_keeping", thread, place),
        "notebooks": [
            {"book": book, "phrases": [_line(phrase, known) for phrase in book.phrases.all()]}
            for book in selectors.notebooks(actor)
        ],
        "writable": list(selectors.writable(actor)),
    }


def _line(phrase, known: dict) -> dict:
    return {"pk": phrase.pk, "title": phrase.title, "text": phrases.filled(phrase.text, known)}
