"""Nothing typed is lost: a form sent after the session ended is kept for the same person until they are back.

The same view of a form's fields serves the page shown while the database is away (settled 12).
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from practice.models import ParkedSubmission, User

LARGEST = 64_000
LONGEST_PATH = 500
KEPT_FOR = timedelta(hours=24)
_SECRET = ("password", "current", "code", "pin")
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
MARK = "parked"


@dataclass(frozen=True)
class Field:
    """One submitted value. `label` is set where somebody wrote prose, which is shown; the rest goes back hidden."""

    name: str
    value: str
    label: str = ""


def fields_of(pairs) -> list[Field]:
    """What may be handed back of (name, value) pairs: never a password or a code."""
    written = ((name, value.replace("\0", "")) for name, value in pairs if not _secret(name) and name != MARK)
    return [Field(name, value, _label(name, value)) for name, value in written]


def _secret(name: str) -> bool:
    return name in _SECRET or "password" in name


def _label(name: str, value: str) -> str:
    written = any(mark.isspace() for mark in value.strip())
    return name.replace("_", " ").capitalize() if written else ""


def pairs_of(request) -> list[tuple[str, str]]:
    """Every submitted (name, value), in order; files are not among them."""
    return [(name, value) for name, values in request.POST.lists() for value in values]


def park(request, user_id: str, now: datetime) -> ParkedSubmission | None:
    """Keep the submitted form for this login; None when there is nothing worth keeping or it is too large."""
    kept = [[field.name, field.value] for field in fields_of(pairs_of(request)) if field.name != TOKEN]
    user = User.objects.filter(pk=user_id, is_active=True).first()
    path = request.get_full_path()
    if user is None or not kept or len(json.dumps(kept)) > LARGEST or len(path) > LONGEST_PATH:
        return None
    ParkedSubmission.objects.filter(user=user, path=path).delete()
    return ParkedSubmission.objects.create(user=user, path=path, fields=kept, parked_at=now)


def waiting(user, parked_id: UUID, now: datetime) -> ParkedSubmission | None:
    """The kept form, for the person who sent it and for a day; None for everybody else."""
    return ParkedSubmission.objects.filter(pk=parked_id, user=user, parked_at__gt=now - KEPT_FOR).first()


def forget(user, parked_id: UUID) -> None:
    """It was sent again, or is not wanted any more."""
    ParkedSubmission.objects.filter(pk=parked_id, user=user).delete()


def forget_old(now: datetime) -> int:
    """Delete what nobody came back for."""
    return ParkedSubmission.objects.filter(parked_at__lte=now - KEPT_FOR).delete()[0]
