"""Where the panel stands, what it is asked to show, and what was just sent to it."""

from dataclasses import dataclass, field
from datetime import date

APPROVE, PROPOSE = SEARCHES = ("approve", "propose")


@dataclass(frozen=True)
class Place:
    """`here` is the page that shows this request, `back` where a decision leads; what is empty is the page itself.

    `others` is the page that shows it with other times: where empty, the request's own. `schedule`: whether the panel
    leads to the schedule.
    """

    here: str = ""
    back: str = ""
    others: str = ""
    schedule: bool = False


@dataclass(frozen=True)
class Search:
    """For which of the two, approving or proposing, other times are looked for, and from which day on."""

    what: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Said:
    """What was sent and not done: the text typed and the times chosen, and what is wrong with each field."""

    typed: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)


ANYWHERE, NO_SEARCH, NOTHING_SAID = Place(), Search(), Said()
