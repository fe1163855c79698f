"""Statements that PostgreSQL plans once for a connection, where planning takes longer than answering.

Only for what begins nearly every request: everything else is asked through the models.
"""

import hashlib
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

# What each connection of the driver knows by now; a new connection knows nothing.
_KNOWN = WeakKeyDictionary()


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


@receiver(connection_created)
def _plan_once(connection: BaseDatabaseWrapper, **_more) -> None:
    """Let PostgreSQL keep its first plan for good.

    Left to itself it plans anew each time once a table is large, as it cannot know how few rows lie between two days.
    """
    if not _is_pooled(connection):
        with connection.connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan")


def _is_pooled(connection: BaseDatabaseWrapper) -> bool:
    """Whether each transaction may be led to another connection; this is what Django knows it by."""
    return bool(connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"))
