"""Keyset paging: a page starts after a row, not after a number of rows, so it costs the same however deep it lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

PAGE_SIZE = 50


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the key that fetches the next (empty at the end)."""

    rows: list
    after: str = ""


def page(rows: QuerySet, moment: str, after: str | None, size: int = PAGE_SIZE, *, oldest_first: bool = False) -> Page:
    """The newest rows by `moment` and id, or the oldest, that come after the key; a key nobody made starts anew."""
    sign, beyond = ("", "gt") if oldest_first else ("-", "lt")
    ordered = rows.order_by(f"{sign}{moment}", f"{sign}pk")
    if key := _read(after):
        at, pk = key
        ordered = ordered.filter(Q(**{f"{moment}__{beyond}": at}) | Q(**{moment: at, f"pk__{beyond}": pk}))
    found: Sequence = list(ordered[: size + 1])
    if len(found) <= size:
        return Page(list(found))
    last = found[size - 1]
    return Page(list(found[:size]), f"{getattr(last, moment).isoformat()}~{last.pk}")


def _read(after: str | None) -> tuple[datetime, UUID] | None:
    moment, _, pk = (after or "").partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at.astimezone(UTC), UUID(pk)) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
