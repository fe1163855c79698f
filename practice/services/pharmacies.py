"""Doors around the pharmacies to which the practice sends its patients."""

from django.utils.translation import gettext_lazy as _

from practice.access import Actor, Permission
from practice.errors import announce_constraint
from practice.models import Pharmacy
from practice.service import door

announce_constraint("pharmacy_unique", "pharmacy_known", _("This pharmacy is already on the list."), "name")


@door(Permission.CHART_EDIT, "pharmacy.added", once=Pharmacy)
def add_pharmacy(*, by: Actor, name: str, address: str = "", phone: str = "", request_key=None) -> Pharmacy:
    """Add a pharmacy. Refuses one of the same name and address."""
    return Pharmacy.objects.create(
        practice=by.practice, name=name, address=address, phone=phone, request_key=request_key
    )


@door(Permission.CHART_EDIT, "pharmacy.edited")
def edit_pharmacy(*, by: Actor, pharmacy: Pharmacy, name: str, address: str = "", phone: str = "") -> Pharmacy:
    """Change what is known of a pharmacy, also on the medication lists that name it. Refuses as `add_pharmacy` does."""
    row = _lock(pharmacy)
    row.name, row.address, row.phone = name, address, phone
    row.save()
    return row


@door(Permission.CHART_EDIT, "pharmacy.closed")
def close_pharmacy(*, by: Actor, pharmacy: Pharmacy) -> Pharmacy:
    """Offer the pharmacy no more; what names it keeps it. A closed one stays as it is."""
    row = _lock(pharmacy)
    if row.closed_at is None:
        row.closed_at = by.now
        row.save(update_fields=["closed_at"])
    return row


@door(Permission.CHART_EDIT, "pharmacy.reopened")
def reopen_pharmacy(*, by: Actor, pharmacy: Pharmacy) -> Pharmacy:
    """Offer the pharmacy again."""
    row = _lock(pharmacy)
    row.closed_at = None
    row.save(update_fields=["closed_at"])
    return row


def _lock(pharmacy: Pharmacy) -> Pharmacy:
    return Pharmacy.objects.select_for_update(no_key=True).get(pk=pharmacy.pk)
