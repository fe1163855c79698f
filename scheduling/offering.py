"""Room: staff offer other times, kept for the patient for a while; the patient takes one or none, or says nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy

from messaging import threads
from practice import clock
from practice.access import Actor
from practice.errors import Refused
from practice.models import Provider, StaffMember
from scheduling import calendar, deciding, holds, notices, telling
from scheduling.models import MAX_SLOTS, Appointment, AppointmentRequest, ProposedSlot, RequestEvent

Time = tuple[datetime, Provider]
OFFER_OVER = gettext_lazy("This time is no longer kept for you. Please ask for another one.")


def make(*, by: Actor, request: AppointmentRequest, times: Sequence[Time], note: str) -> None:
    """Keep these times for the patient instead of any offered before, and say so in the thread.

    Refuses `nothing_to_offer` for a cancellation, no time and more than three, times that overlap each other (all are
    kept at once, and the patient is one person), and what `calendar.place` refuses.
    """
    times = sorted(dict.fromkeys(times), key=lambda time: time[0])
    _refuse_number(request, times)
    _refuse_overlap(request, times)
    holds.release(request, *(provider for _start, provider in times))
    until = by.now + timedelta(hours=by.practice.settings.hold_hours)
    held = [_hold(by, request, start, provider, until) for start, provider in times]
    ProposedSlot.objects.bulk_create(
        ProposedSlot(practice=by.practice, request=request, appointment=row, position=position)
        for position, row in enumerate(held, start=1)
    )
    deciding.change(by=by, request=request, verb="propose", what="proposed", note=_in_words(held))
    _say(by, request, held, until, note)


def taken(*, by: Actor, request: AppointmentRequest, proposal_id: UUID) -> Appointment:
    """The patient takes one of the times: it is booked, or the visit moves there; the others are given back.

    Refuses `offer_over` once the time is not kept any more.
    """
    held = next((row for row in holds.of(request) if row.proposal.pk == proposal_id), None)
    if held is None or held.held_until <= by.now or held.starts_at <= by.now:
        raise Refused("offer_over", OFFER_OVER)
    appointment = _moved(by, request, held) if request.kind == "reschedule" else _booked(by, request, held)
    deciding.close(by=by, request=request, verb="approve", what="approved", appointment=appointment)
    _accept(by, request, appointment)
    return appointment


def run_out(*, by: Actor, request: AppointmentRequest) -> None:
    """Nobody answered in time: the request ends, staff have its thread unread again, and whoever asked is told."""
    holds.release(request)
    deciding.close(by=by, request=request, verb="expire", what="expired")
    text = _("The offer has run out without an answer; its times are free again.")
    threads.note(by=by, thread=request.thread, text=text)
    threads.unread_again(by=by, thread=request.thread)
    telling.requester(by, request, notices.OFFER_OVER)


def _hold(by: Actor, request: AppointmentRequest, start: datetime, provider: Provider, until: datetime) -> Appointment:
    return calendar.place(
        by=by,
        patient=request.patient,
        providers=[provider],
        location=request.location,
        visit_type=request.visit_type,
        case=request.case,
        starts_at=start,
        held_until=min(until, start),
        request=request,
    )


def _refuse_number(request: AppointmentRequest, times: list[Time]) -> None:
    if request.kind == "cancel":
        raise Refused("nothing_to_offer", _("The patient wants to cancel: there is no time to offer."))
    if not times:
        raise Refused("time_needed", _("Choose at least one time to offer."), "times")
    if len(times) > MAX_SLOTS:
        raise Refused("too_many_slots", _("Please choose at most %(n)s times.") % {"n": MAX_SLOTS}, "times")


def _refuse_overlap(request: AppointmentRequest, times: list[Time]) -> None:
    length = timedelta(minutes=request.visit_type.minutes)
    if any(later < earlier + length for (earlier, _who), (later, _other) in pairwise(times)):
        raise Refused("times_overlap", _("Choose times that do not overlap each other."), "times")


def _in_words(held: Sequence[Appointment]) -> str:
    said = _("%(time)s with %(name)s")
    words = [said % {"time": clock.moment(row.starts_at, row.location.zone), "name": row.provider} for row in held]
    return "; ".join(words)[:400]


def _say(by: Actor, request: AppointmentRequest, held: Sequence[Appointment], until: datetime, note: str) -> None:
    zone = request.location.zone
    with translation.override(request.made_by.language):
        times = [_in_words([row]) for row in held]
        facts = {"times": times, "until": clock.moment(until, zone), "note": note}
    body = deciding.in_words(request, "scheduling/thread/proposed.txt", until, **facts)
    threads.post(by=by, thread=request.thread, body=body, side=by.side, notify=False)
    threads.mark_read(by=by, thread=request.thread)
    telling.requester(by, request, notices.PROPOSED)


def _moved(by: Actor, request: AppointmentRequest, held: Appointment) -> Appointment:
    """The visit itself moves to what was kept: its own row, so that calendars and links keep their subject."""
    visit = deciding.visit_of(by, request)
    holds.release(request, visit.provider)
    there = {"starts_at": held.starts_at, "provider": held.provider, "location": held.location}
    calendar.move(by=by, appointment=visit, request=request, **there)
    return visit


def _booked(by: Actor, request: AppointmentRequest, held: Appointment) -> Appointment:
    ProposedSlot.objects.filter(request=request, appointment=held).delete()
    holds.release(request, held.provider)
    if not calendar.take(by=by, appointment=held):
        raise Refused("offer_over", OFFER_OVER)
    return held


def _accept(by: Actor, request: AppointmentRequest, appointment: Appointment) -> None:
    """It is said in the thread, which is done with: nobody has to answer."""
    said = _("I take %(time)s.") % {"time": _in_words([appointment])}
    deciding.last_word(by, request, said, _who_offered(request))
    deciding.tell(by, request, appointment)


def _who_offered(request: AppointmentRequest) -> StaffMember:
    last = RequestEvent.objects.filter(request=request, what="proposed").order_by("-at", "-pk").first()
    return StaffMember.objects.of(request.practice).filter(user=last.by).order_by("ended_at", "-invited_at").first()
