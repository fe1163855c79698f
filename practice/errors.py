"""The three ways a door says no, and the names of database constraints that speak for a rule."""

from dataclasses import dataclass


class Refused(Exception):
    """A rule says no. Pages put `message` beside `field`; the API answers 409 with `code`.

    `extra` holds JSON-able facts for the caller, such as the nearest free times.
    """

    def __init__(self, code: str, message: str, field: str | None = None, **extra):
        super().__init__(message)
        self.code, self.message, self.field, self.extra = code, str(message), field, extra


class NotVisible(Exception):
    """The thing is outside what this actor may see: a 404, like a stranger's."""


class NotAllowed(Exception):
    """The actor may see the thing but not do this to it: a 403."""


@dataclass(frozen=True)
class ConstraintRefusal:
    code: str
    message: str
    field: str | None = None


_constraint_refusals: dict[str, ConstraintRefusal] = {}


def announce_constraint(name: str, code: str, message: str, field: str | None = None) -> None:
    """Tell the gate which refusal a violated database constraint stands for."""
    _constraint_refusals[name] = ConstraintRefusal(code, message, field)


def refusal_for(error: Exception) -> Refused | None:
    """The refusal a database error stands for, or None when nobody announced its constraint."""
    diag = getattr(getattr(error, "__cause__", None), "diag", None)
    said = _constraint_refusals.get(getattr(diag, "constraint_name", None) or "")
    return Refused(said.code, said.message, said.field) if said else None
