"""Doors around a patient's medication list."""

from datetime import date

from django.utils.translation import gettext as _, gettext_lazy

from practice.access import Actor, Permission
from practice.errors import Refused, announce_constraint
from practice.models import Medication, Patient, Pharmacy, StaffMember
from practice.selectors.chart import today
from practice.service import door

announce_constraint(
    "active_medication_unique",
    "medication_on_list",
    gettext_lazy("This medication and dose is already on the active list."),
    "name",
)
announce_constraint("medication_supply_range", "supply_range", gettext_lazy("Between 1 and 365 days."), "days_supply")


@door(Permission.CHART_EDIT, "medication.added", once=Medication)
def add_medication(
    *,
    by: Actor,
    patient: Patient,
    name: str,
    dose: str,
    controlled: bool = False,
    days_supply: int | None = None,
    pharmacy: Pharmacy | None = None,
    prescriber: StaffMember | None = None,
    last_filled_on: date | None = None,
    request_key=None,
) -> Medication:
    """Put a medication on the patient's active list.

    Refuses one that is on it already, a fill in the future, a closed pharmacy, and a prescriber who may not prescribe.
    """
    row = Medication(practice=by.practice, patient=patient, created_at=by.now, request_key=request_key)
    _refuse_unfit(by, row, pharmacy, prescriber, last_filled_on)
    _write(row, name, dose, controlled, days_supply, pharmacy, prescriber, last_filled_on)
    return row


@door(Permission.CHART_EDIT, "medication.edited")
def edit_medication(
    *,
    by: Actor,
    medication: Medication,
    name: str,
    dose: str,
    controlled: bool = False,
    days_supply: int | None = None,
    pharmacy: Pharmacy | None = None,
    prescriber: StaffMember | None = None,
    last_filled_on: date | None = None,
) -> Medication:
    """Change a line of the active list; the history keeps what it was.

    Refuses as `add_medication` does, and a discontinued one. Who prescribed it and where it was filled before may stay.
    """
    row = _lock(medication)
    if row.ended_on:
        raise Refused("medication_ended", _("It was discontinued meanwhile. Restore it first."))
    _refuse_unfit(by, row, pharmacy, prescriber, last_filled_on)
    _write(row, name, dose, controlled, days_supply, pharmacy, prescriber, last_filled_on)
    return row


@door(Permission.CHART_EDIT, "medication.discontinued")
def discontinue_medication(*, by: Actor, medication: Medication, reason: str) -> Medication:
    """Take a medication off the active list from today on. Refuses without a reason; one taken off stays as it is."""
    row = _lock(medication)
    if not reason.strip():
        raise Refused("reason_needed", _("Say why it is discontinued."), "reason")
    if row.ended_on is None:
        row.ended_on, row.ended_reason = today(by), reason.strip()
        row.save(update_fields=["ended_on", "ended_reason"])
    return row


@door(Permission.CHART_EDIT, "medication.restored")
def restore_medication(*, by: Actor, medication: Medication) -> Medication:
    """Put a discontinued medication back on the active list. Refuses where the same one is on it by now."""
    row = _lock(medication)
    row.ended_on, row.ended_reason = None, ""
    row.save(update_fields=["ended_on", "ended_reason"])
    return row


def _lock(medication: Medication) -> Medication:
    return Medication.objects.select_for_update(no_key=True).get(pk=medication.pk)


def _refuse_unfit(by: Actor, row: Medication, pharmacy, prescriber, last_filled_on) -> None:
    if last_filled_on and last_filled_on > today(by):
        raise Refused("filled_in_future", _("This date is in the future."), "last_filled_on")
    if pharmacy and pharmacy.closed_at and pharmacy.pk != row.pharmacy_id:
        raise Refused("pharmacy_closed", _("%(name)s is closed. Choose another.") % {"name": pharmacy}, "pharmacy")
    prescribes = prescriber is None or (prescriber.is_active and "prescribing" in prescriber.duties)
    if not prescribes and prescriber.pk != row.prescriber_id:
        raise Refused("not_a_prescriber", _("%(name)s does not prescribe here.") % {"name": prescriber}, "prescriber")


def _write(row: Medication, name, dose, controlled, days_supply, pharmacy, prescriber, last_filled_on) -> None:
    row.name, row.dose, row.controlled, row.days_supply = name.strip(), dose.strip(), controlled, days_supply
    row.pharmacy, row.prescriber, row.last_filled_on = pharmacy, prescriber, last_filled_on
    row.save()
