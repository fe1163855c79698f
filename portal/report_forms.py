"""The days that a report or a list is about."""

from datetime import date, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from portal.reports import LONGEST
from practice.forms.fields import TypedDateField

CHECK_YEAR = _("Please check the year.")
OF_OUR_TIME = [MinValueValidator(date(2000, 1, 1), CHECK_YEAR), MaxValueValidator(date(2099, 12, 31), CHECK_YEAR)]
NO_DATE = {"invalid": _("Please write it like 11/24/2026."), "required": _("Please choose a date.")}


class DaysForm(forms.Form):
    """A question, not an act: it is asked by GET. Both days are included."""

    first_day = TypedDateField(label=_("Start Date"), validators=OF_OUR_TIME, error_messages=NO_DATE)
    last_day = TypedDateField(label=_("End Date"), validators=OF_OUR_TIME, error_messages=NO_DATE)

    def clean(self):
        said = super().clean()
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("It ends before it begins."))
        elif first and last and last - first >= timedelta(days=LONGEST):
            self.add_error("last_day", _("At most a year at once, please."))
        return said

    @staticmethod
    def query(days: tuple[date, date]) -> dict[str, str]:
        """The days as an address says them."""
        return {"first_day": days[0].isoformat(), "last_day": days[1].isoformat()}


class AddressForm(forms.Form):
    """What a list of patients is narrowed to by their e-mail addresses."""

    email = forms.CharField(label=_("E-mail contains"), required=False, max_length=120)
    duplicates = forms.BooleanField(label=_("Duplicates: shared by several patients"), required=False)
    without = forms.BooleanField(label=_("Patients without e-mail"), required=False)

    def asked(self) -> dict:
        """What was chosen; what cannot have been chosen counts as not chosen."""
        said = self.cleaned_data if self.is_valid() else {}
        email = "".join(said.get("email", "").replace("\0", "").split()).lower()
        return {"email": email, "duplicates": said.get("duplicates", False), "without": said.get("without", False)}

    def query(self) -> dict[str, str]:
        """The same as an address says it."""
        asked = self.asked()
        return {name: "1" if value is True else value or "" for name, value in asked.items()}
