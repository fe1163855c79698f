"""The models every app stands on."""

from practice.models.audit import AuditEvent
from practice.models.chart import InsurancePolicy, Medication, PatientFlag, Pharmacy, Referral, RefillRecord
from practice.models.grants import AccessGrant
from practice.models.limits import TokenBucket
from practice.models.outbox import OutboundMessage, TextOptOut
from practice.models.parked import ParkedSubmission
from practice.models.patients import Contact, Patient
from practice.models.people import PatientAccess, Provider, StaffMember, User
from practice.models.places import Closure, Location, OpeningHours, Practice
from practice.models.settings import PortalSettings, TermsText

__all__ = [
    "AccessGrant",
    "AuditEvent",
    "Closure",
    "Contact",
    "InsurancePolicy",
    "Location",
    "Medication",
    "OpeningHours",
    "OutboundMessage",
    "ParkedSubmission",
    "Patient",
    "PatientAccess",
    "PatientFlag",
    "Pharmacy",
    "PortalSettings",
    "Practice",
    "Provider",
    "Referral",
    "RefillRecord",
    "StaffMember",
    "TermsText",
    "TextOptOut",
    "TokenBucket",
    "User",
]
