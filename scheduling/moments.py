"""How a moment travels in addresses and forms: UTC, to the minute."""

from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime


def write(moment: datetime) -> str:
    """`2026-11-24T13:15Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def read(value: str | None) -> datetime | None:
    """The aware UTC moment a value stands for, or None."""
    try:
        moment = parse_datetime(value or "")
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):  # no moment, or one before the first or after the last of all days
        return None


def read_all(values: list[str], most: int) -> tuple[datetime, ...]:
    """The moments among the values, in order, each once; `most` of them."""
    return tuple(sorted({moment for value in values if (moment := read(value))})[:most])
