"""The decision on a request as data for scheduling/staff/_decision.html: in the message, the queue, the event card."""

from scheduling.panel.choices import override_for, read_time, read_times, time_value
from scheduling.panel.contents import decision, panel
from scheduling.panel.state import NOTHING_SAID, SEARCHES, Place, Said, Search
from scheduling.panel.times import state
from scheduling.panel.words import decided, stands, wish, zone

__all__ = [
    "NOTHING_SAID",
    "SEARCHES",
    "Place",
    "Said",
    "Search",
    "decided",
    "decision",
    "override_for",
    "panel",
    "read_time",
    "read_times",
    "stands",
    "state",
    "time_value",
    "wish",
    "zone",
]
