"""`{% lucide %}` as its package has it, but each drawing is made once a process: a schedule shows hundreds of them."""

import functools

from django import template
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide as draw

register = template.Library()
DRAWINGS = 1024  # kept; the product has a few hundred


@register.simple_tag
def lucide(name: str, *, size: int | None = 24, **attributes: object) -> SafeString:
    """The icon as inline SVG, `attributes` on its element with dashes for underscores."""
    return _drawn(name, size, tuple(attributes.items()))


@functools.lru_cache(maxsize=DRAWINGS)
def _drawn(name: str, size: int | None, attributes: tuple[tuple[str, object], ...]) -> SafeString:
    return draw(name, size=size, **dict(attributes))
