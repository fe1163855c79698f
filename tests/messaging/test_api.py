"""Threads through the API: only the person's own, and nothing of what staff say among themselves."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from messaging.services import forwarding
from portal.demo.build import PASSWORD
from practice.models import AuditEvent


@pytest.fixture
def now():
    """The API lives in real time."""
    return timezone.now()


@pytest.fixture
def gina(cast, client) -> Client:
    """Gina's token."""
    facts = {"email": "gina@demo.example", "password": PASSWORD}
    token = client.post("/api/v1/token/", facts, content_type="application/json").json()["token"]
    return Client(headers={"Authorization": f"Token {token}"})


def threads(child, thread=None) -> str:
    return f"/api/v1/maple/my/{child.pk}/threads/" + (f"{thread.pk}/" if thread else "")


def test_internal_words_show_nowhere_and_move_nothing(cast, acting, gina, write):
    thread = write()
    later = acting(cast.fay, at=cast.now + timedelta(hours=2))
    forwarding.forward(by=later, thread=thread, to=[cast.ada], note="SECRET")
    answer = gina.get(threads(cast.leo, thread))
    assert "SECRET" not in answer.content.decode()
    assert [m["body"] for m in answer.json()["messages"]] == ["Leo coughs at night."]
    [row] = gina.get(threads(cast.leo)).json()
    assert parse_datetime(row["last_at"]) == cast.now


def test_a_thread_about_one_child_is_not_found_under_the_other(cast, gina, write):
    assert gina.get(threads(cast.mia, write())).status_code == 404


def test_reading_a_thread_leaves_a_trace(cast, gina, write):
    gina.get(threads(cast.leo, write()))
    assert AuditEvent.objects.filter(action="thread.shown", patient_ref=cast.leo.pk).exists()
