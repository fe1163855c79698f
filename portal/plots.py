"""Bars, as numbers for a template that draws them; the table beneath a plot says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDE = 100.0  # what the longest bar is wide or high, in the plot's own units


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, the number as people read it, and how long it is drawn."""

    label: str
    shown: str
    length: float


def bars(rows: Sequence[tuple[str, float, str]]) -> list[Bar]:
    """Bars of (label, value, value as text), the greatest as long as the plot is wide."""
    most = max((value for _label, value, _shown in rows), default=0) or 1
    return [Bar(label, shown, round(value / most * WIDE, 2)) for label, value, shown in rows]
