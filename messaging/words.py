"""What people write: there must be some, and not too much."""

from django.utils.translation import gettext as _

from messaging.models import BODY_LENGTH
from practice.errors import Refused


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
