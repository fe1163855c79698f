"""What people write: there must be some, not too much, and no emergency that nobody was told to call about."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, gettext_lazy

from messaging import emergency
from messaging.models import BODY_LENGTH
from practice.errors import Refused

EMERGENCY = "emergency_words"
NOT_FOR_EMERGENCIES = gettext_lazy("This is not for emergencies. If somebody is in danger, call 911 now.")


def required(text: str, field: str, limit: int = BODY_LENGTH) -> str:
    """The text without the space around it. Refuses one that is empty or longer than `limit`."""
    kept = optional(text, field, limit)
    if not kept:
        raise Refused("empty", _("Write something first."), field)
    return kept


def optional(text: str, field: str, limit: int = BODY_LENGTH) -> str:
    """Like `required`, for what may be left out."""
    kept = text.replace("\r\n", "\n").strip()
    if len(kept) > limit:
        raise Refused("too_long", _("At most %(n)s characters, please.") % {"n": limit}, field)
    return kept


def heed(acknowledged: Sequence[str], *texts: str) -> bool:
    """Whether the texts hold emergency words. Refuses `emergency_words` until all of them are acknowledged (X45)."""
    found = emergency.phrases_in(*texts)
    if set(found) - set(acknowledged):
        raise Refused(EMERGENCY, NOT_FOR_EMERGENCIES, words=found)
    return bool(found)
