"""Forms about locations and providers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.fields import PhoneField
from practice.forms.hours import SpanForm, WeekForm, zone_choices
from practice.http import DoorForm


class LocationForm(WeekForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(label=_("Address"), max_length=240, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    allows_requests = forms.BooleanField(
        label=_("Allow Appointment Requests"),
        required=False,
        help_text=_("Patients may ask for appointments here. Without it they are never offered this location."),
    )
    FACTS = ("name", "address", "phone", "time_zone", "allows_requests")

    def about(self):
        """The fields above the week."""
        return [self[name] for name in self.FACTS]

    def facts(self) -> dict:
        """What the doors take."""
        return {name: self.cleaned_data[name] for name in self.FACTS} | {"week": self.week()}


class ClosureForm(SpanForm):
    reason = forms.CharField(label=_("Reason"), max_length=120, help_text=_("Patients see it: Thanksgiving."))


class ProviderForm(DoorForm):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As patients know them: Dr Ada Moreau."))
    member = forms.ModelChoiceField(
        label=_("Staff login"),
        queryset=None,
        required=False,
        empty_label=_("No login"),
        help_text=_("Messages that name this provider reach this person."),
    )
    takes_online = forms.BooleanField(
        label=_("Patients can ask for visits with them online"),
        required=False,
        initial=True,
        help_text=_("Without it patients do not see this provider; only your staff book visits with them."),
    )
    FACTS = ("name", "member", "takes_online")

    def __init__(self, *args, logins, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = logins

    def facts(self) -> dict:
        """What the doors take."""
        return {name: self.cleaned_data[name] for name in self.FACTS}
