"""Tests that meet the product's own clock, and what it offers from one quarter of an hour to the next."""

import time
from datetime import datetime

from django.utils import timezone

QUARTER = 15 * 60


def away_from_a_quarter(seconds: float) -> datetime:
    """The moment it is. Where a quarter of an hour strikes within so many seconds, the moment after that.

    Then the first time that is offered goes, and at midnight the day: not while a test looks.
    """
    left = QUARTER - time.time() % QUARTER
    if left < seconds:
        time.sleep(left + 0.05)
    return timezone.now()
