"""Forms about the access somebody has to a record: shape and type only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.access import LEVELS
from practice.forms.fields import TypedDateField
from practice.http import DoorForm
from practice.models.patients import RELATIONSHIPS

LEVEL_HELP = _(
    "Full: appointments, messages, refills and referrals. Limited: appointments and messages. "
    "Booking only: asks for appointments and sees them."
)


class ChangeAccessForm(DoorForm):
    relationship = forms.ChoiceField(label=_("Relationship to the patient"), choices=RELATIONSHIPS.items())
    level = forms.ChoiceField(label=_("Access"), choices=LEVELS.items(), help_text=LEVEL_HELP)
    starts_on = TypedDateField(label=_("First day"))
    ends_on = TypedDateField(
        label=_("Last day"),
        required=False,
        help_text=_("Access ends by itself after this day. Leave it empty for no end."),
    )


class EndAccessForm(DoorForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("It stands on the file. The person does not see it.")
    )
