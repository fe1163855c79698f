"""Forms about the people who work here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.access import DUTIES
from practice.forms.accounts import check_new_password, new_password_field
from practice.forms.fields import EmailField
from practice.http import DoorForm
from practice.models.people import PATIENT_SCOPES

DUTY_HELP = {
    "admin": _("staff, locations, settings"),
    "scheduling": _("appointments and requests for them"),
    "messages": _("the Message Center"),
    "registration": _("patients and their access"),
    "prescribing": _("medication, refills"),
}


class RightsForm(DoorForm):
    """Duties, and whose records the person sees."""

    duties = forms.MultipleChoiceField(
        label=_("Duties"),
        choices=[(duty, f"{name}: {DUTY_HELP[duty]}") for duty, name in DUTIES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one duty.")},
    )
    patient_scope = forms.ChoiceField(
        label=_("Patients"),
        choices=PATIENT_SCOPES.items(),
        widget=forms.RadioSelect,
        initial="all",
        help_text=_("For listed patients: save, then choose them on the page that follows."),
    )
    locations = forms.ModelMultipleChoiceField(
        label=_("Locations"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For patients of some locations: whose home location is one of these."),
    )

    def __init__(self, *args, locations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["locations"].queryset = locations

    def rights(self) -> dict:
        """What the doors take."""
        scope = self.cleaned_data["patient_scope"]
        places = list(self.cleaned_data["locations"]) if scope == "locations" else []
        return {"duties": self.cleaned_data["duties"], "patient_scope": scope, "locations": places}


class InviteForm(RightsForm):
    email = EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    field_order = ["email", "duties", "patient_scope", "locations"]


class DeactivateForm(DoorForm):
    """Asks for another last resort where the person is it, and about the provider whose login this is."""

    last_resort = forms.ModelChoiceField(
        label=_("Last resort"),
        queryset=None,
        empty_label=_("Choose a person"),
        error_messages={"required": _("Choose who takes that over.")},
        help_text=_("Receives messages that no department and no named provider can take."),
    )

    end_provider = forms.BooleanField(
        required=False, initial=True, help_text=_("No new times are offered; visits already booked stay.")
    )

    def __init__(self, *args, colleagues, asks, provider, **kwargs):
        super().__init__(*args, **kwargs)
        if provider:
            self.fields["end_provider"].label = _("Also end %(name)s on the schedule") % {"name": provider}
        else:
            del self.fields["end_provider"]
        if asks:
            self.fields["last_resort"].queryset = colleagues
            # Where nobody is left to take over, the door says why nobody may leave.
            self.fields["last_resort"].required = colleagues.exists()
        else:
            del self.fields["last_resort"]

    def wanted(self) -> dict:
        """What the door takes."""
        return {name: self.cleaned_data.get(name) for name in ("last_resort", "end_provider")}


class JoinForm(DoorForm):
    """A new login's name and password; the address is known already."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = new_password_field()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        check_new_password(self, self.user)
        return super().clean()
