"""D2: practice, location, visit type, provider; the most restrictive wins."""

from types import SimpleNamespace

import pytest

from scheduling import modes
from scheduling.modes import Mode

OPEN = {
    "location": SimpleNamespace(allows_requests=True),
    "visit_type": SimpleNamespace(requestable=True, retired_at=None),
    "provider": SimpleNamespace(takes_online=True, ended_at=None),
}
SHUT = {
    "location": SimpleNamespace(allows_requests=False),
    "visit_type": SimpleNamespace(requestable=False, retired_at=None),
    "retired": SimpleNamespace(requestable=True, retired_at="2026-10-01"),
    "provider": SimpleNamespace(takes_online=False, ended_at=None),
    "ended": SimpleNamespace(takes_online=True, ended_at="2026-10-01"),
}


def rules(requests_on=True, books_online=False):
    return SimpleNamespace(requests_on=requests_on, books_online=books_online)


@pytest.mark.parametrize(
    ("books_online", "requests_on", "found", "takes"),
    [
        (True, True, Mode.INSTANT, True),
        (True, False, Mode.INSTANT, False),
        (False, True, Mode.REQUEST, True),
        (False, False, Mode.VIEW, False),
    ],
)
def test_the_practice_books_at_once_takes_requests_or_only_shows(books_online, requests_on, found, takes):
    settings = rules(requests_on, books_online)
    assert modes.mode(settings, **OPEN) is found
    assert modes.takes_requests(settings, **OPEN) is takes


@pytest.mark.parametrize("books_online", [True, False])
@pytest.mark.parametrize(
    ("name", "what", "cap"),
    [
        ("location", "location", Mode.VIEW),
        ("visit_type", "visit_type", Mode.OFF),
        ("visit_type", "retired", Mode.OFF),
        ("provider", "provider", Mode.OFF),
        ("provider", "ended", Mode.OFF),
    ],
)
def test_one_that_is_closed_closes_all_of_it(books_online, name, what, cap):
    settings, named = rules(books_online=books_online), {**OPEN, name: SHUT[what]}
    assert modes.mode(settings, **named) is cap
    assert not modes.offers_times(settings, **named)
    assert not modes.takes_requests(settings, **named)


def test_the_most_restrictive_of_several_wins():
    named = {"location": SHUT["location"], "visit_type": SHUT["visit_type"], "provider": OPEN["provider"]}
    assert modes.mode(rules(), **named) is Mode.OFF
    assert modes.mode(rules(requests_on=False), **OPEN) is Mode.VIEW


def test_what_is_not_named_does_not_restrict():
    assert modes.mode(rules()) is Mode.REQUEST
    assert modes.mode(rules(), location=OPEN["location"]) is Mode.REQUEST
