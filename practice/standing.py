"""From a signed-in user and the names in a URL to an actor. No standing there looks like nothing there: 404."""

import ipaddress
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest

from practice.access import PATIENT, STAFF, Actor
from practice.models import AccessGrant, Patient, StaffMember


def staff_actor(request: HttpRequest, slug: str, now) -> Actor:
    """The actor of an active staff member of the practice, or Http404."""
    member = (
        StaffMember.objects.filter(user_id=request.user.pk, practice__slug=slug, joined_at__lte=now, ended_at=None)
        .select_related("practice", "user")
        .first()
    )
    if member is None:
        raise Http404
    return Actor(
        practice=member.practice, side=STAFF, now=now, user=member.user, member=member, **_request_facts(request)
    )


def patient_side(request: HttpRequest, slug: str, patient_id: UUID, now) -> tuple[Actor, Patient]:
    """The actor of somebody with a live grant at the practice, and whom of theirs the URL names; or Http404.

    One query, as every page of the patients' side begins here.
    """
    held = AccessGrant.objects.live(now).filter(user_id=request.user.pk, practice__slug=slug)
    grants = {grant.patient_id: grant for grant in held.select_related("practice__settings", "patient")}
    if patient_id not in grants:
        raise Http404
    actor = Actor(
        practice=grants[patient_id].practice,
        side=PATIENT,
        now=now,
        user=request.user,
        grants=MappingProxyType({each: grant.level for each, grant in grants.items()}),
        **_request_facts(request),
    )
    return actor, grants[patient_id].patient


def live_grants(user, practice, now) -> dict[UUID, str]:
    """Patient id to level, for the grants this user holds now at the practice."""
    held = AccessGrant.objects.of(practice).live(now).filter(user_id=user.pk)
    return dict(held.values_list("patient_id", "level"))


def _request_facts(request: HttpRequest) -> dict:
    return {"request_id": request.id, "address": client_address(request)}


def client_address(request: HttpRequest) -> str:
    """Where the request came from: its peer, or behind proxies of ours what the outermost of them saw.

    What stands further left in X-Forwarded-For was written by strangers.
    """
    seen = request.headers.get("X-Forwarded-For", "").split(",") if settings.PROXIES else []
    if len(seen) >= settings.PROXIES > 0:
        try:
            return str(ipaddress.ip_address(seen[-settings.PROXIES].strip()))
        except ValueError:
            pass
    return request.META.get("REMOTE_ADDR", "")
