"""From a signed-in user and the names in a URL to an actor. No standing there looks like nothing there: 404."""

import ipaddress
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest

from practice.access import PATIENT, STAFF, Actor
from practice.models import AccessGrant, Patient, Practice, StaffMember


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


def patient_actor(request: HttpRequest, slug: str, now) -> Actor:
    """The actor of somebody with a live grant at the practice, or Http404."""
    practice = Practice.objects.filter(slug=slug).first()
    grants = practice and live_grants(request.user, practice, now)
    if not grants:
        raise Http404
    return Actor(
        practice=practice,
        side=PATIENT,
        now=now,
        user=request.user,
        grants=MappingProxyType(grants),
        **_request_facts(request),
    )


def live_grants(user, practice, now) -> dict[UUID, str]:
    """Patient id to level, for the grants this user holds now at the practice."""
    held = AccessGrant.objects.of(practice).live(now).filter(user_id=user.pk)
    return dict(held.values_list("patient_id", "level"))


def person(actor: Actor, patient_id) -> Patient:
    """The patient named in the URL, if this actor acts for them, or Http404."""
    found = Patient.objects.visible_to(actor).filter(pk=patient_id).first()
    if found is None:
        raise Http404
    return found


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
