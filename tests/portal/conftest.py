"""Pages read the clock of the machine, so their cast lives now."""

import pytest
from django.utils import timezone


@pytest.fixture
def now():
    return timezone.now()
