"""Times as pages write them: on the location's clock, with what a reader elsewhere needs to see their own too (X5)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from practice import clock
from scheduling import moments


def moment(at: datetime, zone: ZoneInfo) -> dict:
    """`Tue, Nov 24, 8:15 am`, as scheduling/patient/_time.html takes it."""
    return {"name": clock.moment(at, zone), "iso": moments.write(at), "zone": zone.key}
