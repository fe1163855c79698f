"""Whom a message can go to: colleagues and departments."""

from django.db.models import Count, Q, QuerySet

from messaging.models import Department
from practice.access import Actor
from practice.models import StaffMember


def colleagues(actor: Actor) -> list[StaffMember]:
    """Everybody active at the practice except the actor, by name: whom a message can be forwarded to."""
    active = StaffMember.objects.visible_to(actor).filter(joined_at__isnull=False, ended_at=None)
    return list(active.exclude(pk=actor.member.pk).select_related("user").order_by("user__name"))


def departments(actor: Actor) -> QuerySet[Department]:
    """The practice's departments by name, each with `size`, the number of active members."""
    active = Q(members__joined_at__isnull=False, members__ended_at=None)
    return (
        Department.objects.visible_to(actor)
        .filter(closed_at=None)
        .annotate(size=Count("members", filter=active, distinct=True))
        .order_by("name")
    )
