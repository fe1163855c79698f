"""What this app shows: free times, requests, visits, the day sheet. Every reading starts from the actor."""

from scheduling.selectors.offers import (
    CaseOption,
    Slot,
    Want,
    locations_open,
    may_request,
    nearest_free,
    no_preference_allowed,
    open_days,
    open_slots,
    providers_for,
    request_options,
)
from scheduling.selectors.requests import (
    TimeChoice,
    may_decide,
    pending_count,
    request_of_thread,
    requests,
    requests_of,
    times_of,
)
from scheduling.selectors.schedule import Column, DaySheet, Item, day_sheet, snapshot
from scheduling.selectors.visits import next_visit, past, upcoming

__all__ = [
    "CaseOption",
    "Column",
    "DaySheet",
    "Item",
    "Slot",
    "TimeChoice",
    "Want",
    "day_sheet",
    "locations_open",
    "may_decide",
    "may_request",
    "nearest_free",
    "next_visit",
    "no_preference_allowed",
    "open_days",
    "open_slots",
    "past",
    "pending_count",
    "providers_for",
    "request_of_thread",
    "request_options",
    "requests",
    "requests_of",
    "snapshot",
    "times_of",
    "upcoming",
]
