"""Shapes of what patients send about a visit that stands. What a rule refuses comes back from the doors."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.http import DoorForm
from scheduling.models import REASON_LENGTH


class ChangeForm(DoorForm):
    """Why a visit should be moved or cancelled, for whoever wants to say it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        required=False,
        strip=True,
        help_text=_("The practice's staff read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
