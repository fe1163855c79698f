"""A patient's next visit in a few words, for the banner above a message."""

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import JSONArray
from django.utils.translation import gettext as _

from practice import banner, clock
from practice.access import Actor, Permission
from practice.models import Patient
from scheduling import selectors


def announce() -> None:
    """Called from the app's `ready`."""
    banner.announce(banner.Fact("next_visit", _rows, _words))


def _rows(actor: Actor, patient: Patient) -> QuerySet | None:
    if not any(actor.may(permission) for permission in (Permission.APPOINTMENT_SEE, Permission.THREAD_READ)):
        return None  # who answers messages knows that somebody comes in anyway; the Schedule stays closed to them
    facts = JSONArray("starts_at", "location__time_zone", "provider__name")
    return selectors.upcoming(actor, patient).values_list(facts)


def _words(actor: Actor, found: list) -> str:
    """`next visit Tue, Nov 24, 8:15 am with Dr Ada`, on the location's clock."""
    starts_at, zone, provider = datetime.fromisoformat(found[0]), *found[1:]
    facts = {"time": clock.moment(starts_at, zone), "provider": provider}
    if zone == actor.practice.time_zone:
        return _("next visit %(time)s with %(provider)s") % facts
    facts["zone"] = clock.zone_label(zone, starts_at)
    return _("next visit %(time)s, %(zone)s, with %(provider)s") % facts
