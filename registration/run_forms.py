"""The form of a run of invites."""

from django import forms

from practice.http import DoorForm


class SendForm(DoorForm):
    """How many invites the page said would be sent."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def again(self, expected: int) -> "SendForm":
        """A new form for as many as would be sent now, with what was refused."""
        form = SendForm(initial={"expected": expected})
        if self.refusal:
            form = SendForm({"expected": expected, "request_key": form.initial["request_key"]})
            form.is_valid()
            form.add_error(None, self.refusal.message)
        return form
