"""Doors of the day itself: who has confirmed, who is here, who is done, who did not come."""

from django.utils.translation import gettext as _

from practice.access import Actor, Permission
from practice.errors import Refused
from practice.service import door
from scheduling import calendar, locks, moves
from scheduling.models import Appointment
from scheduling.states import APPOINTMENT_MOVES, APPOINTMENT_STATUSES, STEP_BACK


@door(Permission.APPOINTMENT_BOOK, "appointment.confirmed")
def confirm(*, by: Actor, appointment: Appointment) -> Appointment:
    """The patient's side says they will come. Refuses `wrong_status` with the status it has."""
    return _advance(by, appointment, "confirm", "confirmed")


@door(Permission.APPOINTMENT_BOOK, "appointment.checked_in")
def check_in(*, by: Actor, appointment: Appointment) -> Appointment:
    """They are here; from now on time, place and patient are frozen (V9). Refuses `wrong_status`, and another day."""
    day = by.today(appointment.location.zone)
    if appointment.starts_at.astimezone(appointment.location.zone).date() != day:
        raise Refused("not_today", _("This visit is not today."))
    return _advance(by, appointment, "check_in", "checked_in")


@door(Permission.APPOINTMENT_BOOK, "appointment.completed")
def complete(*, by: Actor, appointment: Appointment) -> Appointment:
    """The visit has taken place. Refuses `wrong_status`."""
    return _advance(by, appointment, "complete", "completed")


@door(Permission.APPOINTMENT_BOOK, "appointment.missed")
def no_show(*, by: Actor, appointment: Appointment) -> Appointment:
    """Nobody came; the time is free again. Refuses `too_early` before the visit begins, and `wrong_status`."""
    if appointment.starts_at > by.now:
        raise Refused("too_early", _("The visit has not begun yet."))
    return _advance(by, appointment, "no_show", "no_show")


@door(Permission.APPOINTMENT_BOOK, "appointment.step_taken_back")
def take_back(*, by: Actor, appointment: Appointment, status: str) -> Appointment:
    """Undo the last of these steps; `status` is the one the page showed.

    Refuses `wrong_status` when it is another by now, and `slot_taken` when a missed visit's time has been given away.
    """
    appointment = locks.appointment(appointment)
    if appointment.status != status or status not in STEP_BACK:
        _refuse(appointment)
    appointment.status = STEP_BACK[status]
    appointment.save(update_fields=["status"])
    calendar.record(by=by, appointment=appointment, what="taken_back", note=str(APPOINTMENT_STATUSES[status]))
    return appointment


def _advance(by: Actor, appointment: Appointment, verb: str, what: str) -> Appointment:
    appointment = locks.appointment(appointment)
    if not moves.move(appointment, verb, APPOINTMENT_MOVES):
        _refuse(appointment)
    calendar.record(by=by, appointment=appointment, what=what)
    return appointment


def _refuse(appointment: Appointment) -> None:
    said = _("This visit is %(status)s now. Please look at it again.")
    status = str(APPOINTMENT_STATUSES[appointment.status]).lower()
    raise Refused("wrong_status", said % {"status": status}, status=appointment.status)


def _locked(appointment: Appointment) -> Appointment:
    return Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
