"""Every model: owned by a practice or on a short list, with an audience, guarded where it names its neighbours."""

from collections.abc import Iterable

from django.apps import apps
from django.db import connection, models
from pghistory.models import Event

from practice.tenancy import ABOUT_A_PATIENT, AUDIENCES, PracticeOwned, PracticeQuerySet
from tests.walks.sources import APPS

# Rows that are nobody's in particular, or everybody's.
UNOWNED = {
    "Practice": "owns the others",
    "User": "a person, with hats at several practices",
    "AuditEvent": "outlives what it names",
    "OutboundMessage": "account mail belongs to a person",
    "TokenBucket": "keys are digests",
    "ParkedSubmission": "belongs to a person",
    "KnownDevice": "belongs to a person",
}
# Rows about a patient whose audience is narrower than the patient's people or the chart's readers.
NOT_FOR_THE_PATIENT = {"PatientAccess"}


def ours() -> list[type[models.Model]]:
    """The models of the five apps, without history tables."""
    return [model for app in APPS for model in apps.get_app_config(app).get_models() if not issubclass(model, Event)]


def faults(checked: Iterable[type[models.Model]]) -> list[str]:
    """What is wrong with each, as a sentence."""
    return [fault for model in checked for fault in _faults(model)]


def _faults(model):
    name = model.__name__
    if not issubclass(model, PracticeOwned):
        if name not in UNOWNED:
            yield f"{name} is owned by no practice and not on the list of those that need none"
        return
    if model.audience not in AUDIENCES:
        yield f"{name} has the unknown audience {model.audience!r}"
    if not isinstance(model._default_manager.all(), PracticeQuerySet):
        yield f"{name}.objects cannot say visible_to"
    points_at_patient = any(_names_patient(field) for field in model._meta.concrete_fields)
    if points_at_patient and model.audience not in ABOUT_A_PATIENT and name not in NOT_FOR_THE_PATIENT:
        yield f"{name} is about a patient, but its audience is {model.audience!r}"
    if model.audience in ABOUT_A_PATIENT and not _leads_to_patient(model):
        yield f"{name}.patient_path {model.patient_path!r} does not lead to a patient"


def _names_patient(field) -> bool:
    return bool(field.remote_field) and getattr(field.related_model, "__name__", "") == "Patient"


def _leads_to_patient(model) -> bool:
    if model.patient_path == "pk":
        return model.__name__ == "Patient"
    try:
        for step in model.patient_path.split("__"):
            model = model._meta.get_field(step).related_model
    except Exception:
        return False
    return model is not None and model.__name__ == "Patient"


def unguarded_keys(checked: Iterable[type[models.Model]]) -> list[str]:
    """Foreign keys between owned rows that would let a row of one practice name a row of another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'")
        known = {name for (name,) in cursor.fetchall()}
    return [
        f"{model.__name__}.{field.name}"
        for model in checked
        if issubclass(model, PracticeOwned)
        for field in model._meta.concrete_fields
        if field.remote_field
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, PracticeOwned)
        if f"{model._meta.db_table}_{field.column}_same_practice" not in known
    ]


def unchecked_statuses(checked: Iterable[type[models.Model]]) -> list[str]:
    """Status fields whose words the database does not check."""
    return [
        f"{model.__name__}.status"
        for model in checked
        if any(field.name == "status" for field in model._meta.concrete_fields)
        and not any(_is_words_check(constraint) for constraint in model._meta.constraints)
    ]


def _is_words_check(constraint) -> bool:
    if not isinstance(constraint, models.CheckConstraint):
        return False
    children = constraint.condition.children
    return len(children) == 1 and children[0][0] == "status__in"
