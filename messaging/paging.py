"""Keyset paging: a page starts at a row, not after a number of rows, so it costs the same however deep it lies."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

PAGE_SIZE = 50


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the keys of the pages beyond its end and before its start (empty where none is)."""

    rows: list
    after: str = ""
    before: str = ""


# Where a row stands: its moment (UTC) and its id.
Key = tuple[datetime, UUID]


def page(rows: QuerySet, moment: str, after: str | None, size: int = PAGE_SIZE, *, oldest_first: bool = False) -> Page:
    """The newest rows by `moment` and id, or the oldest, that come after the key; a key nobody made starts anew."""

    def find(key: Key | None, oldest_first: bool) -> list:
        return _beyond(rows, moment, key, size, oldest_first=oldest_first)

    return page_of(find, moment, size, after=after, oldest_first=oldest_first)


def page_of(
    find: Callable[[Key | None, bool], list],
    moment: str,
    size: int,
    *,
    after: str | None = None,
    before: str | None = None,
    oldest_first: bool = False,
) -> Page:
    """The same of what `find(key, oldest_first)` finds: one row more than a page, in this order, beyond the key.

    With `before` those that come just before that key; the first page where they would not fill one.
    """
    if key := _read(before):
        found = find(key, not oldest_first)
        if len(found) <= size:
            return page_of(find, moment, size, oldest_first=oldest_first)
        shown = found[size - 1 :: -1]
        return Page(shown, _key(shown[-1], moment), _key(shown[0], moment))
    key = _read(after)
    found = find(key, oldest_first)
    shown = found[:size]
    further = _key(shown[-1], moment) if len(found) > size else ""
    return Page(shown, further, _key(shown[0], moment) if key and shown else "")


def _beyond(rows: QuerySet, moment: str, key: Key | None, size: int, *, oldest_first: bool) -> list:
    sign, beyond = ("", "gt") if oldest_first else ("-", "lt")
    ordered = rows.order_by(f"{sign}{moment}", f"{sign}pk")
    if key:
        at, pk = key
        further = Q(**{f"{moment}__{beyond}": at}) | Q(**{moment: at, f"pk__{beyond}": pk})
        ordered = ordered.filter(further, **{f"{moment}__{beyond}e": at})  # what an index can start at
    return list(ordered[: size + 1])


def _key(row, moment: str) -> str:
    return f"{getattr(row, moment).isoformat()}~{row.pk}"


def _read(key: str | None) -> Key | None:
    moment, _, pk = (key or "").partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at.astimezone(UTC), UUID(pk)) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
