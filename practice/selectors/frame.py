"""What the frame around each page needs to know about the person and the practice."""

from datetime import timedelta

from practice.access import Actor
from practice.models import AccessGrant, Patient
from practice.prepared import Part

MAIL_IS_LATE = timedelta(minutes=3)
# Asked by every page of the staff's side, together with what else its frame shows.
_WORKED_AT = """
SELECT jsonb_agg(jsonb_build_array(slug, name) ORDER BY name)
  FROM practice_staffmember member JOIN practice_practice practice ON practice.id = member.practice_id
 WHERE member.user_id = %(user)s AND member.joined_at <= %(now)s AND member.ended_at IS NULL
"""
_LATE = """
SELECT min(due_at) FROM practice_outboundmessage
 WHERE practice_id = %(practice)s AND status IN ('queued', 'sending') AND due_at <= %(late)s
"""


def practices_worked_at(actor: Actor) -> Part:
    """Slug and name of every practice where the actor's login is an active staff member, by name, as JSON."""
    return Part(_WORKED_AT, {"user": actor.user.pk, "now": actor.now})


def practices_visited(actor: Actor) -> list[tuple]:
    """Slug, name and one patient's id of every practice where the actor's login holds a live grant."""
    held = AccessGrant.objects.live(actor.now).filter(user=actor.user).order_by("practice__name", "patient__sort_name")
    rows = held.values_list("practice__slug", "practice__name", "patient_id")
    return list({slug: (slug, name, patient) for slug, name, patient in reversed(rows)}.values())[::-1]


def people(actor: Actor) -> list[Patient]:
    """The patients this actor acts for, themselves or the oldest first."""
    return list(Patient.objects.visible_to(actor).order_by("born_on", "sort_name"))


def mail_waits_since(actor: Actor) -> Part:
    """Since when the practice's oldest unsent mail is late; nothing while none is."""
    return Part(_LATE, {"practice": actor.practice.pk, "late": actor.now - MAIL_IS_LATE})
