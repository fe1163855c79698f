"""Room: staff change what a request asks for before they decide it (R20)."""

from datetime import timedelta

from django.db.models import F
from django.utils.translation import gettext as _, gettext_lazy

from practice.access import Actor
from practice.errors import Refused
from practice.models import Location, Provider
from scheduling import availability, deciding
from scheduling.models import AppointmentRequest, Case, VisitType

NOTE_LENGTH = 400
LABELS = {
    "case": gettext_lazy("Case"),
    "visit_type": gettext_lazy("Visit type"),
    "location": gettext_lazy("Location"),
    "provider": gettext_lazy("Provider"),
}


def change(
    *,
    by: Actor,
    request: AppointmentRequest,
    case: Case,
    visit_type: VisitType,
    location: Location,
    provider: Provider | None,
) -> None:
    """Put these in place of what was asked, with the same starts; the end of each follows the visit type."""
    if request.kind != "schedule" or request.status != "pending":
        said = _("Only a pending request for a new visit can be edited.")
        raise Refused("not_editable", said)
    _refuse_unfit(request, case, visit_type, location, provider)
    after = {"case": case, "visit_type": visit_type, "location": location, "provider": provider}
    note = _difference(request, after)
    if not note:
        return
    for name, value in after.items():
        setattr(request, name, value)
    request.save(update_fields=list(after))
    ends_at = F("starts_at") + timedelta(minutes=visit_type.minutes)
    request.slots.update(provider=provider, ends_at=ends_at)
    deciding.record(by=by, request=request, what="edited", note=note)


def _refuse_unfit(request, case, visit_type, location, provider) -> None:
    if case.patient_id != request.patient_id or not case.is_active:
        raise Refused("case_closed", _("Please choose an active case of this patient."), "case")
    if visit_type.retired_at is not None:
        raise Refused("visit_type_closed", _("This visit type is no longer in use."), "visit_type")
    if provider and not availability.providers_at(location, case).filter(pk=provider.pk).exists():
        said = _("%(name)s does not see patients at %(place)s in this case.")
        raise Refused("provider_closed", said % {"name": provider, "place": location}, "provider")
    if provider:
        availability.refuse_other_visits(provider, visit_type)


def _difference(request: AppointmentRequest, after: dict) -> str:
    anyone = _("Any available provider")
    changed = [
        f"{LABELS[name]}: {getattr(request, name) or anyone} → {value or anyone}"
        for name, value in after.items()
        if getattr(request, name) != value
    ]
    return "; ".join(changed)[:NOTE_LENGTH]
