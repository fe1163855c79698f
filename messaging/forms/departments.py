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
    """Who gets what waits in a department that closes; one has to be chosen where something `waits`."""

    heir = forms.ModelChoiceField(
        label=_("Who gets them"),
        queryset=None,
        error_messages={"required": _("Choose a department.")},
    )

    def __init__(self, *args, heirs, waits, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["heir"].queryset = heirs
        self.fields["heir"].required = waits
        self.fields["heir"].empty_label = _("Choose a department") if waits else _("Nobody: nothing waits")
