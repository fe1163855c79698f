"""Room: how many records one address and one login may have at a practice (D1, R108, R111).

`family`: siblings share a parent's address, and one login opens the records of several patients. `strict`: an address
stands on the file of one patient in care, and a login opens one record. Decided under the practice's lock, so that two
acts at once cannot both be the first.
"""

from django.utils.translation import gettext as _

from practice import accounts
from practice.access import STAFF, Actor
from practice.errors import Refused
from practice.models import AccessGrant, Patient, PortalSettings, Practice, User
from practice.models.patients import OPEN_STATUSES


def lock(by: Actor) -> None:
    """Wait until nobody else gives access or an address at the practice; held until the transaction ends."""
    Practice.objects.select_for_update(no_key=True).get(pk=by.practice.pk)


def is_strict(by: Actor) -> bool:
    """Whether it is `strict` now; what the actor has read of the settings may be older."""
    return PortalSettings.objects.of(by.practice).filter(email_policy="strict").exists()


def refuse_taken(by: Actor, email: str, patient: Patient | None = None) -> None:
    """Refuse (`email-taken`) under `strict` an address that stands on the file of another patient in care (X29)."""
    if not email or not is_strict(by):
        return
    lock(by)
    others = Patient.objects.of(by.practice).filter(email__iexact=accounts.canonical(email), status__in=OPEN_STATUSES)
    holder = others.exclude(pk=patient.pk if patient else None).first()
    if holder is not None:
        said = _("This address is on the file of %(name)s, and here every patient needs their own.")
        raise Refused("email-taken", said % {"name": _named(by, holder)}, "email")


def refuse_second_record(by: Actor, user: User, patient: Patient, field: str | None = None) -> None:
    """Refuse (`one-record`) under `strict` a login that opens another record now or will. Under the practice's lock."""
    if not is_strict(by):
        return
    held = AccessGrant.objects.of(by.practice).not_over(by.now).filter(user=user)
    if held.exclude(patient=patient).exists():
        said = _(
            "This login opens another record already. At %(practice)s each record needs its own login and address."
        )
        raise Refused("one-record", said % {"practice": by.practice.name}, field)


def refuse_shared_logins(by: Actor) -> None:
    """Refuse (`logins-shared`) to become `strict` while a login opens several records. Takes the practice's lock."""
    lock(by)
    if shared_logins(by):
        said = _("Some logins open several records. End access until each opens one; they are listed below.")
        raise Refused("logins-shared", said, "email_policy")


def shared_logins(by: Actor) -> dict[User, list[AccessGrant]]:
    """The logins that open more than one record of the practice now or will, by name, each with its grants."""
    held: dict[User, list[AccessGrant]] = {}
    rows = AccessGrant.objects.of(by.practice).not_over(by.now).select_related("user", "patient")
    for grant in rows.order_by("user__name", "user_id", "patient__sort_name"):
        held.setdefault(grant.user, []).append(grant)
    return {user: grants for user, grants in held.items() if len({one.patient_id for one in grants}) > 1}


def _named(by: Actor, holder: Patient) -> str:
    """The patient's name for staff who may see them; else nobody learns who it is."""
    seen = by.side == STAFF and Patient.objects.visible_to(by).filter(pk=holder.pk).exists()
    return holder.name if seen else _("another patient")
