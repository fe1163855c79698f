"""Room: people hear of visits that a new time zone moved (X7): a few visits at a time, in the worker.

The change and its cursor are rows. What is put in the outbox and the cursor move in one transaction, so that a worker
who dies between two of them, or within one, leaves nothing out and says nothing twice.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from practice import doorbell
from practice.access import Actor
from practice.models import AccessGrant, Location, User
from scheduling import notices, telling
from scheduling.models import Appointment, AppointmentRequest, ZoneChange
from scheduling.states import STANDING

BATCH = 50


def begin(by: Actor, location: Location, time_zone: str, moved: Collection[Appointment]) -> ZoneChange:
    """Write the change down and ring for a worker on commit; `location` still has its old zone."""
    change = ZoneChange.objects.create(
        practice=by.practice,
        location=location,
        from_zone=location.time_zone,
        to_zone=time_zone,
        changed_by=by.user,
        changed_at=by.now,
        visits=sum(row.status != "held" for row in moved),
        people=people(by, [(row.pk, row.patient_id, row.status) for row in moved]),
    )
    transaction.on_commit(lambda: _ring(change.pk), robust=True)
    return change


def people(by: Actor, moved: Collection[tuple[UUID, UUID, str]]) -> int:
    """How many people hear by e-mail of these visits and kept times: their ids, patients and statuses."""
    patients = {patient for _pk, patient, status in moved if status != "held"}
    grants = AccessGrant.objects.of(by.practice).live(by.now).filter(patient_id__in=patients)
    held = [pk for pk, _patient, status in moved if status == "held"]
    offered = AppointmentRequest.objects.filter(proposals__appointment__in=held, status="proposed")
    told = Q(pk__in=grants.values("user_id")) | Q(pk__in=offered.values("made_by_id"))
    return User.objects.filter(told, is_active=True, email__isnull=False).count()


def tell_next(by: Actor, change: ZoneChange) -> bool:
    """Tell of the next few visits; says whether there are more. Does nothing while another worker is at it.

    A visit that was moved again meanwhile has the key of that move, so that it is told once; one that was cancelled or
    is over has nothing to be told.
    """
    mine = ZoneChange.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=change.pk, told_at=None)
    if (change := mine.first()) is None:
        return False
    if change.told_through == 0:
        _tell_offers(by, change)
    rest = change.moves.filter(pk__gt=change.told_through).select_related("appointment").order_by("pk")
    moves = list(rest[:BATCH])
    telling.of_each(by, [one.appointment for one in moves if one.appointment.status in STANDING], notices.MOVED)
    if moves:
        change.told_through = moves[-1].pk
    if len(moves) < BATCH:
        change.told_at = by.now
    change.save(update_fields=["told_through", "told_at"])
    return change.told_at is None


def _tell_offers(by: Actor, change: ZoneChange) -> None:
    """Who was offered a time that moved reads the offer again, once. Nothing else moves a time that is kept."""
    offered = AppointmentRequest.objects.filter(location=change.location_id, status="proposed")
    moved = offered.filter(proposals__appointment__sequence__gt=0).distinct()
    for request in moved.select_related("made_by"):
        telling.requester(by, request, notices.PROPOSED, at=change.changed_at)


def _ring(change_id: UUID) -> None:
    from scheduling.tasks import tell_zone_change

    doorbell.ring(tell_zone_change, change_id)
