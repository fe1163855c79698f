"""What a phrase can hold: placeholders that are filled in by themselves, and prompts that somebody must answer.

`{{patient}}` is a placeholder, from a closed list; `[[which pharmacy?]]` is a prompt. Nothing is evaluated: whatever
else stands between braces comes out as it went in (T-40).
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _, gettext_lazy

from messaging.models import Thread
from practice import clock
from practice.access import Actor
from practice.errors import Refused

PLACEHOLDERS = {
    "patient": gettext_lazy("the patient's name"),
    "recipient": gettext_lazy("the name of who gets the answer"),
    "practice": gettext_lazy("the practice's name"),
    "phone": gettext_lazy("the practice's phone number"),
    "me": gettext_lazy("my name"),
    "today": gettext_lazy("today's date"),
}
_PLACEHOLDER = re.compile(r"\{\{ *([a-z][a-z_ ]*?) *\}\}")
_PROMPT = re.compile(r"\[\[ *([^\[\]]+?) *\]\]")


def values(actor: Actor, thread: Thread) -> dict[str, str]:
    """What the placeholders stand for when this actor answers this thread; empty where nothing is known."""
    practice = actor.practice
    return {
        "patient": thread.patient.name,
        "recipient": thread.account.name,
        "practice": practice.name,
        "phone": practice.phone.as_national if practice.phone else "",
        "me": actor.user.name,
        "today": clock.day(actor.today(practice.time_zone)),
    }


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with every placeholder filled in for which something is known; prompts stay."""
    return _PLACEHOLDER.sub(lambda found: known.get(found[1]) or found[0], text)


def open_places(text: str) -> list[str]:
    """The placeholders and prompts still in the text, as they stand there, in order."""
    found = [*_PLACEHOLDER.finditer(text), *_PROMPT.finditer(text)]
    return [match[0] for match in sorted(found, key=lambda match: match.start())]


def unknown(text: str) -> list[str]:
    """What looks like a placeholder and is on no list."""
    return [found[0] for found in _PLACEHOLDER.finditer(text) if found[1] not in PLACEHOLDERS]


def refuse_open(text: str, field: str) -> None:
    """Refuse to send a text in which something must still be filled in."""
    if left := open_places(text):
        said = _("Fill these in, or take them out: %(places)s") % {"places": ", ".join(dict.fromkeys(left))}
        raise Refused("not_filled_in", said, field)
