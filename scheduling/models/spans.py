"""A range of time as the database compares it."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import Func


class TimeSpan(Func):
    """tstzrange(starts, ends), half-open."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()
