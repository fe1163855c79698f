"""Forms of registration: shape and type only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.access import LEVELS
from practice.forms.accounts import check_new_password, new_password_field
from practice.forms.fields import EmailField, TypedDateField
from practice.http import DoorForm
from practice.models import User
from practice.models.patients import RELATIONSHIPS


class InviteForm(DoorForm):
    """Whom to invite to act for a patient."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = EmailField(label=_("E-mail"))
    relationship = forms.ChoiceField(label=_("Relationship to the patient"), choices=RELATIONSHIPS.items())
    level = forms.ChoiceField(
        label=_("Access"),
        choices=LEVELS.items(),
        initial="full",
        help_text=_("Full and limited read and write messages; booking only asks for appointments and sees them."),
    )


class BirthDateForm(DoorForm):
    """The one thing a stranger who found the link would not know."""

    born_on = TypedDateField(label=_("Birth date of the patient"))


class BirthDateAndPinForm(BirthDateForm):
    """Where the practice gave a PIN as well."""

    pin = forms.CharField(
        label=_("PIN"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AnswerForm(DoorForm):
    """The answer to the question that was agreed on at the practice."""

    answer = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, question: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = question


class AcceptForm(DoorForm):
    """Somebody who has a login already."""

    terms = forms.BooleanField(
        label=_("I accept the terms"), error_messages={"required": _("Please accept the terms to go on.")}
    )


class NewLoginForm(AcceptForm):
    """Somebody who has none; the address is the one the invitation went to."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = new_password_field()
    field_order = ["name", "password", "terms"]

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self):
        check_new_password(self, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return super().clean()


class MyDetailsForm(DoorForm):
    """What the practice calls me."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
