"""Statements that PostgreSQL plans once for a connection, where planning takes longer than answering.

Only for what begins nearly every request: everything else is asked through the models.
"""

import functools
import hashlib
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import QuerySet
from django.dispatch import receiver

# What each connection of the driver knows by now; a new connection knows nothing.
_KNOWN = WeakKeyDictionary()
_TYPES = {bool: "boolean", int: "bigint", str: "text", UUID: "uuid", datetime: "timestamptz"}


class Statement:
    """A statement written as for a cursor, with its parameters and their types: `Statement("… %(id)s", id="uuid")`.

    Its columns must keep their types whatever a migration does, or PostgreSQL refuses it until the connection ends: a
    row is asked for as `to_jsonb(…)::text`, a word cast to `text`.
    """

    def __init__(self, text: str, **types: str):
        self._name = f"frontdesk_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
        numbered = {name: f"${n}" for n, name in enumerate(types, 1)}
        self._preparation = f"PREPARE {self._name} ({', '.join(types.values())}) AS {text % numbered}"
        typed = {name: f"%({name})s::{kind}" for name, kind in types.items()}
        self._execution = f"EXECUTE {self._name} ({', '.join(typed.values())})"
        self._unprepared = text.replace("%%", "%%%%") % typed

    def rows(self, **values) -> list[tuple]:
        """What it finds with these values of its parameters."""
        with connection.cursor() as cursor:
            cursor.execute(self._known_to(cursor.db), values)
            return cursor.fetchall()

    def rows_planned_for(self, **values) -> list[tuple]:
        """The same, planned for these values alone."""
        with connection.cursor() as cursor:
            cursor.execute(self._unprepared, values)
            return cursor.fetchall()

    def _known_to(self, connection: BaseDatabaseWrapper) -> str:
        """How to ask for it on a connection that is open."""
        if _is_pooled(connection):
            return self._unprepared
        known = _KNOWN.setdefault(connection.connection, set())
        if self._name not in known:
            # As Django sets a new connection up: with the driver's cursor, as no part of what the request asks.
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(self._preparation)
            known.add(self._name)
        return self._execution


class Part(NamedTuple):
    """A piece of a statement that is put together, and the values of the parameters it names."""

    text: str
    values: dict


def part_of(rows: QuerySet, name: str) -> Part:
    """What the models ask for these rows, as a piece of a statement; its parameters are named after this name."""
    text, values = rows.query.sql_with_params()
    named = {f"{name}_{n}": value for n, value in enumerate(values)}
    return Part(text % tuple(f"%({name})s" for name in named), named)


def ask(text: str, values: dict) -> list[tuple]:
    """The rows of a statement that was put together, as those are that say what an actor may see (`tenancy.seen`).

    Its parameters have the types of their values: ids, words, moments, numbers, or lists of one of these, not empty.
    """
    return _put_together(text, tuple((name, _type(value)) for name, value in values.items())).rows(**values)


def ask_planned_for(text: str, values: dict) -> list[tuple]:
    """The same, where the best plan depends on the values: a word that is looked for is rare or frequent."""
    return _put_together(text, tuple((name, _type(value)) for name, value in values.items())).rows_planned_for(**values)


def ask_all(**parts: Part) -> dict:
    """What each of these comes to, in one statement: they give one value each, and agree on what they both name."""
    text = ", ".join(f"({part.text})" for part in parts.values())
    values = {name: value for part in parts.values() for name, value in part.values.items()}
    [row] = ask(f"SELECT {text}", values)
    return dict(zip(parts, row, strict=True))


@functools.lru_cache(maxsize=512)
def _put_together(text: str, types: tuple[tuple[str, str], ...]) -> Statement:
    return Statement(text, **dict(types))


def _type(value) -> str:
    return f"{_type(value[0])}[]" if isinstance(value, list) else _TYPES[type(value)]


@receiver(connection_created)
def _plan_quickly(connection: BaseDatabaseWrapper, **_more) -> None:
    """Let PostgreSQL keep its first plan for good, and join tables about as the models name them.

    Left to itself it plans a kept statement anew each time once a table is large, as it cannot know how few rows lie
    between two days. And it tries every order of eight tables, which takes it 50 times as long as reading one row with
    all that belongs to it; the models begin with the row that is asked for.
    """
    if not _is_pooled(connection):
        with connection.connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan; SET join_collapse_limit = 3")


def _is_pooled(connection: BaseDatabaseWrapper) -> bool:
    """Whether each transaction may be led to another connection; this is what Django knows it by."""
    return bool(connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"))
