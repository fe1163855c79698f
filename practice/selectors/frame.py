"""What the frame around each page needs to know about the person and the practice."""

from datetime import datetime, timedelta

from practice.access import Actor
from practice.models import AccessGrant, OutboundMessage, Patient, StaffMember

MAIL_IS_LATE = timedelta(minutes=3)


def practices_worked_at(actor: Actor) -> list[tuple[str, str]]:
    """Slug and name of every practice where the actor's login is an active staff member."""
    memberships = StaffMember.objects.filter(user=actor.user, joined_at__lte=actor.now, ended_at=None)
    return list(memberships.order_by("practice__name").values_list("practice__slug", "practice__name"))


def practices_visited(actor: Actor) -> list[tuple]:
    """Slug, name and one patient's id of every practice where the actor's login holds a live grant."""
    held = AccessGrant.objects.live(actor.now).filter(user=actor.user).order_by("practice__name", "patient__sort_name")
    rows = held.values_list("practice__slug", "practice__name", "patient_id")
    return list({slug: (slug, name, patient) for slug, name, patient in reversed(rows)}.values())[::-1]


def people(actor: Actor) -> list[Patient]:
    """The patients this actor acts for, themselves or the oldest first."""
    return list(Patient.objects.visible_to(actor).order_by("born_on", "sort_name"))


def mail_waits_since(actor: Actor) -> datetime | None:
    """Since when the practice's oldest unsent mail is late; None while nothing is."""
    late = OutboundMessage.objects.filter(
        practice=actor.practice, status__in=["queued", "sending"], due_at__lte=actor.now - MAIL_IS_LATE
    )
    return late.order_by("due_at").values_list("due_at", flat=True).first()
