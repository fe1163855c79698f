"""The window that asks how a request was handled."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.http import DoorForm


class CompleteForm(DoorForm):
    """How a request was handled that nobody has decided in its own panel."""

    window, act = "complete", "completion"

    handled = forms.ChoiceField(
        label=_("Handled how?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it was handled.")},
    )

    def __init__(self, *args, ways: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["handled"].choices = ways
