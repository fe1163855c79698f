"""What is asked before something reported or asked for goes into the chart."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.fields import WRITE_SOMETHING, written
from practice.forms.fields import TypedDateField
from practice.http import DoorForm
from practice.models.chart import LINE_LENGTH, NAME_LENGTH


class AcceptInsuranceForm(DoorForm):
    """From when it holds; `seen` is the print of the policy beside it."""

    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    starts_on = TypedDateField(label=_("Starts"))

    @property
    def complaint(self) -> str:
        """The first thing that is wrong."""
        return next((errors[0] for errors in self.errors.values()), "")


class CreateReferralForm(DoorForm):
    specialty = forms.CharField(label=_("Specialty"), max_length=NAME_LENGTH)
    referred_to = forms.CharField(label=_("Referred to"), max_length=LINE_LENGTH, required=False)
    reason = written(_("Reason"), 5, error_messages=WRITE_SOMETHING)
