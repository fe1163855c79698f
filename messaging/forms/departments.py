"""Forms about departments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.fields import WRITE_SOMETHING
from messaging.services.departments import NAME_LENGTH
from practice.http import DoorForm


class DepartmentForm(DoorForm):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, error_messages=WRITE_SOMETHING)


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


class CloseForm(DoorForm):
    """Who gets what waits in a department that closes."""

    heir = forms.ModelChoiceField(
        label=_("Who gets them"), queryset=None, required=False, empty_label=_("Nobody: nothing waits")
    )

    def __init__(self, *args, heirs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["heir"].queryset = heirs
