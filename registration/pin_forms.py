"""Forms of those who come with a PIN: shape and type only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.accounts import check_new_password, new_password_field
from practice.forms.fields import EmailField, TypedDateField
from practice.http import DoorForm
from practice.models import User
from practice.models.patients import RELATIONSHIPS

WHOSE = {"self": _("Myself"), "child": _("A child")}
RELATIVES = [(word, said) for word, said in RELATIONSHIPS.items() if word != "self"]


def _pin_field() -> forms.CharField:
    attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    return forms.CharField(
        label=_("PIN"), max_length=20, widget=forms.TextInput(attrs=attrs), help_text=_("Eight letters and digits.")
    )


def _relative_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Relationship to the child"), choices=RELATIVES)


def _terms_field() -> forms.BooleanField:
    missing = {"required": _("Please accept the terms to go on.")}
    return forms.BooleanField(label=_("I accept the terms"), error_messages=missing)


class PinForm(DoorForm):
    """What stands on the paper, and what does not."""

    whose = forms.ChoiceField(label=_("Who is it for?"), choices=WHOSE.items(), widget=forms.RadioSelect)
    pin = _pin_field()
    born_on = TypedDateField(label=_("Birth date"), help_text=_("Of the patient: yours, or the child's."))


class ComeForm(DoorForm):
    """Somebody who is signed in already. A relationship is asked only of who comes for a child."""

    relationship = _relative_field()
    terms = _terms_field()

    def __init__(self, *args, whose: str, **kwargs):
        super().__init__(*args, **kwargs)
        if whose == "self":
            del self.fields["relationship"]

    def facts(self) -> dict:
        """What the door takes of it."""
        known = ("name", "password", "email", "username", "relationship")
        return {name: self.cleaned_data[name] for name in known if name in self.cleaned_data}


class NewcomerForm(ComeForm):
    """Somebody without a login. Who has no e-mail address signs in with a user name."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = EmailField(label=_("E-mail"), required=False)
    username = forms.RegexField(
        label=_("User name"),
        regex=r"^[A-Za-z0-9._-]{3,60}$",
        required=False,
        help_text=_("Only if you have no e-mail: you sign in with it. Letters, digits, dots and dashes."),
        error_messages={"invalid": _("Three to 60 letters, digits, dots and dashes.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = new_password_field()
    field_order = ["relationship", "name", "email", "username", "password", "terms"]

    def clean(self):
        said = super().clean()
        email, username = said.get("email"), said.get("username")
        if not email and not username and not {"email", "username"} & self.errors.keys():
            self.add_error("email", _("An e-mail address, or a user name if you have none."))
        if email and username:
            self.add_error("username", _("Leave this empty: you sign in with your e-mail."))
        check_new_password(self, User(email=email or None, username=username or None, name=said.get("name", "")))
        return said


class AddChildForm(DoorForm):
    """Another child for somebody who is in already: birth date and PIN."""

    born_on = TypedDateField(label=_("Birth date"), help_text=_("Of the child."))
    pin = _pin_field()
    relationship = _relative_field()
    terms = _terms_field()
