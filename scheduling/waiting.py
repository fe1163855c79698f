"""Room: the times that undecided requests name, where the practice keeps them from others (D4).

A request that names a provider closes that provider's time. One for any provider closes nothing: nobody knows yet
whose time it will be. While other times are offered those are held instead, and what was named is free again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from practice.access import PATIENT, Actor
from practice.errors import Refused
from practice.models import Patient, Provider
from scheduling import slots
from scheduling.models import LONGEST, MOST_BUFFER, AppointmentRequest, RequestedSlot

# The longest that a visit lasts, and that it keeps others away before and after.
VISIT, BUFFER = timedelta(minutes=LONGEST), timedelta(minutes=MOST_BUFFER)


def applies(settings, side: str) -> bool:
    """Whether such times are closed to this side at all."""
    return settings.pending_holds == "everyone" or (settings.pending_holds == "patients" and side == PATIENT)


def closing(settings, side: str, *, patient_id=None, before: datetime | None = None):
    """The requested times that are closed to this side, or None where the practice closes nothing.

    Whoever acts for `patient_id` is not in their own way. `before`: only requests made earlier count, so that of two
    for one time the first can be approved.
    """
    if not applies(settings, side):
        return None
    found = RequestedSlot.objects.of(settings.practice).filter(request__status="pending", provider__isnull=False)
    if patient_id is not None:
        found = found.exclude(request__patient_id=patient_id)
    return found if before is None else found.filter(request__made_at__lt=before)


def spans(
    found, providers: Sequence[Provider], stretches: Iterable[tuple[datetime, datetime]]
) -> dict[UUID, list[slots.Span]]:
    """What of `closing` takes time of these providers in these stretches, with the buffers of what was asked for."""
    near = reduce(or_, (_meeting(begins - BUFFER, ends + BUFFER) for begins, ends in stretches), Q(pk__in=()))
    kind = "request__visit_type"
    rows = found.filter(near, provider__in=providers).values_list(
        "provider_id", "starts_at", "ends_at", f"{kind}__buffer_before", f"{kind}__buffer_after"
    )
    by_provider = defaultdict(list)
    for provider_id, starts_at, ends_at, before, after in rows:
        by_provider[provider_id].append((slots.minute_of(starts_at) - before, slots.minute_after(ends_at) + after))
    return by_provider


def _meeting(begins: datetime, ends: datetime) -> Q:
    """The times that share a moment with these. What began longer ago than any visit lasts is not looked at."""
    return Q(starts_at__gt=begins - VISIT, starts_at__lt=ends, ends_at__gt=begins)


def not_asked_for(
    by: Actor,
    providers: Sequence[Provider],
    patient: Patient,
    busy: tuple[datetime, datetime],
    request: AppointmentRequest | None = None,
) -> list[Provider]:
    """Those of the providers whose time nobody else has asked for; `request` is the one that is being answered.

    Refuses `slot_requested` when none is left. Call it under the providers' locks.
    """
    asked = closing(by.practice.settings, by.side, patient_id=patient.pk, before=request and request.made_at)
    if asked is None:
        return list(providers)
    theirs = set(asked.filter(_meeting(*busy), provider__in=providers).values_list("provider_id", flat=True))
    left = [provider for provider in providers if provider.pk not in theirs]
    if not left:
        raise Refused("slot_requested", _("Somebody else has asked for this time, and it is kept for them."), "time")
    return left


def rivals(settings, side: str, requests: Iterable[AppointmentRequest]) -> list[RequestedSlot]:
    """The requested times that may be in the way of these requests, where the practice closes them to this side."""
    found, starts = closing(settings, side), [slot.starts_at for one in requests for slot in one.slots.all()]
    ends = [slot.ends_at for one in requests for slot in one.slots.all()]
    if found is None or not starts:
        return []
    return list(found.filter(_meeting(min(starts), max(ends))).select_related("request"))


def asked_of(rivals: Iterable[RequestedSlot], request: AppointmentRequest, slot: RequestedSlot) -> set[UUID]:
    """The ids of the providers of whom others have asked for this time before the request did."""
    return {
        other.provider_id
        for other in rivals
        if other.request.patient_id != request.patient_id
        and other.request.made_at < request.made_at
        and other.starts_at < slot.ends_at
        and slot.starts_at < other.ends_at
    }
