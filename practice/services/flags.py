"""Doors around what everybody who opens a chart must see first: allergies and alerts."""

from django.utils.translation import gettext_lazy as _

from practice.access import Actor, Permission
from practice.errors import announce_constraint
from practice.models import Patient, PatientFlag
from practice.service import door

announce_constraint("live_flag_unique", "flag_known", _("This is already on the chart."), "text")


@door(Permission.CHART_EDIT, "flag.recorded", keep=("kind",), once=PatientFlag)
def record_flag(*, by: Actor, patient: Patient, kind: str, text: str, request_key=None) -> PatientFlag:
    """Record an allergy or an alert. Refuses one that says the same and still holds."""
    return PatientFlag.objects.create(
        practice=by.practice,
        patient=patient,
        kind=kind,
        text=text.strip(),
        recorded_at=by.now,
        recorded_by=by.member,
        request_key=request_key,
    )


@door(Permission.CHART_EDIT, "flag.ended")
def end_flag(*, by: Actor, flag: PatientFlag) -> PatientFlag:
    """The flag holds no more; the chart keeps who ended it and when. One that ended before stays as it is."""
    row = PatientFlag.objects.select_for_update(no_key=True).get(pk=flag.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by = by.now, by.member
        row.save(update_fields=["ended_at", "ended_by"])
    return row


@door(Permission.CHART_EDIT, "flag.restored")
def restore_flag(*, by: Actor, flag: PatientFlag) -> PatientFlag:
    """Take ending back: the flag holds as before. Refuses where one that says the same was recorded since."""
    row = PatientFlag.objects.select_for_update(no_key=True).get(pk=flag.pk)
    row.ended_at = row.ended_by = None
    row.save(update_fields=["ended_at", "ended_by"])
    return row
