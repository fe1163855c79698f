"""Room: who hears of a visit or a request by e-mail. One notice a person and a change."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from practice import outbox
from practice.access import Actor
from practice.models import AccessGrant, User
from scheduling.models import Appointment, AppointmentRequest


def people_of(actor: Actor, patient_id) -> list[User]:
    """Everybody who acts for the patient now, by name."""
    return people_of_each(actor, [patient_id])[patient_id]


def people_of_each(actor: Actor, patient_ids: Iterable[UUID]) -> dict[UUID, list[User]]:
    """Everybody who acts for each of these patients now, by name."""
    grants = AccessGrant.objects.of(actor.practice).live(actor.now).filter(patient_id__in=patient_ids)
    found = defaultdict(list)
    for grant in grants.filter(user__is_active=True).select_related("user").order_by("user__name", "user_id"):
        found[grant.patient_id].append(grant.user)
    return found


def everybody(by: Actor, appointment: Appointment, notice: str) -> None:
    """Tell everybody who acts for the patient about this change of the visit."""
    of_each(by, [appointment], notice)


def of_each(by: Actor, appointments: Iterable[Appointment], notice: str) -> None:
    """The same for several visits."""
    people = people_of_each(by, {row.patient_id for row in appointments})
    for row in appointments:
        for user in people[row.patient_id]:
            _put(by, notice, row, user, f"{notice}:{row.pk}:{row.sequence}:{user.pk}")


def requester(by: Actor, request: AppointmentRequest, notice: str, subject=None, at: datetime | None = None) -> None:
    """Tell whoever asked, once for each time something is said about the request; `at` where that was not just now."""
    subject = subject or request
    key = f"{notice}:{subject.pk}:{(at or by.now).isoformat()}:{request.made_by_id}"
    _put(by, notice, subject, request.made_by, key)


def _put(by: Actor, notice: str, subject, user: User, key: str) -> None:
    outbox.put(practice=by.practice, notice=notice, subject=subject, recipient=user, key=key, now=by.now)
