"""Room: a wish for a visit is checked against everything the practice offers, then sent as a thread."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from messaging import threads
from messaging.models import Thread
from practice import clock
from practice.access import Actor
from practice.errors import Refused
from practice.models import Patient, PortalSettings
from scheduling import availability, deciding, policy, preferences, routes, slots, waiting
from scheduling.models import MAX_SLOTS, REASON_LENGTH, AppointmentRequest, Case, RequestedSlot
from scheduling.preferences import Preferences
from scheduling.states import OPEN_REQUEST

GENERAL = "General"  # the one case of every patient where the practice works without cases (D15)
BODIES = {"schedule": "request", "reschedule": "reschedule_wanted", "cancel": "cancellation_wanted"}


def case_for(by: Actor, patient: Patient, case: Case | None) -> Case:
    """The case a wish belongs to: the one chosen, or the patient's general one where the practice uses no cases.

    Call it under the patient's lock. Refuses `case_needed`.
    """
    if not PortalSettings.objects.get(practice=by.practice).use_cases:
        named = {"practice": by.practice, "patient": patient, "name": GENERAL, "is_active": True}
        return Case.objects.get_or_create(**named, defaults={"allows_requests": True})[0]
    if case is None:
        raise Refused("case_needed", _("Please choose what it is about."), "case")
    return Case.objects.get(pk=case.pk)


def refuse(by: Actor, wish: AppointmentRequest, starts: Sequence[datetime], insurance: Mapping[str, str] | None):
    """Refuse, with the field named, what is not offered to this patient now. Call it under the patient's lock."""
    rules = PortalSettings.objects.get(practice=by.practice)
    types = set(wish.case.visit_types.values_list("pk", flat=True)) if rules.use_cases else {wish.visit_type.pk}
    policy.refuse_wish(settings=rules, practice=by.practice, wish=wish, allowed_types=types)
    _refuse_words(wish.reason, insurance)
    _refuse_way(by, wish, starts, rules)
    _refuse_another(by, wish, rules)
    _refuse_times(by, wish, starts, rules)


def send(by: Actor, wish: AppointmentRequest, starts: Sequence[datetime], urgent: bool) -> None:
    """Say the wish in a thread of its own, or in that of the one it replaces; keep it with the times it names.

    `urgent`: its reason holds emergency words.
    """
    wish.thread = _say(by, wish, _in_words(by, wish, starts), urgent)
    wish.save()
    deciding.record(by=by, request=wish, what="made")
    RequestedSlot.objects.bulk_create(
        RequestedSlot(
            practice=wish.practice,
            request=wish,
            provider=wish.provider,
            starts_at=start,
            ends_at=slots.moment_of(slots.minute_of(start) + wish.visit_type.minutes),
            position=position,
        )
        for position, start in enumerate(starts, start=1)
    )


def preferred(wanted: Preferences | None) -> dict:
    """The fields of a request that say when it suits."""
    if not wanted:
        return {}
    return {
        "suits_weekdays": sorted(set(wanted.weekdays)),
        "suits_part": wanted.part,
        "suits_from": wanted.first_day,
        "suits_until": wanted.last_day,
    }


def refuse_change(by: Actor, wish: AppointmentRequest, starts: Sequence[datetime]) -> None:
    """The same for a wish to move or cancel a visit that stands. Call it under the visit's lock."""
    rules, visit = PortalSettings.objects.get(practice=by.practice), wish.appointment
    opened = AppointmentRequest.objects.of(by.practice).filter(appointment=visit, status__in=OPEN_REQUEST)
    policy.refuse_change(settings=rules, practice=by.practice, visit=visit, now=by.now, asked=opened.exists())
    _refuse_words(wish.reason, None)
    if wish.kind == "reschedule":
        policy.refuse_closed(wish)
        _refuse_other_ways(wish, policy.ways_to_move(rules.request_ways))
        if visit.starts_at in starts:
            raise Refused("same_time", _("The visit is at that time already. Please choose another."), "starts")
        _refuse_times(by, wish, starts, rules)


def _refuse_words(reason: str, insurance: Mapping[str, str] | None) -> None:
    if len(reason) > REASON_LENGTH:
        said = _("Please use at most %(most)s characters; these are %(n)s.")
        raise Refused("too_long", said % {"most": REASON_LENGTH, "n": len(reason)}, "reason")
    for name in ("company", "member_number") if insurance else ():
        if not insurance.get(name, "").strip():
            raise Refused("insurance_incomplete", _("Please fill this in, or leave the insurance out."), name)


def _refuse_way(by: Actor, wish: AppointmentRequest, starts: Sequence[datetime], rules) -> None:
    """Refuse a way to say when that the practice does not offer (D3), two ways at once, and days out of order."""
    _refuse_other_ways(wish, rules.request_ways)
    said = preferences.of(wish)
    if starts and said:
        raise Refused("one_way_only", _("Choose times, or say when it suits; not both."), "starts")
    today = by.today(wish.location.zone)
    if said.first_day and said.last_day and said.last_day < said.first_day:
        raise Refused("ends_first", _("It ends before it begins."), "suits_until")
    if said.last_day and said.last_day < today:
        raise Refused("time_passed", _("That day has passed. Please choose another."), "suits_until")
    furthest = today + timedelta(days=rules.horizon_days)
    if said.first_day and said.first_day > furthest:
        message = _("Please choose a day no later than %(day)s.") % {"day": clock.day(furthest)}
        raise Refused("too_far", message, "suits_from")


def _refuse_other_ways(wish: AppointmentRequest, offered: Sequence[str]) -> None:
    if wish.wish not in offered:
        raise Refused("way_not_offered", _("Please say in another way when the visit should be."), "starts")


def _refuse_another(by: Actor, wish: AppointmentRequest, rules) -> None:
    """One open request a case and visit type (X12), and no more open ones than the practice allows."""
    opened = AppointmentRequest.objects.of(by.practice).filter(
        patient=wish.patient, kind="schedule", status__in=OPEN_REQUEST
    )
    if same := opened.filter(case=wish.case, visit_type=wish.visit_type).first():
        mine = same.made_by_id == by.user.pk
        said = _("You have already asked for this visit.") if mine else _("Somebody has already asked for this visit.")
        raise Refused("request_exists", said, request=str(same.pk), mine=mine)
    if opened.count() >= rules.open_requests_limit:
        said = _("There are already %(n)s open requests. Please wait for an answer, or withdraw one.")
        raise Refused("too_many_requests", said % {"n": rules.open_requests_limit})


def _refuse_times(by: Actor, wish: AppointmentRequest, starts: Sequence[datetime], rules) -> None:
    """Refuse a provider who is not there, and every start that is not offered."""
    there = availability.providers_at(wish.location, wish.case, wish.visit_type, online=True)
    zone = wish.location.zone
    if not (there.filter(pk=wish.provider.pk) if wish.provider else there).exists():
        said = _("Please choose a provider who sees patients at this location.")
        raise Refused("provider_closed", said, "provider")
    if len(starts) > MAX_SLOTS:
        raise Refused("too_many_slots", _("Please choose at most %(n)s times.") % {"n": MAX_SLOTS}, "starts")
    for start in starts:
        policy.refuse_start(rules, by.now, zone, start)
    if days := [clock.local(start, zone).date() for start in starts]:
        free = availability.load(
            wish.location,
            min(days),
            max(days),
            now=by.now,
            provider=wish.provider,
            case=wish.case,
            visit_type=wish.visit_type,
            online=True,
            without=wish.appointment,
            closing=waiting.closing(rules, by.side, patient_id=wish.patient_id),
        )
        for start in starts:
            _refuse_start(free, availability.shape_of(wish.visit_type, rules.rounding), start)


def _refuse_start(free: availability.Availability, shape: slots.Shape, start: datetime) -> None:
    minute, said = slots.minute_of(start), {"time": clock.moment(start, free.location.zone)}
    if start == slots.moment_of(minute) and any(minute in free.starts(who, shape) for who in free.hours):
        return
    at_work = [who for who in free.hours if free.fits(who, minute, shape)]
    if not at_work:
        raise Refused("outside_hours", _("Nobody sees patients there at %(time)s.") % said, "starts")
    if not any(free.free_at(who, minute, shape) for who in at_work):
        raise Refused("slot_taken", _("%(time)s was just taken. Please choose another time.") % said, "starts")
    raise Refused("slot_not_open", _("%(time)s is not one of the times offered.") % said, "starts")


def _say(by: Actor, wish: AppointmentRequest, body: str, urgent: bool) -> Thread:
    if wish.replaces:
        thread = wish.replaces.thread
        threads.post(by=by, thread=thread, body=body, side=by.side, urgent=urgent)
        return thread
    return threads.start(
        by=by,
        patient=wish.patient,
        kind="appointment",
        subject=deciding.SUBJECT,
        body=body,
        department=routes.department_for(wish.practice, wish.location, wish.visit_type, wish.provider),
        named_provider=wish.provider,
        urgent=urgent,
        request_key=wish.request_key,
    )


def _in_words(by: Actor, wish: AppointmentRequest, starts: Sequence[datetime]) -> str:
    zone = wish.location.zone
    with translation.override(settings.LANGUAGE_CODE):  # staff read it, whatever the patient reads
        facts = {
            "request": wish,
            "times": [clock.moment(start, zone) for start in starts],
            "zone": clock.zone_label(zone, by.now),
            "suits": preferences.of(wish).in_words(),
        }
        if wish.appointment:
            facts["visit"] = clock.moment(wish.appointment.starts_at, zone)
        return render_to_string(f"scheduling/thread/{BODIES[wish.kind]}.txt", facts).strip()
