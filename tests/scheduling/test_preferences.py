"""D3: three ways to say when. The practice chooses which it offers; what suits is kept and said."""

from datetime import date

import pytest

from messaging.models import Message
from scheduling.preferences import Preferences, of

pytestmark = pytest.mark.django_db

MORNINGS = Preferences(weekdays=(0, 2), part="morning", first_day=date(2026, 10, 26), last_day=date(2026, 11, 6))


def test_d3_what_suits_is_kept_and_said(ask):
    made = ask(starts=[], preferences=MORNINGS)
    assert made.wish == "preferences"
    assert of(made) == MORNINGS
    body = Message.objects.get(thread=made.thread).body
    assert "It suits: Mondays, Wednesdays · Mornings · Mon, Oct 26 to Fri, Nov 6 (New York time)." in body


def test_r38_neither_times_nor_what_suits_is_the_next_available(ask):
    made = ask(starts=[], preferences=Preferences())
    assert made.wish == "next_available"
    assert "the next available appointment is wanted" in Message.objects.get(thread=made.thread).body


@pytest.mark.parametrize(
    ("ways", "asked", "code"),
    [
        (["slots"], {"starts": []}, "way_not_offered"),
        (["slots"], {"starts": [], "preferences": MORNINGS}, "way_not_offered"),
        (["next_available"], {}, "way_not_offered"),
        (["slots", "preferences"], {"preferences": MORNINGS}, "one_way_only"),
    ],
)
def test_d3_only_the_ways_the_practice_offers(cast, ask, refusal, ways, asked, code):
    cast.settings.request_ways = ways
    cast.settings.save(update_fields=["request_ways"])
    assert refusal(lambda: ask(**asked)).code == code


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Preferences(first_day=date(2026, 11, 6), last_day=date(2026, 10, 26)), "suits_until"),
        (Preferences(last_day=date(2026, 10, 18)), "suits_until"),
        (Preferences(first_day=date(2027, 1, 1)), "suits_from"),
    ],
    ids=["ends first", "is over", "beyond the horizon"],
)
def test_days_that_cannot_be_are_refused_beside_their_field(ask, refusal, wanted, field):
    assert refusal(lambda: ask(starts=[], preferences=wanted)).field == field


@pytest.mark.parametrize(
    ("start", "suits"),
    [
        ("2026-10-26 09:00", True),
        ("2026-10-26 12:00", False),
        ("2026-10-27 09:00", False),
        ("2026-10-21 09:00", False),
        ("2026-11-04 11:45", True),
        ("2026-11-09 09:00", False),
    ],
)
def test_what_suits_is_read_on_the_locations_clock(cast, at, start, suits):
    assert MORNINGS.suit(at(start), cast.north.zone) == suits
