"""The result as a person reads it: on a terminal, and as `docs/bench.md`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bench.race import AT_ONCE, Outcome
from bench.table import Table, padded

BUSY = 0.5  # load before we begin above which others take part of the two cores
RACE_HEAD = [
    "race",
    "slots",
    "tries",
    "winners a slot",
    "double bookings",
    "odd answers",
    "offered nothing else",
    "",
]
HOLDS = "Everything that must hold does."
PAGE = """\
# How fast, and whether it ever double-books

Made by `python3 -m bench --write` on {date}; run it yourself, nothing has to be installed. **Only ratios within one run
count**: every question is asked in turns with its floor, in the same seconds, on the same cores, under the same web
server, and the ratio is the median over {repeat} turns of what each turn gave. Absolute times are this machine's.

{machine}

## Speed

{table}

Where it says *c=1* one browser asks at a time, where it says *c=8* eight ask at once. A *floor* is the least the
question could cost in Django: a view without the product's middleware that reads one table made for it. The slots'
floors are public and read places computed beforehand; the product's are signed in and computed from hours, closures,
time off and visits at every question. `inbox_ref` is a page with a session, a user, unread counts and 25 rows. The rows
that begin with *…* ask the same of a practice with more history; their ratio is to the row above. *CPU ms* is what one
answer costs the web server and the database at c=8, and *by CPU* the ratio if only that counted: it hardly changes when
other programs use the machine, while a question of many milliseconds is then interrupted more often than its floor.

{missed}

## The race

{at_once} schedulers press `Approve` at the same moment, over HTTP, for overlapping times of one provider that are not
all equal. One of them must win, and the others be offered other times; a self-join on `&&` then looks for visits that
overlap. *Odd* is any answer but 2xx, 3xx, 409 and 429. The control is the same with the exclusion constraint dropped
and the locks left out: it must double-book, or the race would see nothing.

{race}
"""


@dataclass
class Result:
    """All that a run found. `load` is the machine's load average when it began."""

    began: datetime
    load: float
    machine: str
    repeat: int
    table: Table = field(default_factory=Table)
    race: Outcome | None = None
    control: Outcome | None = None

    @property
    def faults(self) -> list[str]:
        """What must hold and does not, a sentence each."""
        return list(self._faults())

    def _faults(self) -> Iterator[str]:
        for row in self.table.missed:
            yield f"{row.name}: {row.ratio:.2f}, must be {row.must}"
        if self.race and not self.race.is_clean:
            yield "the race was not clean"
        if self.control and not self.control.double_booked:
            yield "the control did not double-book: the race proves nothing"

    def text(self) -> str:
        """What the terminal shows."""
        parts = [self.table.text()] if self.table.rows else []
        parts += [self.race_table()] if self.race else []
        parts += [self._noise()] if self.load > BUSY else []
        return "\n\n".join([*parts, "\n".join(f"MISSED {fault}" for fault in self.faults) or HOLDS])

    def race_table(self) -> str:
        lines = [_race_cells("the product", self.race, "ok" if self.race.is_clean else "MISSED")]
        said = "double-books, as it must" if self.control.double_booked else "MISSED"
        return padded(RACE_HEAD, [*lines, _race_cells("the control", self.control, said)])

    def page(self) -> str:
        """The whole of `docs/bench.md`."""
        missed = "\n".join(f"- {fault}" for fault in self.faults)
        return PAGE.format(
            date=f"{self.began:%-d %B %Y}",
            machine="\n".join(filter(None, [self.machine, self._noise() if self.load > BUSY else ""])),
            repeat=self.repeat,
            table=self.table.text(),
            missed=f"What must hold and did not in this run:\n\n{missed}" if missed else HOLDS,
            at_once=AT_ONCE,
            race=self.race_table(),
        )

    def _noise(self) -> str:
        return f"Something else was using the machine when this began (load {self.load:.1f}): the ratios are rough."


def _race_cells(name: str, outcome: Outcome, verdict: str) -> list[str]:
    low, high = min(outcome.winners), max(outcome.winners)
    return [
        name,
        f"{len(outcome.winners):,}",
        f"{outcome.tries:,}",
        str(low) if low == high else f"{low} to {high}",
        f"{outcome.overlaps:,}",
        f"{outcome.odd:,}",
        f"{outcome.without_alternatives:,}",
        verdict,
    ]
