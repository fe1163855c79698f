"""Threads and departments, what a thread of one kind asks for, the phrases they are answered with, drafts."""

from messaging.models.asks import REFILL_FLAGS, REFILL_STATUSES, InsuranceChange, ReferralRequest, RefillRequest
from messaging.models.attachments import FILE_KINDS, FILE_NAME_LENGTH, LARGEST_FILE, Attachment
from messaging.models.drafts import (
    DRAFT_LENGTH,
    PATIENT_FIRST_WINDOWS,
    PATIENT_WINDOWS,
    STAFF_FIRST_WINDOWS,
    STAFF_WINDOWS,
    DiscardedForm,
    Draft,
    FirstDraft,
    Writer,
)
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
    "DRAFT_LENGTH",
    "FILE_KINDS",
    "FILE_NAME_LENGTH",
    "LARGEST_FILE",
    "PATIENT_FIRST_WINDOWS",
    "PATIENT_WINDOWS",
    "REASONS",
    "REFILL_FLAGS",
    "REFILL_STATUSES",
    "STAFF_FIRST_WINDOWS",
    "STAFF_WINDOWS",
    "SUBJECT_LENGTH",
    "THREAD_KINDS",
    "TITLE_LENGTH",
    "Attachment",
    "Delivery",
    "Department",
    "DiscardedForm",
    "Draft",
    "FirstDraft",
    "InsuranceChange",
    "Message",
    "Phrase",
    "PhraseNotebook",
    "ReadMarker",
    "ReferralRequest",
    "RefillRequest",
    "Thread",
    "Withdrawal",
    "Writer",
]
