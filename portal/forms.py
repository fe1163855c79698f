"""Forms of the pages about one patient: shape and type only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.fields import EmailField, PhoneField, TypedDateField
from practice.http import DoorForm
from practice.models.patients import PATIENT_STATUSES, RELATIONSHIPS
from practice.selectors.patients import LANGUAGES

_GUARDIANS = {word: label for word, label in RELATIONSHIPS.items() if word != "self"}


class DetailsForm(DoorForm):
    """What is known of a patient."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    born_on = TypedDateField(label=_("Birth date"))
    record_number = forms.CharField(label=_("Record number"), max_length=40, required=False)
    email = EmailField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    home_location = forms.ModelChoiceField(
        label=_("Home location"), queryset=None, required=False, empty_label=_("Not set")
    )
    primary_provider = forms.ModelChoiceField(
        label=_("Primary provider"), queryset=None, required=False, empty_label=_("Not set")
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES.items())

    def __init__(self, *args, locations, providers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["home_location"].queryset = locations
        self.fields["primary_provider"].queryset = providers

    def facts(self) -> dict:
        """What was filled in about the patient, as arguments of a door."""
        return {name: self.cleaned_data[name] for name in DetailsForm.base_fields if name != "request_key"}


class AddPatientForm(DetailsForm):
    """A new patient, and in the same go a first guardian."""

    contact_name = forms.CharField(label=_("Guardian's name"), max_length=120, required=False)
    contact_relationship = forms.ChoiceField(
        label=_("Relationship"), choices=[("", _("Choose")), *_GUARDIANS.items()], required=False
    )
    contact_email = EmailField(label=_("Guardian's e-mail"), required=False)
    contact_phone = PhoneField(label=_("Guardian's phone"), required=False)
    another_person = forms.BooleanField(label=_("This is another person"), required=False)

    def clean(self):
        cleaned = super().clean()
        about = {name: cleaned.get(f"contact_{name}") for name in ("name", "relationship", "email", "phone")}
        if any(about.values()):
            for name in ("name", "relationship"):
                if not about[name] and f"contact_{name}" not in self.errors:
                    self.add_error(f"contact_{name}", _("Please fill this in to add the guardian."))
        return cleaned

    def facts(self) -> dict:
        """The arguments of `add_patient`."""
        given = self.cleaned_data
        contact = {name: given[f"contact_{name}"] for name in ("name", "relationship", "email", "phone")}
        return super().facts() | {
            "contact": contact if contact["name"] else None,
            "another_person": given["another_person"],
            "request_key": given["request_key"],
        }


class EditPatientForm(DetailsForm):
    status = forms.ChoiceField(label=_("Status"), choices=PATIENT_STATUSES.items())

    def facts(self) -> dict:
        """The arguments of `edit_patient`."""
        return super().facts() | {"status": self.cleaned_data["status"]}


class ContactForm(DoorForm):
    """A guardian or relative."""

    name = forms.CharField(label=_("Name"), max_length=120)
    relationship = forms.ChoiceField(label=_("Relationship"), choices=_GUARDIANS.items())
    email = EmailField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES.items())

    @property
    def key(self):
        return self.cleaned_data["request_key"]

    def facts(self) -> dict:
        """What was filled in, as arguments of a door."""
        return {name: value for name, value in self.cleaned_data.items() if name != "request_key"}
