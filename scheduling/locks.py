"""Room: one act at a time on a provider's day and on a patient's. The constraints are the judge; this is manners."""

from collections.abc import Iterable

from practice.models import Patient, Provider
from scheduling.models import Appointment


def appointment(row: Appointment) -> Appointment:
    """The visit as it is now, locked until the transaction ends: before its provider's lock."""
    rows = Appointment.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("patient", "provider", "location", "visit_type", "case").get(pk=row.pk)


def providers(rows: Iterable[Provider | None]) -> None:
    """One booking at a time with each of these providers; in id order, so that two cannot wait for each other."""
    ids = {row.pk for row in rows if row is not None}
    list(Provider.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def patient(row: Patient) -> None:
    """One booking at a time for this patient, after the providers' locks."""
    patients([row])


def patients(rows: Iterable[Patient]) -> None:
    """The same for each of several, in id order."""
    ids = {row.pk for row in rows}
    list(Patient.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
