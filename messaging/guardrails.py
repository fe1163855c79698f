"""What to warn of when a refill is asked for: pure rules, and what the patient's side reads of each. None refuses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

# What whoever asks reads, before sending and after.
SENTENCES = {
    "duplicate": _("This was asked for only lately. You can send it all the same; the practice sees both."),
    "early": _("It should not have run out yet. You can send it all the same; the practice may ask you to wait."),
    "inactive": _("It is not on the current medication list, so the practice checks it with you first."),
    "controlled": _("This is a controlled medication, so the practice may need to talk to you or see you first."),
}
# What staff read beside the flag.
EXPLAINED = {
    "duplicate": _("The same medication was asked for only lately, or that request is still open."),
    "early": _("When it was asked for, the last fill should not have run out yet."),
    "inactive": _("It was not on the active medication list when it was asked for."),
    "controlled": _("Marked as controlled on the medication list."),
}


@dataclass(frozen=True)
class Facts:
    """What is known of a medication on the day it is asked for; days are the practice's."""

    active: bool = False
    controlled: bool = False
    last_filled_on: date | None = None
    days_supply: int | None = None
    waiting: bool = False  # an earlier request for it has no answer yet
    last_asked_on: date | None = None


def flags(facts: Facts, today: date, repeat_days: int) -> list[str]:
    """The flags a request made today gets, in the order of REFILL_FLAGS."""
    raised = {
        "duplicate": is_duplicate(facts, today, repeat_days),
        "early": is_early(facts, today),
        "inactive": not facts.active,
        "controlled": facts.controlled,
    }
    return [flag for flag, is_raised in raised.items() if is_raised]


def is_duplicate(facts: Facts, today: date, repeat_days: int) -> bool:
    """Asked before without an answer yet, or fewer than `repeat_days` days ago."""
    return facts.waiting or (facts.last_asked_on is not None and (today - facts.last_asked_on).days < repeat_days)


def is_early(facts: Facts, today: date) -> bool:
    """Before the day on which the last fill has run out; not known without a last fill and how long it lasts."""
    runs_out = runs_out_on(facts.last_filled_on, facts.days_supply)
    return runs_out is not None and today < runs_out


def runs_out_on(last_filled_on: date | None, days_supply: int | None) -> date | None:
    """The first day the last fill does not cover any more, as far as that is known."""
    if last_filled_on is None or days_supply is None:
        return None
    return last_filled_on + timedelta(days=days_supply)


def said(flags: Iterable[str]) -> list[str]:
    """The plain sentences for whoever asks."""
    return [str(SENTENCES[flag]) for flag in flags]
