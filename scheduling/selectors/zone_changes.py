"""Changes of a location's time zone, and who has heard of them."""

from django.db.models import QuerySet

from practice.access import Actor
from practice.models import Location
from scheduling.models import ZoneChange


def untold() -> QuerySet[ZoneChange]:
    """The changes of every practice of which somebody has still to be told: for the process that tells them."""
    return ZoneChange.objects.filter(told_at=None).select_related("practice").order_by("changed_at")


def latest(actor: Actor, location: Location) -> ZoneChange | None:
    """The last change there that moved anything."""
    return ZoneChange.objects.visible_to(actor).filter(location=location).order_by("-changed_at").first()
