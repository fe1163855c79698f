"""If it must never happen, the database refuses it, and here somebody tries."""

import pytest
from django.db import IntegrityError, models as django_models, transaction

from practice.models import Patient
from tests.walks import constraints, models


def test_every_constraint_is_tried(cast):
    assert constraints.untried(models.ours(), constraints.attempts(cast)) == []


def test_every_constraint_refuses(cast, furnished):
    assert constraints.not_refused(models.ours(), constraints.attempts(cast)) == []


def test_an_untried_and_a_deaf_constraint_are_seen(cast, furnished):
    tried = {"patient_status_known": [{"status": "inactive"}], "record_number_unique": [{"status": "x"}]}
    assert "patient_added_once" in constraints.untried([Patient], tried)
    assert len(constraints.not_refused([Patient], tried)) == 2


@pytest.mark.parametrize("model", models.ours())
def test_a_unique_field_takes_a_value_once(cast, furnished, model):
    fields = [field for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    for field in fields:
        row = model._default_manager.exclude(**{field.name: None}).first()
        row.pk = None if not isinstance(model._meta.pk, django_models.UUIDField) else constraints.KEY
        with pytest.raises(IntegrityError, match="unique"), transaction.atomic():
            model._default_manager.bulk_create([row])
