"""The notices this app sends: about a visit, and about what became of a request. No word of what either is for."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from practice import addresses, clock, outbox
from practice.access import LEVEL_PERMISSIONS, Permission
from practice.letters import compose
from practice.outbox import Letter
from practice.standing import live_grants
from scheduling import ics
from scheduling.models import Appointment, AppointmentRequest

BOOKED, MOVED, CANCELLED = "appointment.booked", "appointment.moved", "appointment.cancelled"
DECLINED, PROPOSED, OFFER_OVER = "request.declined", "request.proposed", "request.offer-over"


def announce() -> None:
    """Called from the app's `ready`."""
    outbox.announce(BOOKED, booked)
    outbox.announce(MOVED, moved)
    outbox.announce(CANCELLED, cancelled)
    outbox.announce(DECLINED, declined)
    outbox.announce(PROPOSED, proposed)
    outbox.announce(OFFER_OVER, offer_over)


def booked(row, now: datetime) -> Letter | None:
    """The agreed time with its calendar file; None once the visit is cancelled or over, or access has ended."""
    visit = _visit(row.subject_ref)
    if visit.status == "cancelled" or visit.ends_at <= now:
        return None
    return _visit_letter(row, "booked", visit, now)


def moved(row, now: datetime) -> Letter | None:
    """The new time with the file that moves the entry; None once it is cancelled or over, or access has ended.

    None too where it was moved again since: that is told for itself, and nobody reads the same time twice.
    """
    visit = _visit(row.subject_ref)
    if visit.status == "cancelled" or visit.ends_at <= now:
        return None
    if visit.events.filter(what="moved", at__gt=row.created_at).exists():
        return None
    return _visit_letter(row, "moved", visit, now)


def cancelled(row, now: datetime) -> Letter | None:
    """The cancelled time, with the file that takes it out of the calendar; None when it would have been over."""
    visit = _visit(row.subject_ref)
    if visit.ends_at <= now:
        return None
    return _visit_letter(row, "cancelled", visit, now)


def declined(row, now: datetime) -> Letter | None:
    """The practice has answered: a link to its thread, or for who reads no messages to the list of requests.

    None once access has ended.
    """
    request = AppointmentRequest.objects.select_related("practice").get(pk=row.subject_ref)
    if not _reachable(row.recipient, request, Permission.REQUEST_MAKE, now):
        return None
    args = [request.practice.slug, request.patient_id]
    path = reverse("my:scheduling:appointments", args=args)
    if _reachable(row.recipient, request, Permission.THREAD_READ, now):
        path = reverse("my:messaging:thread", args=[*args, request.thread_id])
    with translation.override(row.recipient.language):
        context = _context(row, request.practice, path, _("Read the answer"))
        return compose("scheduling/mail/declined", context, row.recipient.email)


def proposed(row, now: datetime) -> Letter | None:
    """The practice offers other times: a link to where they are taken or not. None once that is settled."""
    request = AppointmentRequest.objects.select_related("practice").get(pk=row.subject_ref)
    if request.status != "proposed":
        return None
    return _request_letter(row, "proposed", request, _("Look at the times"), now)


def offer_over(row, now: datetime) -> Letter | None:
    """The times that were offered are not kept any more. None once somebody has taken the request up again."""
    request = AppointmentRequest.objects.select_related("practice").get(pk=row.subject_ref)
    if request.status != "expired":
        return None
    return _request_letter(row, "offer_over", request, _("See my appointments"), now)


def _request_letter(row, name: str, request: AppointmentRequest, link: str, now: datetime) -> Letter | None:
    if not _reachable(row.recipient, request, Permission.REQUEST_MAKE, now):
        return None
    path = reverse("my:scheduling:appointments", args=[request.practice.slug, request.patient_id])
    with translation.override(row.recipient.language):
        context = _context(row, request.practice, path, link)
        return compose(f"scheduling/mail/{name}", context, row.recipient.email)


def _visit(pk) -> Appointment:
    return Appointment.objects.select_related("practice", "location").get(pk=pk)


def _visit_letter(row, name: str, visit: Appointment, now: datetime) -> Letter | None:
    if not _reachable(row.recipient, visit, Permission.APPOINTMENT_SEE, now):
        return None
    path = reverse("my:scheduling:appointments", args=[visit.practice.slug, visit.patient_id])
    with translation.override(row.recipient.language):
        context = {
            **_context(row, visit.practice, path, _("See my appointments")),
            "location": visit.location,
            "when": clock.moment(visit.starts_at, visit.location.zone),
            "zone": clock.zone_label(visit.location.zone, visit.starts_at),
        }
        return compose(f"scheduling/mail/{name}", context, row.recipient.email, ics.visit_file(visit, now))


def _context(row, practice, path: str, link: str) -> dict:
    return {"practice": practice, "name": row.recipient.name, "url": settings.BASE_URL + path, "link": link}


def _reachable(user, about, permission: Permission, now: datetime) -> bool:
    """Whether the person still acts for the patient, with that permission, and has an address."""
    level = live_grants(user, about.practice, now).get(about.patient_id)
    return bool(
        user.is_active and user.email and addresses.is_proven(user) and permission in LEVEL_PERMISSIONS.get(level, ())
    )
