"""Doors of the patient's side: ask for a visit, and take the wish back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from messaging import insurance as insurance_changes, threads, words
from practice.access import Actor, Permission
from practice.errors import announce_constraint
from practice.models import Location, Patient, Provider
from practice.service import door
from scheduling import asking, deciding, holds, replacing
from scheduling.models import AppointmentRequest, Case, VisitType
from scheduling.preferences import Preferences
from scheduling.selectors.offers import Want, alternatives
from scheduling.selectors.requests import may_withdraw

NOT_OPEN = ("slot_taken", "slot_not_open", "outside_hours")

announce_constraint(
    "one_open_request_a_visit_type", "request_exists", _("There is already an open request for this visit.")
)


def _offer_others(refusal, by, **asked) -> None:
    """The nearest free times, for whoever came too late."""
    if refusal.code in NOT_OPEN:
        wanted = Want(**{name: asked[name] for name in ("visit_type", "location", "provider", "case", "patient")})
        refusal.extra["alternatives"] = alternatives(by, wanted, min(asked["starts"]))


@door(Permission.REQUEST_MAKE, "request.made", once=AppointmentRequest, explain=_offer_others)
def request(
    *,
    by: Actor,
    patient: Patient,
    case: Case | None,
    visit_type: VisitType,
    location: Location,
    provider: Provider | None,
    starts: Sequence[datetime],
    preferences: Preferences | None = None,
    reason: str = "",
    insurance: Mapping[str, str] | None = None,
    replaces: AppointmentRequest | None = None,
    acknowledged: Sequence[str] = (),
    request_key=None,
) -> AppointmentRequest:
    """Ask for a visit at one of up to three times, or when it suits; neither asks for the next available.

    No provider means any; the case may be left out only where the practice works without cases (D15). `replaces` names
    one's own open request for a visit, which this one takes the place of, in its thread (V32).

    Refuses, with the field named, whatever the practice's rules do not offer to this patient now; `request_exists`
    with the earlier request when one is open; `already_decided` when the one to replace is not open any more;
    `slot_taken` with alternatives; emergency words that are not among those `acknowledged`. Opens the thread, and a
    second one when new insurance is reported.
    """
    urgent = words.heed(acknowledged, reason)
    if replaces:
        replaces = replacing.give_way(by=by, request=replaces, about=None)
    # One request at a time about a patient, whoever asks: two guardians, two tabs.
    patient = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    starts = list(dict.fromkeys(start.astimezone(UTC) for start in starts))
    wish = AppointmentRequest(
        practice=by.practice,
        patient=patient,
        case=asking.case_for(by, patient, case),
        visit_type=visit_type,
        location=location,
        provider=provider,
        wish="slots" if starts else "preferences" if preferences else "next_available",
        **asking.preferred(preferences),
        reason=reason.strip(),
        made_by=by.user,
        made_at=by.now,
        replaces=replaces,
        request_key=request_key,
    )
    asking.refuse(by, wish, starts, insurance)
    asking.send(by, wish, starts, urgent)
    if insurance:
        insurance_changes.report(by=by, patient=patient, **insurance)
    return wish


def _own(by: Actor, request: AppointmentRequest) -> bool:
    return may_withdraw(by, request)


@door(Permission.REQUEST_MAKE, "request.withdrawn", allow=_own)
def withdraw(*, by: Actor, request: AppointmentRequest) -> AppointmentRequest:
    """Take one's own request back while it has no answer. Refuses `already_decided` (X14)."""
    request = deciding.lock(request)
    holds.release(request)
    deciding.close(by=by, request=request, verb="withdraw", what="withdrawn")
    body = render_to_string("scheduling/thread/withdrawn.txt", {"request": request}).strip()
    # Said in the thread, so that whoever has it in an inbox sees there is nothing left to decide.
    threads.post(by=by, thread=request.thread, body=body, side=by.side)
    return request
