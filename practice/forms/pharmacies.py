"""The form about a pharmacy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.fields import PhoneField
from practice.http import DoorForm
from practice.models.chart import LINE_LENGTH, NAME_LENGTH


class PharmacyForm(DoorForm):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    address = forms.CharField(label=_("Address"), max_length=LINE_LENGTH, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    FACTS = ("name", "address", "phone")

    def facts(self) -> dict:
        """What the doors take."""
        return {name: self.cleaned_data[name] for name in self.FACTS}
