"""Room: who hears of a visit or a request by e-mail. One notice a person and a change."""

from practice import outbox
from practice.access import Actor
from practice.models import AccessGrant, User
from scheduling.models import Appointment, AppointmentRequest


def people_of(actor: Actor, patient_id) -> list[User]:
    """Everybody who acts for the patient now, by name."""
    grants = AccessGrant.objects.of(actor.practice).live(actor.now).filter(patient_id=patient_id)
    return list(User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by("name", "pk"))


def everybody(by: Actor, appointment: Appointment, notice: str) -> None:
    """Tell everybody who acts for the patient about this change of the visit."""
    for user in people_of(by, appointment.patient_id):
        _put(by, notice, appointment, user, f"{notice}:{appointment.pk}:{appointment.sequence}:{user.pk}")


def requester(by: Actor, request: AppointmentRequest, notice: str, subject=None) -> None:
    """Tell whoever asked, once for each time something is said about the request."""
    subject = subject or request
    key = f"{notice}:{subject.pk}:{by.now.isoformat()}:{request.made_by_id}"
    _put(by, notice, subject, request.made_by, key)


def _put(by: Actor, notice: str, subject, user: User, key: str) -> None:
    outbox.put(practice=by.practice, notice=notice, subject=subject, recipient=user, key=key, now=by.now)
