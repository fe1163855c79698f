"""Forms about departments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.services.departments import NAME_LENGTH
from practice.http import DoorForm


class DepartmentForm(DoorForm):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)


class MembersForm(DoorForm):
    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = colleagues
