"""Forms about what a patient's chart holds: shape and type only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.fields import TypedDateField
from practice.http import DoorForm
from practice.models.chart import FLAG_KINDS, LINE_LENGTH, NAME_LENGTH, REASON_LENGTH


class ChartForm(DoorForm):
    """One entry of the chart: added with its request key, corrected without."""

    def facts(self) -> dict:
        """What was filled in, as arguments of the door that corrects."""
        return {name: value for name, value in self.cleaned_data.items() if name != "request_key"}

    def new(self) -> dict:
        """The same for the door that adds."""
        return self.cleaned_data


class FlagForm(ChartForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=FLAG_KINDS.items(), widget=forms.RadioSelect, initial="allergy")
    text = forms.CharField(
        label=_("What everybody must know"),
        max_length=NAME_LENGTH,
        help_text=_("A few words: they stand at the head of the file and of every message about the patient."),
    )


class MedicationForm(ChartForm):
    name = forms.CharField(label=_("Medication"), max_length=NAME_LENGTH)
    dose = forms.CharField(
        label=_("Dose"), max_length=LINE_LENGTH, help_text=_("As it stands on the label: 90 mcg, 2 puffs as needed.")
    )
    pharmacy = forms.ModelChoiceField(label=_("Pharmacy"), queryset=None, required=False, empty_label=_("Not set"))
    prescriber = forms.ModelChoiceField(label=_("Prescriber"), queryset=None, required=False, empty_label=_("Not set"))
    last_filled_on = TypedDateField(label=_("Last filled"), required=False)
    days_supply = forms.IntegerField(
        label=_("Days of supply"), required=False, min_value=1, max_value=365, help_text=_("How long one fill lasts.")
    )
    controlled = forms.BooleanField(label=_("Controlled substance"), required=False)

    def __init__(self, *args, pharmacies, prescribers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pharmacy"].queryset = pharmacies
        self.fields["prescriber"].queryset = prescribers


class DiscontinueForm(DoorForm):
    reason = forms.CharField(label=_("Reason"), max_length=LINE_LENGTH)


class PolicyForm(ChartForm):
    company = forms.CharField(label=_("Insurance company"), max_length=NAME_LENGTH)
    member_number = forms.CharField(label=_("Member number"), max_length=60)
    group_number = forms.CharField(label=_("Group number"), max_length=60, required=False)
    starts_on = TypedDateField(label=_("Starts"))


class CorrectPolicyForm(PolicyForm):
    ended_on = TypedDateField(label=_("Ended"), required=False, help_text=_("Leave it empty for the current one."))


class EndPolicyForm(DoorForm):
    ended_on = TypedDateField(label=_("Ends"))


class ReferralForm(ChartForm):
    specialty = forms.CharField(label=_("Specialty"), max_length=NAME_LENGTH)
    referred_to = forms.CharField(
        label=_("Referred to"), max_length=LINE_LENGTH, required=False, help_text=_("A name or a clinic.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": REASON_LENGTH}),
    )
