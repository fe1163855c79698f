"""Migration helpers for what Django's model state cannot express."""

from django.db import migrations


def same_practice(table: str, column: str, target: str) -> migrations.RunSQL:
    """A composite foreign key: `table.column` may only name a `target` row of the same practice.

    The target needs a unique constraint on (practice_id, id).
    """
    name = f"{table}_{column}_same_practice"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (practice_id, {column}) "
        f"REFERENCES {target} (practice_id, id) DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )
