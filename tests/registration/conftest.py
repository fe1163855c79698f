"""A child without anybody in the portal, and Fay at the desk, now: pages read the clock of the machine."""

import pytest
from django.utils import timezone

from tests import build
from tests.registration.papers import paper


@pytest.fixture
def zoe(cast):
    """A child without anybody in the portal, with a mother who has an address."""
    child = build.patient(cast.maple, "Zoe", "Quist", 6, cast.now, home_location=cast.north)
    build.contact(child, "Ines Quist", "mother", "ines@example.org")
    return child


@pytest.fixture
def fay(acting, cast):
    return acting(cast.fay, at=timezone.now())


@pytest.fixture
def printed(zoe, fay):
    """Zoe's PIN on paper."""
    return paper(zoe, fay)
