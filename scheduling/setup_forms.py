"""Forms about visit types, hours, absences and cases."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from practice.forms.hours import SpanForm, WeekForm
from practice.http import DoorForm


def increments() -> list:
    """How far apart visits of a type may start."""
    return [(minutes, gettext("%(n)s minutes") % {"n": minutes}) for minutes in (5, 10, 15, 20, 30, 60)]


class ProvidersField(forms.ModelMultipleChoiceField):
    """Boxes to tick; whoever was chosen and has ended since stays there, and says so."""

    def __init__(self, **options):
        super().__init__(
            queryset=None, label=_("Providers"), required=False, widget=forms.CheckboxSelectMultiple, **options
        )

    def label_from_instance(self, obj) -> str:
        return gettext("%(name)s (ended)") % {"name": obj} if obj.ended_at else str(obj)


class VisitTypeForm(DoorForm):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As patients know it: Well visit."))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480, initial=30)
    buffer_before = forms.IntegerField(label=_("Minutes kept free before"), min_value=0, max_value=120, initial=0)
    buffer_after = forms.IntegerField(label=_("Minutes kept free after"), min_value=0, max_value=120, initial=0)
    start_increment = forms.TypedChoiceField(label=_("Can start every"), choices=increments, coerce=int, initial=15)
    requestable = forms.BooleanField(
        label=_("Patients can request it"),
        required=False,
        initial=True,
        help_text=_("Where the patient's case allows it too. Without it only your staff book it."),
    )
    providers = ProvidersField(
        help_text=_("Who does such visits: patients choose among them. Everybody when none is chosen.")
    )

    def __init__(self, *args, providers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["providers"].queryset = providers

    def facts(self) -> dict:
        """What the doors take."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "request_key"}
        return {**facts, "providers": list(facts["providers"])}


class ProviderHoursForm(WeekForm):
    """A week at one location."""


class TimeOffForm(SpanForm):
    """Days, or a part of one, when a provider is away."""

    reason = forms.CharField(label=_("Reason"), max_length=120, required=False, help_text=_("Patients do not see it."))


class CaseForm(DoorForm):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As the family knows it: Speech therapy."))
    allows_requests = forms.BooleanField(
        label=_("Allow Appointment Requests"),
        required=False,
        help_text=_("The family may ask for appointments in this case."),
    )
    visit_types = forms.ModelMultipleChoiceField(
        label=_("Visit types"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the family may ask for; at least one where requests are allowed."),
    )
    providers = ProvidersField(help_text=_("Any provider when none is chosen."))
    is_active = forms.BooleanField(
        label=_("Active"), required=False, initial=True, help_text=_("A closed case is not offered any more.")
    )

    def __init__(self, *args, visit_types, providers, is_new, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visit_types"].queryset = visit_types
        self.fields["providers"].queryset = providers
        if is_new:
            del self.fields["is_active"]

    def facts(self) -> dict:
        """What the doors take."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "request_key"}
        return {**facts, "visit_types": list(facts["visit_types"]), "providers": list(facts["providers"])}
