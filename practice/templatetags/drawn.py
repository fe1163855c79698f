"""`{% drawn "a/_piece.html" row=row %}`: a small piece of a page, drawn once for the same content."""

import functools

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()
KEPT = 4096  # pieces, of a few hundred letters each


@register.simple_tag
def drawn(name: str, **shown) -> SafeString:
    """The template with nothing but `shown` as its context, whose values do not change: strings, named tuples, lists.

    It is drawn once a process and language: a list is looked at far more often than a row of it changes.
    """
    shown = {key: tuple(value) if isinstance(value, list | SimpleLazyObject) else value for key, value in shown.items()}
    draw = _draw.__wrapped__ if settings.DEBUG else _draw  # whoever works on a template sees it change
    return draw(name, tuple(shown.items()), get_language())


@functools.lru_cache(maxsize=KEPT)
def _draw(name: str, shown: tuple[tuple[str, object], ...], language: str) -> SafeString:
    return mark_safe(render_to_string(name, dict(shown)))  # noqa: S308 - a template has escaped what it shows
