"""The access people have or had to a record, and how it came to be what it is, for the practice's side."""

from collections.abc import Iterable
from uuid import UUID

from practice.access import Actor
from practice.errors import NotVisible
from practice.models import AccessGrant, Patient, User


def grant(actor: Actor, patient: Patient, pk: UUID) -> AccessGrant:
    """One grant to this patient's record. Raises NotVisible."""
    rows = AccessGrant.objects.visible_to(actor).select_related("user", "patient")
    found = rows.filter(patient=patient, pk=pk).first()
    if found is None:
        raise NotVisible("AccessGrant")
    return found


def versions(actor: Actor, grants: Iterable[AccessGrant]) -> dict[UUID, list]:
    """By the id of each grant everything it has been, the oldest first, as rows of the history."""
    seen = AccessGrant.objects.visible_to(actor).filter(pk__in=[one.pk for one in grants])
    history = AccessGrant.events.rel.related_model.objects.filter(pgh_obj__in=seen).order_by("pgh_id")
    found: dict[UUID, list] = {}
    for version in history:
        found.setdefault(version.pgh_obj_id, []).append(version)
    return found


def names(people: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these logins."""
    return dict(User.objects.filter(pk__in=set(people)).values_list("pk", "name"))
