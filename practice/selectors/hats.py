"""Which hats a login wears: the practices it works at, and the people it acts for."""

from dataclasses import dataclass
from datetime import datetime

from practice.models import AccessGrant, StaffMember, User


@dataclass(frozen=True)
class Hats:
    """`memberships` with their practice, `grants` with their patient and practice; both sorted by name."""

    memberships: list[StaffMember]
    grants: list[AccessGrant]


def hats(user: User, now: datetime) -> Hats:
    """Every standing this login has now, across practices. The one question that is not asked within a practice."""
    memberships = StaffMember.objects.filter(user=user, joined_at__lte=now, ended_at=None).select_related("practice")
    grants = AccessGrant.objects.filter(user=user).live(now).select_related("patient", "practice")
    return Hats(
        list(memberships.order_by("practice__name")), list(grants.order_by("practice__name", "patient__sort_name"))
    )
