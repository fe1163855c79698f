"""Threads and departments, what a thread of one kind asks for, and the phrases they are answered with."""

from messaging.models.asks import REFILL_FLAGS, REFILL_STATUSES, InsuranceChange, ReferralRequest, RefillRequest
from messaging.models.attachments import FILE_KINDS, FILE_NAME_LENGTH, LARGEST_FILE, Attachment
from messaging.models.phrases import TITLE_LENGTH, Phrase, PhraseNotebook
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
from messaging.models.withdrawals import Withdrawal

__all__ = [
    "BODY_LENGTH",
    "CHANNELS",
    "DEPARTMENT_KINDS",
    "FILE_KINDS",
    "FILE_NAME_LENGTH",
    "LARGEST_FILE",
    "REASONS",
    "REFILL_FLAGS",
    "REFILL_STATUSES",
    "SUBJECT_LENGTH",
    "THREAD_KINDS",
    "TITLE_LENGTH",
    "Attachment",
    "Delivery",
    "Department",
    "InsuranceChange",
    "Message",
    "Phrase",
    "PhraseNotebook",
    "ReadMarker",
    "ReferralRequest",
    "RefillRequest",
    "Thread",
    "Withdrawal",
]
