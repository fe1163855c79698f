"""What an act leaves behind: histories, notices and the audit row, in its own transaction and in one statement.

No act reads back what it leaves, so the rows wait for its end. Where no act is under way a row is written at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

_waiting: ContextVar[list[models.Model] | None] = ContextVar("journal", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Everything that is left behind within the block is written at its end; nothing where it fails."""
    rows: list[models.Model] = []
    token = _waiting.set(rows)
    try:
        yield
    finally:
        _waiting.reset(token)
    insert(rows)


def leave(row: models.Model) -> None:
    """Write the new row by the end of the act. Nothing of it may be read before, not even a key the database gives."""
    rows = _waiting.get()
    if rows is None:
        insert([row])
    else:
        rows.append(row)


def insert(rows: list[models.Model]) -> None:
    """Write new rows of any tables in one statement.

    Of models that say `written_once` a row whose key is there already is left out. The rows do not learn the keys
    that the database gives them.
    """
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    if not by_model:
        return
    written = [_insertion(model, each) for model, each in by_model.items()]
    *first, last = [sql for sql, _values in written]
    steps = ", ".join(f"step{n} AS ({sql})" for n, sql in enumerate(first))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {steps} {last}" if first else last, [one for _sql, values in written for one in values])


def _insertion(model: type[models.Model], rows: list[models.Model]) -> tuple[str, tuple]:
    once = getattr(model, "written_once", False)
    query = InsertQuery(model, on_conflict=OnConflict.IGNORE if once else None)
    query.insert_values([field for field in model._meta.concrete_fields if not _given(field)], rows)
    ((sql, values),) = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return sql, values


def _given(field: models.Field) -> bool:
    """Whether the database gives the value."""
    return isinstance(field, models.AutoField)
