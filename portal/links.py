"""Links to pages of the apps below, by name."""

from django.urls import NoReverseMatch, reverse


def link(route: str, *args) -> str:
    """The address of a page, or "" where this installation has no such page."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""
