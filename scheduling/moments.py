"""How moments and days travel in addresses and forms: a moment in UTC, to the minute."""

from datetime import UTC, date, datetime

from django.utils.dateparse import parse_date, parse_datetime

# Nobody's visit lies outside; inside, every day has its neighbours and can be read on any clock.
YEARS = range(1900, 3000)


def write(moment: datetime) -> str:
    """`2026-11-24T13:15Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def read(value: str | None) -> datetime | None:
    """The aware UTC moment a value stands for, or None."""
    try:
        moment = parse_datetime(value or "")
        moment = moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):  # no moment, or one before the first or after the last of all days
        return None
    return moment if moment and moment.year in YEARS else None


def read_day(value: str | None) -> date | None:
    """The date a value stands for, or None."""
    try:
        day = parse_date(value or "")
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def read_all(values: list[str], most: int) -> tuple[datetime, ...]:
    """The moments among the values, in order, each once; `most` of them."""
    return tuple(sorted({moment for value in values if (moment := read(value))})[:most])
