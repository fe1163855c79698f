"""The gate: every write, and every reading of a record, passes here once.

It opens the transaction, then checks inside it: visible (404), allowed (403), for each patient the arguments are
about. It leaves one audit row (a quiet door only for a refusal), and turns a violated constraint into the refusal it
stands for.
"""

import functools
import inspect
from collections.abc import Callable, Iterable

from django.db import IntegrityError, OperationalError, transaction

from practice import audit, journal
from practice.access import PATIENT, SYSTEM, Actor, Permission
from practice.errors import NotAllowed, NotVisible, Refused, refusal_for
from practice.tenancy import PracticeOwned, sees

DOORS: dict[str, Callable] = {}
DEADLOCK, DEADLOCKS_FORGIVEN = "40P01", 2


def door(
    permission: Permission | None,
    action: str,
    *,
    keep: tuple[str, ...] = (),
    allow: Callable[..., bool] | None = None,
    once: type[PracticeOwned] | None = None,
    explain: Callable[..., None] | None = None,
    quiet: bool = False,
):
    """Make a keyword-only function, `by` first, into a door.

    `permission`: what the actor must hold (for a patient-side actor: for every patient the arguments are about).
    `allow`: asked instead of the permission, as `allow(by, **arguments)`, where a rule needs more than one fact.
    `keep`: names of plain arguments safe to keep in the audit row; never what people wrote.
    `once`: the model whose `request_key` makes a second sending return the first one's row (R124).
    `explain`: called as `explain(refusal, by, **arguments)` once the transaction is undone, to add facts to a refusal
    that would have cost its locks to gather, such as the nearest free times.
    `quiet`: what a page does by itself every few seconds leaves no audit row when it is done, only when it is refused.
    """

    def wrap(function):
        _check_shape(function)

        @functools.wraps(function)
        def gated(*, by: Actor, **arguments):
            facts = audit.Facts(action, {name: arguments.get(name) for name in keep})
            owned = list(_owned(arguments.values()))
            try:
                return _persist(_run, function, by, arguments, owned, facts, permission, allow, once, quiet)
            except (NotVisible, NotAllowed) as error:
                audit.record_refusal(by, facts, owned, type(error).__name__)
                raise
            except Refused as refusal:
                if explain is not None:
                    explain(refusal, by, **arguments)
                raise

        gated.permission, gated.action, gated.allow, gated.once = permission, action, allow, once
        DOORS[f"{function.__module__}.{function.__name__}"] = gated
        return gated

    return wrap


def _persist(run: Callable, *arguments):
    """Do it again where two acts waited for each other and the database undid this one."""
    for _attempt in range(DEADLOCKS_FORGIVEN):
        try:
            return run(*arguments)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) != DEADLOCK:
                raise
    return run(*arguments)


def _run(function, by, arguments, owned, facts, permission, allow, once, quiet):
    try:
        with transaction.atomic(), journal.together():
            _refuse_unseen(by, owned)
            _refuse_forbidden(by, arguments, owned, permission, allow)
            if earlier := _sent_before(by, arguments, once):
                return earlier
            result = function(by=by, **arguments)
            if not quiet:
                audit.record(by, facts, _about(owned, result), result)
            return result
    except Refused:
        # The same form a moment ago may be the very reason: its sender gets what the first sending made.
        if earlier := _sent_before(by, arguments, once):
            return earlier
        raise
    except IntegrityError as error:
        if earlier := _sent_before(by, arguments, once):
            return earlier
        if refusal := refusal_for(error):
            raise refusal from error
        raise


def _refuse_unseen(by: Actor, owned: list[PracticeOwned]) -> None:
    for row in owned:
        if not sees(by, row):
            raise NotVisible(type(row).__name__)


def _refuse_forbidden(by, arguments, owned, permission, allow) -> None:
    if by.side == SYSTEM:
        return
    if allow is not None:
        if not allow(by, **arguments):
            raise NotAllowed(getattr(allow, "__name__", "rule"))
        return
    patients = {row.about_patient_id for row in owned} - {None} if by.side == PATIENT else {None}
    if not all(by.may(permission, patient) for patient in patients or {None}):
        raise NotAllowed(permission)


def _sent_before(by: Actor, arguments, once):
    key = arguments.get("request_key")
    if once is None or key is None:
        return None
    return once._default_manager.visible_to(by).filter(request_key=key).first()


def _owned(values: Iterable):
    for value in values:
        if isinstance(value, PracticeOwned):
            yield value
        elif isinstance(value, list | tuple):
            yield from (item for item in value if isinstance(item, PracticeOwned))


def _about(owned: list[PracticeOwned], result) -> list[PracticeOwned]:
    """What the audit row is about: the arguments, but first what came of them if only that is about a patient."""
    made = list(_owned([result]))
    if not owned or (any(row.about_patient_id for row in made) and not any(row.about_patient_id for row in owned)):
        return [*made, *owned]
    return owned


def _check_shape(function) -> None:
    kinds = [p.kind for p in inspect.signature(function).parameters.values()]
    if any(kind is not inspect.Parameter.KEYWORD_ONLY for kind in kinds):
        raise TypeError(f"{function.__qualname__}: a door takes keyword-only arguments, `by` first")
