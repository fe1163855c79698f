"""Forms about departments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.directory import KIND_NAMES
from messaging.services.departments import NAME_LENGTH
from practice.http import DoorForm


class DepartmentForm(DoorForm):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)


class MembersForm(DoorForm):
    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody who has joined and has the Messages duty."),
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = colleagues


class RoutingForm(forms.Form):
    """A question, not an act: it is asked by GET."""

    kind = forms.ChoiceField(label=_("What a patient sends"), choices=KIND_NAMES.items())
    provider = forms.ModelChoiceField(
        label=_("Provider they name"), queryset=None, required=False, empty_label=_("No Preference")
    )

    def __init__(self, *args, providers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers
