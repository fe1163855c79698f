"""Times as pages write them: on the location's clock, with what a reader elsewhere needs to see their own too (X5)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from practice import clock
from scheduling import moments, preferences


def moment(at: datetime, zone: ZoneInfo) -> dict:
    """`Tue, Nov 24, 8:15 am`, as scheduling/patient/_time.html takes it."""
    return {"name": clock.moment(at, zone), "iso": moments.write(at), "zone": zone.key}


def when(request) -> str:
    """What a request without times says: when it suits, or `Next available`."""
    return preferences.of(request).in_words() or _("Next available")
