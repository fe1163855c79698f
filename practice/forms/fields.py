"""Fields for what people write down in many ways: phone numbers, addresses, dates."""

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from practice import hours
from practice.accounts import canonical
from practice.selectors.patients import read_date


class PhoneField(forms.CharField):
    """A phone number in any usual spelling; gives `+15550104400`, or "" when it is empty.

    Only what cannot be a number is refused: which numbers are in use changes faster than any table (settled 33).
    """

    default_error_messages = {"invalid": _("Please check this phone number: it does not look complete.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)

    def prepare_value(self, value):
        """A stored number is shown as people here write it; a foreign one with its country."""
        if not value or not hasattr(value, "as_national"):
            return value
        at_home = phonenumbers.country_code_for_region(settings.PHONENUMBER_DEFAULT_REGION)
        return value.as_national if value.country_code == at_home else value.as_international

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return ""
        try:
            number = phonenumbers.parse(value, settings.PHONENUMBER_DEFAULT_REGION)
        except phonenumbers.NumberParseException as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        # Without an area code a number is possible too, but only for who dials from next door.
        if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class EmailField(forms.EmailField):
    """An e-mail address no longer than the database keeps; mail knows no longer ones either.

    However it is typed, it comes out in the one form in which addresses are stored and compared (X31).
    """

    def __init__(self, **kwargs):
        super().__init__(max_length=254, **kwargs)

    def to_python(self, value):
        return canonical(super().to_python(value))


class TypedDateInput(forms.DateInput):
    """A picker of dates. What is no date stands in a plain box as it was typed: a picker would drop it."""

    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")

    def format_value(self, value):
        found = read_date(value) if isinstance(value, str) else None
        return found.isoformat() if found else super().format_value(value)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and read_date(shown) is None:
            context["widget"]["type"] = "text"
        return context


class TypedDateField(forms.DateField):
    """A date picked, or typed in one of the spellings people use here."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", TypedDateInput())
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, str) and (found := read_date(value)):
            return found
        return super().to_python(value)


class TimeOfDayField(forms.CharField):
    """A time of day as people write it (`8:15 am`, `8:15`, `14:30`); cleans to minutes from midnight."""

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        try:
            return hours.read_time(value)
        except hours.NotHoursError as error:
            raise ValidationError(str(error), code="invalid") from error
