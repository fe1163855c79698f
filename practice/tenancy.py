"""Whose: every owned row names its practice, and one queryset method says who may see it."""

import functools
import json
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Q

from practice.access import PATIENT, STAFF, SYSTEM, Actor
from practice.errors import NotVisible
from practice.prepared import Statement, part_of

AUDIENCES = ("staff", "everyone", "patient", "chart")
ABOUT_A_PATIENT = ("patient", "chart")


class PracticeQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor):
        """The rows this actor may see, and never a row of another practice. Everything read starts here."""
        return self.filter(practice_id=actor.practice.pk).filter(self.model.visibility(actor))

    def of(self, practice):
        """All rows of one practice: for rooms and system work that act for nobody in particular."""
        return self.filter(practice_id=practice.pk)


class PracticeOwned(models.Model):
    """A row that belongs to one practice.

    `audience` says who may see it: `staff` (the default, so forgetting fails closed), `everyone`, `patient` (the
    patient's people, and staff who have the patient in scope) or `chart` (only the latter). For the last two
    `patient_path` names the lookup that leads to the patient the row is about.
    """

    audience = "staff"
    patient_path = "patient"

    practice = models.ForeignKey("practice.Practice", on_delete=models.PROTECT, related_name="+")

    objects = PracticeQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The condition under which a row of the actor's own practice is visible to the actor."""
        if actor.side == SYSTEM:
            return Q()
        if actor.side == STAFF:
            return patient_scope(actor, cls.patient_path) if cls.audience in ABOUT_A_PATIENT else Q()
        if cls.audience == "everyone":
            return Q()
        if cls.audience == "patient" and actor.side == PATIENT:
            return Q(**{f"{_to_id(cls.patient_path)}__in": list(actor.grants)})
        return NOTHING

    @property
    def about_patient_id(self):
        """The id of the patient this row is about, or None: what the gate checks permissions for."""
        if self.audience not in ABOUT_A_PATIENT:
            return None
        if self.patient_path == "pk":
            return self.pk
        row = self
        *steps, last = self.patient_path.split("__")
        for step in steps:
            row = getattr(row, step)
        return getattr(row, f"{last}_id")


NOTHING = Q(pk__in=[])
_ROW = "SELECT {n}, to_jsonb(found)::text FROM {table} found WHERE practice_id = %(practice)s AND id = %(id{n})s"
# What JSON says as Python does.
_AS_WRITTEN = (models.BooleanField, models.CharField, models.IntegerField, models.SmallIntegerField, models.TextField)


def find(model: type[PracticeOwned], actor: Actor, pk):
    """The row of this id if the actor may see it. Raises NotVisible; a foreign id and an absent one look alike."""
    row = next(iter(model.objects.visible_to(actor).filter(pk=pk).order_by()), None)
    if row is None:
        raise NotVisible(model.__name__)
    return row


def find_all(actor: Actor, *wanted: tuple[type[PracticeOwned], UUID]) -> list:
    """The same for rows of several models in one query, in this order: a request that names three costs no three.

    Only for models of which everybody sees every row of the practice (`everyone`).
    """
    for model, _pk in wanted:
        if model.visibility(actor):
            raise TypeError(f"Not everybody sees every {model.__name__}")
    keys = {f"id{n}": pk for n, (_model, pk) in enumerate(wanted)}
    found = dict(_rows_of(*(model for model, _pk in wanted)).rows(practice=actor.practice.pk, **keys))
    for n, (model, _pk) in enumerate(wanted):
        if n not in found:
            raise NotVisible(model.__name__)
    return [made_of(model, read_row(found[n])) for n, (model, _pk) in enumerate(wanted)]


def sees(actor: Actor, row: PracticeOwned) -> bool:
    """Whether the actor may see this row, which was read from the database.

    Rows never change practices, so that it is asked again only where more than the practice decides.
    """
    of_practice = not row._state.adding and row.practice_id == actor.practice.pk
    return of_practice and in_scope(actor, type(row), row.pk)


def in_scope(actor: Actor, model: type[PracticeOwned], pk) -> bool:
    """The same for what is known to be of the actor's practice."""
    return not model.visibility(actor) or model.objects.visible_to(actor).filter(pk=pk).exists()


def seen(model: type[PracticeOwned], actor: Actor, column: str) -> tuple[str, dict]:
    """For a statement written by hand: the condition that the actor may see the row with the id in this column.

    With it come the parameters it names. That the row is of the actor's practice the statement says itself.
    """
    if not model.visibility(actor):
        return "TRUE", {}
    rows = part_of(model.objects.visible_to(actor).values("pk"), model._meta.model_name)
    return f"{column} IN ({rows.text})", rows.values


@functools.cache
def _rows_of(*models: type[PracticeOwned]) -> Statement:
    """One row of each of the models by its id, with the place of the model."""
    branches = (_ROW.format(n=n, table=model._meta.db_table) for n, model in enumerate(models))
    return Statement(" UNION ALL ".join(branches), practice="uuid", **{f"id{n}": "uuid" for n in range(len(models))})


def read_row(text: str):
    """What `to_jsonb` has written down of a row, or of several, for `made_of`."""
    return json.loads(text, parse_float=Decimal)


def made_of(model: type[models.Model], row: dict) -> models.Model:
    """The row of a model out of what `to_jsonb` made of it."""
    names, columns = _columns(model)
    return model.from_db(DEFAULT_DB_ALIAS, names, [read(row[name]) if read else row[name] for name, read in columns])


@functools.cache
def _columns(model: type[models.Model]) -> tuple[list[str], list[tuple[str, Callable | None]]]:
    """The names of its attributes, and for each the column and what reads it, where it is not written as it is."""
    fields = model._meta.concrete_fields
    read = (None if type(field) in _AS_WRITTEN else getattr(field, "target_field", field).to_python for field in fields)
    return [field.attname for field in fields], [(field.column, each) for field, each in zip(fields, read, strict=True)]


def patient_scope(actor: Actor, path: str) -> Q:
    """The staff member's patient scope as a condition on the patient found at `path` (R4, D6)."""
    member = actor.member
    if member.patient_scope == "all":
        return Q()
    if member.patient_scope == "locations":
        home = "home_location_id" if path == "pk" else f"{path}__home_location_id"
        return Q(**{f"{home}__in": member.scope_location_ids})
    return Q(**{f"{_to_id(path)}__in": member.listed_patients.values("patient_id")})


def _to_id(path: str) -> str:
    return "pk" if path == "pk" else f"{path}_id"
