"""Journeys run in real time, on the real web server, in real browsers."""

import pytest
from django.utils import timezone


@pytest.fixture
def now():
    """The moment the cast is made: the servers have clocks of their own."""
    return timezone.now()
