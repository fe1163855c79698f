"""The window that asks how a request was handled."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.models import Thread
from practice.http import DoorForm


class CompleteForm(DoorForm):
    """How a request was handled that nobody has decided in its own panel."""

    window, act = "complete", "completion"

    handled = forms.ChoiceField(
        label=_("Handled how?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it was handled.")},
    )
    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args, thread: Thread, ways: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen_number"] = thread.last_number
        self.fields["handled"].choices = ways
        if not ways:
            del self.fields["handled"]

    @property
    def asks(self) -> bool:
        """Whether anything must be said to complete this thread."""
        return "handled" in self.fields

    @property
    def said(self) -> dict:
        """What the door wants to hear."""
        cleaned = self.cleaned_data
        return {"handled": cleaned.get("handled", ""), "seen_number": cleaned["seen_number"]}
