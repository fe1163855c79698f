"""From a signed-in user and the names in a URL to an actor. No standing there looks like nothing there: 404."""

import ipaddress
import json
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest

from practice.access import PATIENT, STAFF, Actor
from practice.models import AccessGrant, Patient, PortalSettings, Practice, StaffMember
from practice.prepared import Statement
from practice.tenancy import made_of

# Every page and call of the patients' side begins with it. Written by hand, as putting it together from models each
# time took a third of a search for free times. The same grants as `live_grants`; the rows only for who is named.
_HELD = Statement(
    """
SELECT held.patient_id, held.level::text,
       CASE WHEN held.patient_id = %(patient)s
            THEN jsonb_build_array(to_jsonb(practice), to_jsonb(rules), to_jsonb(patient))::text END
  FROM practice_accessgrant held
  JOIN practice_patient patient ON patient.id = held.patient_id
  JOIN practice_practice practice ON practice.id = held.practice_id
  LEFT JOIN practice_portalsettings rules ON rules.practice_id = practice.id
 WHERE held.user_id = %(user)s AND practice.slug = %(slug)s
   AND held.starts_at <= %(now)s AND (held.ends_at IS NULL OR held.ends_at > %(now)s)
   AND patient.status IN ('active', 'prospect')
""",
    patient="uuid",
    user="uuid",
    slug="text",
    now="timestamptz",
)

# Every page and call of the staff's side.
_MEMBER = Statement(
    """
SELECT jsonb_build_array(to_jsonb(practice), to_jsonb(rules), to_jsonb(member))::text
  FROM practice_staffmember member
  JOIN practice_practice practice ON practice.id = member.practice_id
  LEFT JOIN practice_portalsettings rules ON rules.practice_id = practice.id
 WHERE member.user_id = %(user)s AND practice.slug = %(slug)s
   AND member.joined_at <= %(now)s AND member.ended_at IS NULL
""",
    user="uuid",
    slug="text",
    now="timestamptz",
)


class RecordClosed(Http404):
    """Whose address this is acted for the patient once and does not any more; `practice` is whom they can turn to."""

    def __init__(self, practice: Practice):
        super().__init__()
        self.practice = practice


def staff_actor(request: HttpRequest, slug: str, now) -> Actor:
    """The actor of an active staff member of the practice, or Http404."""
    found = _MEMBER.rows(user=request.user.pk, slug=slug, now=now)
    if not found:
        raise Http404
    practice, rules, member = json.loads(found[0][0])
    practice, member = _practice(practice, rules), made_of(StaffMember, member)
    member.practice, member.user = practice, request.user
    return Actor(practice=practice, side=STAFF, now=now, user=request.user, member=member, **_request_facts(request))


def patient_side(request: HttpRequest, slug: str, patient_id: UUID, now) -> tuple[Actor, Patient]:
    """The actor of somebody with a live grant at the practice, and whom of theirs the URL names.

    Or Http404: RecordClosed where the access has ended, or the patient is inactive or has died (X25, T-19).
    """
    held = _HELD.rows(patient=patient_id, user=request.user.pk, slug=slug, now=now)
    found = next((rows for _id, _level, rows in held if rows), None)
    if found is None:
        raise _nothing(request.user, slug, patient_id, now)
    practice, rules, patient = json.loads(found)
    practice, patient = _practice(practice, rules), made_of(Patient, patient)
    actor = Actor(
        practice=practice,
        side=PATIENT,
        now=now,
        user=request.user,
        grants=MappingProxyType({patient_id: level for patient_id, level, _rows in held}),
        **_request_facts(request),
    )
    return actor, patient


def _nothing(user, slug: str, patient_id: UUID, now) -> Http404:
    once = AccessGrant.objects.filter(user_id=user.pk, patient_id=patient_id, practice__slug=slug, starts_at__lte=now)
    grant = once.select_related("practice").first()
    return RecordClosed(grant.practice) if grant else Http404()


def _practice(practice: dict, rules: dict | None) -> Practice:
    made = made_of(Practice, practice)
    if rules:
        made_of(PortalSettings, rules).practice = made  # known to both from now on
    return made


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
