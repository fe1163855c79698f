"""Room: one state to the next by a conditional UPDATE, so that of two at once only one can win."""

from collections.abc import Mapping

from practice.tenancy import PracticeOwned


def move(row: PracticeOwned, verb: str, table: Mapping[str, tuple], **facts) -> bool:
    """Make the move if the row's stored state allows it, and set `facts` with it; says whether it was made."""
    before, after = table[verb]
    changes = {"status": after, **facts}
    if not type(row).objects.filter(pk=row.pk, status__in=before).update(**changes):
        return False
    for name, value in changes.items():
        setattr(row, name, value)
    return True
