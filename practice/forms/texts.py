"""The form that names a number."""

from practice.forms.fields import PhoneField
from practice.http import DoorForm


class NumberForm(DoorForm):
    phone = PhoneField(label="")
