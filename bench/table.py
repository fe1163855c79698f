"""The table: one line a question, its ratio to a floor, what must hold, and whether it does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.load import Sample


@dataclass(frozen=True)
class Must:
    """What is promised of a ratio: at least or at most so much."""

    limit: float
    at_least: bool = False

    def holds(self, ratio: float) -> bool:
        return ratio >= self.limit if self.at_least else ratio <= self.limit

    def __str__(self) -> str:
        if self.at_least:
            return f"≥ 1/{1 / self.limit:.0f}" if self.limit < 1 else f"≥ {self.limit:g}"
        return f"≤ {self.limit:g}"


NAMES = ("p50", "p95", "rate", "cpu")


@dataclass(frozen=True)
class Figures:
    """One question over all rounds: medians of what each round gave.

    Times in ms, rate in answers a second, CPU in ms an answer.
    """

    p50: float
    p95: float
    rate: float
    cpu: float

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> "Figures":
        return cls(*(median(getattr(sample, name) for sample in samples) for name in NAMES))

    @property
    def times(self) -> str:
        return f"{_short(self.p50)} / {_short(self.p95)}"


@dataclass(frozen=True)
class Row:
    """A line of the table. `alone` is one browser at a time, `together` eight at once."""

    name: str
    alone: Figures | None = None
    together: Figures | None = None
    against: str = ""  # which figure of which floor
    ratio: float | None = None
    by_cpu: float | None = None  # the same ratio if only CPU time counted
    must: Must | None = None

    @property
    def missed(self) -> bool:
        return self.must is not None and not self.must.holds(self.ratio)

    @property
    def verdict(self) -> str:
        if self.must is None:
            return ""
        return "MISSED" if self.missed else "ok"

    def cells(self) -> list[str]:
        return [
            self.name,
            self.alone.times if self.alone else "",
            self.together.times if self.together else "",
            _short(self.together.rate) if self.together else "",
            _short(self.together.cpu) if self.together and self.together.cpu else "",
            self.against,
            _ratio(self.ratio),
            _ratio(self.by_cpu),
            str(self.must or ""),
            self.verdict,
        ]


HEAD = [
    "question",
    "c=1 p50 / p95 ms",
    "c=8 p50 / p95 ms",
    "c=8 per s",
    "CPU ms",
    "compared with",
    "ratio",
    "by CPU",
    "must",
    "",
]


@dataclass
class Table:
    rows: list[Row] = field(default_factory=list)

    @property
    def missed(self) -> list[Row]:
        return [row for row in self.rows if row.missed]

    def text(self) -> str:
        return padded(HEAD, [row.cells() for row in self.rows])


def padded(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown that is as easy to read on a terminal. Words stand left, figures right."""
    lines = [head, *rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    figures = [all(not row[n] or row[n][0] in "0123456789≤≥" for row in rows) for n in range(len(head))]
    rule = ["-" * (width - is_figure) + ":" * is_figure for width, is_figure in zip(widths, figures, strict=True)]
    return "\n".join(_line(line, widths, figures) for line in [head, rule, *rows])


def _line(cells: Sequence[str], widths: Sequence[int], figures: Sequence[bool]) -> str:
    told = zip(cells, widths, figures, strict=True)
    return "| " + " | ".join(cell.rjust(width) if right else cell.ljust(width) for cell, width, right in told) + " |"


def median_ratio(measured: Sequence[Sample], floors: Sequence[Sample], figure: str) -> float:
    """The median over the rounds of one figure against the floor's in the same round: what slows both cancels out."""
    return median(getattr(one, figure) / getattr(floor, figure) for one, floor in zip(measured, floors, strict=True))


def cpu_ratio(measured: Sequence[Sample], floors: Sequence[Sample], figure: str) -> float | None:
    """What `median_ratio` would be if nothing but CPU time counted; None where it was not counted."""
    if not all(sample.cpu for sample in (*measured, *floors)):
        return None
    more = median_ratio(measured, floors, "cpu")
    return 1 / more if figure == "rate" else more


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def _short(number: float) -> str:
    """Two or three digits that say something."""
    return f"{number:.1f}" if number < 100 else f"{number:.0f}"
