"""Room: one address for several records, where the practice's e-mail policy is `strict` (D1, X29)."""

from django.utils.translation import gettext as _

from practice import accounts, email_policy
from practice.access import Actor
from practice.errors import Refused
from practice.models import Patient
from registration.models import Invitation


def refuse_shared(by: Actor, patient: Patient, email: str) -> None:
    """Refuse under `strict` to invite this address to the record, with the field `email`.

    Refused are an address on the file of another patient in care (`email-taken`), one whose login opens another record
    (`one-record`), and one that was invited to another (`invited-elsewhere`). Under the practice's lock from here on.
    """
    if not email or not email_policy.is_strict(by):
        return
    email_policy.refuse_taken(by, email, patient)
    if login := accounts.find(email):
        email_policy.refuse_second_record(by, login, patient, "email")
    if Invitation.objects.of(by.practice).live(by.now).filter(email=email).exclude(patient=patient).exists():
        said = _("This address is invited to another record already. Every record needs an address of its own here.")
        raise Refused("invited-elsewhere", said, "email")
