"""Doors of the patient's side: ask for a visit, and take the wish back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy

from messaging import insurance as insurance_changes, threads
from practice import clock
from practice.access import Actor, Permission
from practice.errors import Refused, announce_constraint
from practice.models import Location, Patient, PortalSettings, Provider
from practice.service import door
from scheduling import availability, deciding, policy, slots
from scheduling.models import MAX_SLOTS, REASON_LENGTH, AppointmentRequest, Case, RequestedSlot, VisitType
from scheduling.selectors.offers import alternatives
from scheduling.selectors.requests import may_withdraw
from scheduling.states import OPEN_REQUEST

NOT_OPEN = ("slot_taken", "slot_not_open", "outside_hours")

announce_constraint(
    "one_open_request_a_visit_type", "request_exists", gettext_lazy("There is already an open request for this visit.")
)


def _offer_others(refusal, by, **asked) -> None:
    """The nearest free times, for whoever came too late."""
    if refusal.code in NOT_OPEN:
        wanted = {name: asked[name] for name in ("visit_type", "location", "provider", "case")}
        refusal.extra["alternatives"] = alternatives(by, around=min(asked["starts"]), **wanted)


@door(Permission.REQUEST_MAKE, "request.made", once=AppointmentRequest, explain=_offer_others)
def request(
    *,
    by: Actor,
    patient: Patient,
    case: Case,
    visit_type: VisitType,
    location: Location,
    provider: Provider | None,
    starts: Sequence[datetime],
    reason: str = "",
    insurance: Mapping[str, str] | None = None,
    request_key=None,
) -> AppointmentRequest:
    """Ask for a visit at one of up to three times; no `starts` asks for the next available, no provider for any.

    Refuses, with the field named, whatever the practice's rules do not offer to this patient now; `request_exists`
    with the earlier request when one is open; `slot_taken` with alternatives. Opens the thread, and a second one when
    new insurance is reported.
    """
    # One request at a time about a patient, whoever asks: two guardians, two tabs.
    patient = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    case, rules = Case.objects.get(pk=case.pk), PortalSettings.objects.get(practice=by.practice)
    reason, starts = reason.strip(), list(dict.fromkeys(start.astimezone(UTC) for start in starts))
    policy.refuse_wish(
        settings=rules,
        practice=by.practice,
        patient=patient,
        case=case,
        allowed_types=set(case.visit_types.values_list("pk", flat=True)),
        visit_type=visit_type,
        location=location,
        provider=provider,
    )
    _refuse_words(reason, insurance)
    _refuse_another(by, patient, case, visit_type, rules)
    ends = _refuse_times(by, rules, case, visit_type, location, provider, starts)
    made = AppointmentRequest(
        practice=by.practice,
        patient=patient,
        case=case,
        visit_type=visit_type,
        location=location,
        provider=provider,
        wish="slots" if starts else "next_available",
        reason=reason,
        made_by=by.user,
        made_at=by.now,
        request_key=request_key,
    )
    made.thread = _open_thread(by, made, starts)
    made.save()
    _keep_times(made, starts, ends)
    if insurance:
        insurance_changes.report(by=by, patient=patient, **insurance)
    return made


def _own(by: Actor, request: AppointmentRequest) -> bool:
    return may_withdraw(by, request)


@door(Permission.REQUEST_MAKE, "request.withdrawn", allow=_own)
def withdraw(*, by: Actor, request: AppointmentRequest) -> AppointmentRequest:
    """Take one's own request back while it has no answer. Refuses `already_decided`, naming by whom and when (X14)."""
    request = deciding.lock(request)
    deciding.close(by=by, request=request, verb="withdraw")
    body = render_to_string("scheduling/thread/withdrawn.txt", {"request": request}).strip()
    # Said in the thread, so that whoever has it in an inbox sees there is nothing left to decide.
    threads.post(by=by, thread=request.thread, body=body, side=by.side)
    return request


def _refuse_words(reason: str, insurance: Mapping[str, str] | None) -> None:
    if len(reason) > REASON_LENGTH:
        said = _("Please use at most %(most)s characters; these are %(n)s.")
        raise Refused("too_long", said % {"most": REASON_LENGTH, "n": len(reason)}, "reason")
    for name in ("company", "member_number") if insurance else ():
        if not insurance.get(name, "").strip():
            raise Refused("insurance_incomplete", _("Please fill this in, or leave the insurance out."), name)


def _refuse_another(by: Actor, patient, case, visit_type, rules) -> None:
    """One open request a case and visit type (X12), and no more open ones than the practice allows."""
    opened = AppointmentRequest.objects.of(by.practice).filter(
        patient=patient, kind="schedule", status__in=OPEN_REQUEST
    )
    if same := opened.filter(case=case, visit_type=visit_type).first():
        mine = same.made_by_id == by.user.pk
        said = _("You have already asked for this visit.") if mine else _("Somebody has already asked for this visit.")
        raise Refused("request_exists", said, request=str(same.pk), mine=mine)
    if opened.count() >= rules.open_requests_limit:
        said = _("There are already %(n)s open requests. Please wait for an answer, or withdraw one.")
        raise Refused("too_many_requests", said % {"n": rules.open_requests_limit})


def _refuse_times(by, rules, case, visit_type, location, provider, starts) -> list[datetime]:
    """Refuse a provider who is not there and every start that is not offered; returns the ends."""
    there = availability.providers_at(location, case)
    if not (there.filter(pk=provider.pk) if provider else there).exists():
        said = _("Please choose a provider who sees patients at this location.")
        raise Refused("provider_closed", said, "provider")
    if len(starts) > MAX_SLOTS:
        raise Refused("too_many_slots", _("Please choose at most %(n)s times.") % {"n": MAX_SLOTS}, "starts")
    for start in starts:
        policy.refuse_start(rules, by.now, location.zone, start)
    days = [clock.local(start, location.zone).date() for start in starts]
    if days:
        free = availability.load(location, min(days), max(days), now=by.now, provider=provider, case=case)
        for start in starts:
            _refuse_start(free, availability.shape_of(visit_type, rules.rounding), start, location)
    return [slots.moment_of(slots.minute_of(start) + visit_type.minutes) for start in starts]


def _refuse_start(free: availability.Availability, shape: slots.Shape, start: datetime, location) -> None:
    minute, said = slots.minute_of(start), {"time": clock.moment(start, location.zone)}
    if start == slots.moment_of(minute) and any(minute in free.starts(who, shape) for who in free.hours):
        return
    at_work = [who for who in free.hours if free.fits(who, minute, shape)]
    if not at_work:
        raise Refused("outside_hours", _("Nobody sees patients there at %(time)s.") % said, "starts")
    if not any(free.free_at(who, minute, shape) for who in at_work):
        raise Refused("slot_taken", _("%(time)s was just taken. Please choose another time.") % said, "starts")
    raise Refused("slot_not_open", _("%(time)s is not one of the times offered.") % said, "starts")


def _open_thread(by: Actor, made: AppointmentRequest, starts: list[datetime]):
    zone = made.location.zone
    with translation.override(settings.LANGUAGE_CODE):  # staff read it, whatever the patient reads
        facts = {
            "request": made,
            "times": [clock.moment(start, zone) for start in starts],
            "zone": clock.zone_label(zone, by.now),
        }
        body = render_to_string("scheduling/thread/request.txt", facts).strip()
    return threads.start(
        by=by,
        patient=made.patient,
        kind="appointment",
        subject=deciding.SUBJECT,
        body=body,
        named_provider=made.provider,
        request_key=made.request_key,
    )


def _keep_times(made: AppointmentRequest, starts: list[datetime], ends: list[datetime]) -> None:
    RequestedSlot.objects.bulk_create(
        RequestedSlot(
            practice=made.practice,
            request=made,
            provider=made.provider,
            starts_at=starts_at,
            ends_at=ends_at,
            position=position,
        )
        for position, (starts_at, ends_at) in enumerate(zip(starts, ends, strict=True), start=1)
    )
