"""Everybody of the cast by token. The API lives in real time."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from portal import tokens
from practice.models import User

SATURDAY = 5


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def signed_in(cast):
    """`signed_in("paul")`: a client that carries a token of that person's."""

    def sign_in(name: str) -> Client:
        token, _ends_at = tokens.issue(User.objects.get(email=f"{name}@demo.example"))
        return Client(headers={"Authorization": f"Token {token}"})

    return sign_in


@pytest.fixture
def my(cast):
    """The addresses of the patient side about Paul."""
    return f"/api/v1/maple/my/{cast.paul.pk}/"


@pytest.fixture
def staff():
    """The addresses of the staff side."""
    return "/api/v1/maple/staff/"


@pytest.fixture
def send():
    """`send(client, address, **facts)`: what JSON that is posted there answers."""

    def post(client: Client, address: str, **facts):
        return client.post(address, facts, content_type="application/json")

    return post


@pytest.fixture
def ask(cast, send):
    """`ask(client, my)`: a request for a visit of Paul's with Dr Ada, as far as it is not changed."""

    def make(client: Client, my: str, **changes):
        facts = {
            "case": str(cast.paul_primary.pk),
            "visit_type": str(cast.well.pk),
            "location": str(cast.north.pk),
            "provider": str(cast.dr_ada.pk),
            "reason": "Yearly check-up",
            "request_key": str(uuid4()),
        }
        return send(client, my + "requests/", **facts | changes)

    return make


@pytest.fixture
def free(cast):
    """Three starts with Dr Ada at North that patients may ask for: 14:00, 15:00 and 16:00 of one day."""
    today = cast.now.astimezone(cast.north.zone).date()
    day = next(day for n in range(3, 8) if (day := today + timedelta(days=n)).weekday() < SATURDAY)
    return [datetime.combine(day, time(hour), cast.north.zone).isoformat() for hour in (14, 15, 16)]
