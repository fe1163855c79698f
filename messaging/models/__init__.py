"""Threads and departments, and what a thread of one kind asks for."""

from messaging.models.asks import REFILL_FLAGS, InsuranceChange, ReferralRequest, RefillRequest
from messaging.models.threads import (
    BODY_LENGTH,
    CHANNELS,
    DEPARTMENT_KINDS,
    REASONS,
    SUBJECT_LENGTH,
    THREAD_KINDS,
    Delivery,
    Department,
    Message,
    ReadMarker,
    Thread,
)

__all__ = [
    "BODY_LENGTH",
    "CHANNELS",
    "DEPARTMENT_KINDS",
    "REASONS",
    "REFILL_FLAGS",
    "SUBJECT_LENGTH",
    "THREAD_KINDS",
    "Delivery",
    "Department",
    "InsuranceChange",
    "Message",
    "ReadMarker",
    "ReferralRequest",
    "RefillRequest",
    "Thread",
]
