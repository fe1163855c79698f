"""A patient's next visit in a few words, for the banner above a message."""

from datetime import datetime

from django.utils.translation import gettext as _

from practice import banner, clock
from practice.access import Actor, Permission
from practice.models import Patient
from practice.prepared import Part
from practice.tenancy import seen
from scheduling.models import Appointment
from scheduling.states import STANDING

# The first of `selectors.upcoming`, as every message that is looked at says it.
_NEXT = """
SELECT jsonb_build_array(visit.starts_at, location.time_zone, provider.name)
  FROM scheduling_appointment visit
  JOIN practice_location location ON location.id = visit.location_id
  JOIN practice_provider provider ON provider.id = visit.provider_id
 WHERE visit.practice_id = %(practice)s AND visit.patient_id = %(patient)s AND visit.status = ANY(%(standing)s)
   AND visit.ends_at > %(now)s AND {seen}
 ORDER BY visit.starts_at, visit.id LIMIT 1
"""


def announce() -> None:
    """Called from the app's `ready`."""
    banner.announce(banner.Fact("next_visit", _asked, _words))


def _asked(actor: Actor, patient: Patient) -> Part | None:
    if not any(actor.may(permission) for permission in (Permission.APPOINTMENT_SEE, Permission.THREAD_READ)):
        return None  # who answers messages knows that somebody comes in anyway; the Schedule stays closed to them
    condition, values = seen(Appointment, actor, "visit.id")
    facts = {"practice": actor.practice.pk, "patient": patient.pk, "now": actor.now, "standing": list(STANDING)}
    return Part(_NEXT.format(seen=condition), facts | values)


def _words(actor: Actor, found: list) -> str:
    """`next visit Tue, Nov 24, 8:15 am with Dr Ada`, on the location's clock."""
    starts_at, zone, provider = datetime.fromisoformat(found[0]), *found[1:]
    facts = {"time": clock.moment(starts_at, zone), "provider": provider}
    if zone == actor.practice.time_zone:
        return _("next visit %(time)s with %(provider)s") % facts
    facts["zone"] = clock.zone_label(zone, starts_at)
    return _("next visit %(time)s, %(zone)s, with %(provider)s") % facts
