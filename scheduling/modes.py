"""How far patients get online: practice, location, visit type, provider; the most restrictive wins (D2). Pure."""

from enum import IntEnum


class Mode(IntEnum):
    """What patients may do: nothing, see what stands, ask for visits, or have them at once."""

    OFF = 0
    VIEW = 1
    REQUEST = 2
    INSTANT = 3


def of_practice(settings) -> Mode:
    if settings.books_online:
        return Mode.INSTANT
    return Mode.REQUEST if settings.requests_on else Mode.VIEW


def of_location(location) -> Mode:
    return Mode.INSTANT if location.allows_requests else Mode.VIEW


def of_visit_type(visit_type) -> Mode:
    return Mode.INSTANT if visit_type.requestable and visit_type.retired_at is None else Mode.OFF


def of_provider(provider) -> Mode:
    return Mode.INSTANT if provider.takes_online and provider.ended_at is None else Mode.OFF


def mode(settings, *, location=None, visit_type=None, provider=None) -> Mode:
    """The mode for all of these together; what is not named does not restrict."""
    return min(
        of_practice(settings),
        of_location(location) if location else Mode.INSTANT,
        of_visit_type(visit_type) if visit_type else Mode.INSTANT,
        of_provider(provider) if provider else Mode.INSTANT,
    )


def offers_times(settings, **what) -> bool:
    """Whether patients are shown free times of these: to ask for or to have at once."""
    return mode(settings, **what) >= Mode.REQUEST


def takes_requests(settings, **what) -> bool:
    """Whether patients may ask for visits; where they may book at once too, as long as requests are on (settled 25)."""
    return settings.requests_on and offers_times(settings, **what)
