"""The architecture, walked: what holds for every module, door, model and permission, and that each walk sees."""

from enum import StrEnum

import pytest
from django.db import models as django_models

from portal.history import WORDS
from practice.access import Permission
from practice.service import DOORS, door
from practice.tenancy import PracticeOwned
from scheduling import states
from tests.walks import doors, history_words, imports, models
from tests.walks.sources import Module, product


@pytest.fixture(scope="module")
def modules():
    return product()


# --- imports ---


def test_imports_point_down(modules):
    assert imports.faults(modules) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("practice.planted", "from messaging import threads"),
        ("messaging.planted", "import scheduling.models"),
        ("scheduling.planted", "from registration.models import Invitation"),
        ("registration.planted", "from scheduling import selectors"),
        ("messaging.planted", "from portal import navigation"),
        ("practice.planted", "import embedded.ports"),
        ("embedded.planted", "from practice import clock"),
        ("messaging.planted", "from django.http import Http404"),
        ("practice.selectors.planted", "from practice.services import patients"),
        ("practice.selectors.planted", "def late():\n    from practice.services import patients"),
        ("practice.services.planted", "from practice.services.patients import add_patient"),
        ("scheduling.services.planted", "from practice.services import patients"),
        ("practice.services.planted", "from practice.forms import fields"),
        ("practice.models.planted", "from practice.selectors import patients"),
    ],
)
def test_the_import_walk_sees_a_planted_fault(modules, name, line):
    found = imports.faults([*modules, Module(name, line)])
    assert [fault for fault in found if fault.startswith(name)]


def test_views_forms_and_routes_reach_for_no_rows(modules):
    assert doors.managers_in_views(modules) == []


def test_a_planted_manager_in_a_view_is_seen(modules):
    planted = Module("portal.planted_views", "def page(request):\n    return Patient.objects.all()")
    assert doors.managers_in_views([planted]) == ["portal.planted_views, line 2: .objects"]


# --- doors and permissions ---

# The model, its writer, and the one selector that screens read the audit by (settled 7).
AUDIT = ("practice.models", "practice.models.audit", "practice.audit", "practice.selectors.history")


def test_every_door_that_can_be_about_a_patient_has_words_for_its_history(modules):
    assert history_words.faults(history_words.actions(modules), WORDS) == []


def test_a_planted_action_without_words_is_seen(modules):
    found = history_words.faults({*history_words.actions(modules), "planted.done"}, WORDS)
    assert found == ["planted.done has no words in portal/history.py"]


def test_one_selector_reads_the_audit(modules):
    assert doors.readers_of_audit(modules, AUDIT) == []


def test_a_planted_reader_of_the_audit_is_seen(modules):
    planted = Module("portal.planted", "from practice.models import AuditEvent")
    assert doors.readers_of_audit([planted], AUDIT) == ["portal.planted reads the audit"]


def test_every_public_function_of_a_services_module_is_a_door_and_calls_none(modules):
    assert doors.ungated(modules) == []


def test_every_door_says_what_it_needs_and_how_it_is_written_down():
    assert doors.badly_made(DOORS) == []


def test_a_planted_ungated_function_and_a_door_that_calls_a_door_are_seen(modules):
    source = """
@door(P.PATIENT_EDIT, "x.done")
def first(*, by): ...

@door(P.PATIENT_EDIT, "y.done")
def second(*, by):
    first(by=by)

def third(*, by): ...
"""
    found = doors.ungated([Module("practice.services.planted", source)])
    assert found == [
        "practice.services.planted.second calls the door first",
        "practice.services.planted.third is public and not gated",
    ]


def test_a_planted_badly_made_door_is_seen():
    known = dict(DOORS)
    try:

        @door(None, "Just Do It")
        def planted(*, patient, by):
            pass

        faults = doors.badly_made({name: made for name, made in DOORS.items() if name not in known})
    finally:
        for name in set(DOORS) - set(known):
            del DOORS[name]
    assert len(faults) == 4


def test_every_permission_is_given_and_asked_for(modules):
    assert doors.idle_permissions(Permission, modules) == []


def test_an_idle_permission_is_seen(modules):
    planted = StrEnum("Planted", {"PLANTED": "planted:idle"})
    assert len(doors.idle_permissions(planted, modules)) == 2


# --- models ---


def test_every_model_is_owned_and_has_an_audience():
    assert models.faults(models.ours()) == []


@pytest.fixture
def planted_model():
    """Models of our own for one test; Django forgets them afterwards."""
    from django.apps import apps

    before = dict(apps.all_models["practice"])
    yield lambda name, base, **attributes: type(
        name, (base,), {"__module__": "practice.models", "Meta": type("Meta", (), {}), **attributes}
    )
    apps.all_models["practice"].clear()
    apps.all_models["practice"].update(before)
    apps.clear_cache()


def test_a_planted_model_without_owner_or_audience_is_seen(planted_model):
    nobodys = planted_model("Nobodys", django_models.Model)
    loud = planted_model("Loud", PracticeOwned, audience="world")
    patient = django_models.ForeignKey("practice.Patient", django_models.CASCADE, related_name="+")
    staff_only = planted_model("Secretive", PracticeOwned, patient=patient)
    lost = planted_model("Lost", PracticeOwned, audience="patient", patient_path="nowhere")
    for model in (nobodys, loud, staff_only, lost):
        assert len(models.faults([model])) == 1, model


def test_no_row_can_name_a_row_of_another_practice(db):
    assert models.unguarded_keys(models.ours()) == []


def test_a_planted_unguarded_key_is_seen(db, planted_model):
    patient = django_models.ForeignKey("practice.Patient", django_models.CASCADE, related_name="+")
    assert models.unguarded_keys([planted_model("Loose", PracticeOwned, patient=patient)]) == ["Loose.patient"]


def test_the_database_knows_the_words_of_every_status():
    assert models.unchecked_statuses(models.ours()) == []


def test_a_planted_unchecked_status_is_seen(planted_model):
    status = django_models.CharField(max_length=8)
    assert models.unchecked_statuses([planted_model("Wordy", PracticeOwned, status=status)]) == ["Wordy.status"]


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        (states.APPOINTMENT_MOVES, states.APPOINTMENT_STATUSES),
        (states.REQUEST_MOVES, states.REQUEST_STATUSES),
    ],
)
def test_moves_speak_of_known_statuses(moves, words):
    said = {word for sources, target in moves.values() for word in (*sources, target)}
    assert said <= set(words)
