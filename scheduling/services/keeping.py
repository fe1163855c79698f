"""Doors: a visit that does not fit any more stays where it is all the same, because staff say so (X18)."""

from django.utils.translation import gettext as _

from practice.access import Actor, Permission
from practice.errors import Refused
from practice.service import door
from scheduling import calendar, locks
from scheduling.models import Appointment
from scheduling.selectors import misplaced


@door(Permission.APPOINTMENT_BOOK, "appointment.kept")
def keep(*, by: Actor, appointment: Appointment) -> Appointment:
    """Leave the visit where it is, whatever is laid over it now; what is laid over it later lists it again.

    Moving it ends this. Refuses `not_to_move` when it fits, is kept already or not to come any more, and
    `provider_ended`: nobody would be there.
    """
    appointment = locks.appointment(appointment)
    why = misplaced.why_misplaced(by, appointment)
    if not why:
        raise Refused("not_to_move", _("This visit is not to be moved any more."))
    if appointment.provider.ended_at:
        said = _("%(name)s has ended: the visit must be moved or cancelled.")
        raise Refused("provider_ended", said % {"name": appointment.provider})
    _set(by, appointment, by.now, "kept", why)
    return appointment


@door(Permission.APPOINTMENT_BOOK, "appointment.keeping_ended")
def stop_keeping(*, by: Actor, appointment: Appointment) -> Appointment:
    """Take that back: the visit is to be moved again. Refuses `not_kept`."""
    appointment = locks.appointment(appointment)
    if appointment.kept_at is None:
        raise Refused("not_kept", _("This visit is to be moved already."))
    _set(by, appointment, None, "not_kept")
    return appointment


def _set(by: Actor, appointment: Appointment, at, what: str, note: str = "") -> None:
    appointment.kept_at = at
    appointment.save(update_fields=["kept_at"])
    calendar.record(by=by, appointment=appointment, what=what, note=note[: calendar.NOTE_LENGTH])
