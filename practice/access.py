"""Who may: permissions, what each duty and each grant level may do, and the actor that carries them."""

import functools
import time
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """Named resource:action, kept alphabetical. An unknown name cannot be spelled."""

    ACCESS_MANAGE = "access:manage"
    APPOINTMENT_BOOK = "appointment:book"
    APPOINTMENT_OVERRIDE = "appointment:override"
    APPOINTMENT_SEE = "appointment:see"
    CASE_MANAGE = "case:manage"
    CHART_EDIT = "chart:edit"
    CHART_SEE = "chart:see"
    INSURANCE_EDIT = "insurance:edit"
    PATIENT_ADD = "patient:add"
    PATIENT_EDIT = "patient:edit"
    PATIENT_SEE = "patient:see"
    PLACE_MANAGE = "place:manage"
    REFERRAL_ASK = "referral:ask"
    REFILL_ASK = "refill:ask"
    REFILL_GIVE = "refill:give"
    REPORT_SEE = "report:see"
    REQUEST_DECIDE = "request:decide"
    REQUEST_MAKE = "request:make"
    REQUEST_SEE = "request:see"
    SETTINGS_EDIT = "settings:edit"
    STAFF_MANAGE = "staff:manage"
    THREAD_ANSWER = "thread:answer"
    THREAD_READ = "thread:read"
    THREAD_WRITE = "thread:write"


P = Permission

DUTIES = {
    "admin": _("Administration"),
    "scheduling": _("Scheduling"),
    "messages": _("Messages"),
    "registration": _("Registration"),
    "prescribing": _("Prescribing"),
}

DUTY_PERMISSIONS: Mapping[str, frozenset[Permission]] = {
    "admin": frozenset(
        {
            P.APPOINTMENT_OVERRIDE,
            P.APPOINTMENT_SEE,
            P.CASE_MANAGE,
            P.ACCESS_MANAGE,
            P.PATIENT_ADD,
            P.PATIENT_EDIT,
            P.PATIENT_SEE,
            P.PLACE_MANAGE,
            P.REPORT_SEE,
            P.SETTINGS_EDIT,
            P.STAFF_MANAGE,
        }
    ),
    "scheduling": frozenset(
        {P.APPOINTMENT_BOOK, P.APPOINTMENT_SEE, P.PATIENT_ADD, P.PATIENT_SEE, P.REQUEST_DECIDE, P.REQUEST_SEE}
    ),
    "messages": frozenset({P.CHART_EDIT, P.CHART_SEE, P.INSURANCE_EDIT, P.PATIENT_SEE, P.THREAD_ANSWER, P.THREAD_READ}),
    "registration": frozenset(
        {
            P.ACCESS_MANAGE,
            P.APPOINTMENT_SEE,
            P.CHART_SEE,
            P.INSURANCE_EDIT,
            P.PATIENT_ADD,
            P.PATIENT_EDIT,
            P.PATIENT_SEE,
            P.REPORT_SEE,
        }
    ),
    "prescribing": frozenset({P.APPOINTMENT_SEE, P.CHART_EDIT, P.CHART_SEE, P.PATIENT_SEE, P.REFILL_GIVE}),
}

LEVELS = {"full": _("Full"), "limited": _("Limited"), "booking": _("Booking only")}

LEVEL_PERMISSIONS: Mapping[str, frozenset[Permission]] = {
    "full": frozenset({P.APPOINTMENT_SEE, P.REFERRAL_ASK, P.REFILL_ASK, P.REQUEST_MAKE, P.THREAD_READ, P.THREAD_WRITE}),
    "limited": frozenset({P.APPOINTMENT_SEE, P.REQUEST_MAKE, P.THREAD_READ, P.THREAD_WRITE}),
    "booking": frozenset({P.APPOINTMENT_SEE, P.REQUEST_MAKE}),
}

STAFF, PATIENT, SYSTEM = "staff", "patient", "system"


@dataclass(frozen=True)
class Actor:
    """Who asks, under which hat, and when. `now` is aware UTC; doors take their time from it.

    `grants` maps the ids of the patients this person acts for to the level held now; it is empty for staff.
    """

    practice: "object"
    side: str
    now: datetime
    user: "object | None" = None
    member: "object | None" = None
    grants: Mapping[UUID, str] = field(default_factory=lambda: MappingProxyType({}))
    request_id: str = ""
    address: str = ""
    name: str = ""
    since: float = field(default_factory=time.monotonic, compare=False, repr=False)

    @property
    def moment(self) -> datetime:
        """`now` and what has passed since, waiting for locks too: for what must not be too late when it is done."""
        return self.now + timedelta(seconds=time.monotonic() - self.since)

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the duties of this staff member allow. The patient side's permissions depend on the patient."""
        return _allowed_by(tuple(self.member.duties)) if self.side == STAFF else frozenset()

    def may(self, permission: Permission, patient_id: UUID | None = None) -> bool:
        """Whether the actor holds the permission; on the patient side for this patient (None = for any)."""
        if self.side == SYSTEM:
            return True
        if self.side == STAFF:
            return permission in self.permissions
        levels = self.grants.values() if patient_id is None else [self.grants.get(patient_id, "")]
        return any(permission in LEVEL_PERMISSIONS.get(level, ()) for level in levels)

    def today(self, zone: str | zoneinfo.ZoneInfo) -> date:
        """The date it is now on a clock in `zone` (an IANA name or a ZoneInfo)."""
        tz = zone if isinstance(zone, zoneinfo.ZoneInfo) else zoneinfo.ZoneInfo(zone)
        return self.now.astimezone(tz).date()


@functools.lru_cache
def _allowed_by(duties: tuple[str, ...]) -> frozenset[Permission]:
    """Put together once for each set of duties: a page asks for it a dozen times."""
    return frozenset().union(*(DUTY_PERMISSIONS[duty] for duty in duties))


def system_actor(practice, now: datetime, name: str) -> Actor:
    """The actor of a named background process, for example `system_actor(p, now, "demo loader")`."""
    return Actor(practice=practice, side=SYSTEM, now=now, name=name)
