"""A week of hours as seven lines of text, and a stretch of days that may begin and end within a day."""

import zoneinfo
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext, gettext_lazy as _

from practice import hours
from practice.http import DoorForm
from practice.models.places import MINUTES_A_DAY, WEEKDAYS

# The zones of the United States first, as most practices of this product are there; then all others.
USUAL_ZONES = {
    "America/New_York": _("Eastern (New York)"),
    "America/Chicago": _("Central (Chicago)"),
    "America/Denver": _("Mountain (Denver)"),
    "America/Phoenix": _("Arizona (Phoenix)"),
    "America/Los_Angeles": _("Pacific (Los Angeles)"),
    "America/Anchorage": _("Alaska (Anchorage)"),
    "Pacific/Honolulu": _("Hawaii (Honolulu)"),
}


def zone_choices() -> list:
    """Time zones to choose from, in two groups."""
    others = sorted(name for name in zoneinfo.available_timezones() if "/" in name and name not in USUAL_ZONES)
    known = [(name, name.replace("_", " ")) for name in others if not name.startswith("Etc/")]
    return [(gettext("Usual"), list(USUAL_ZONES.items())), (gettext("All"), known)]


class HoursField(forms.CharField):
    """One day's hours as people write them; empty means closed. Cleans to stretches of minutes."""

    def __init__(self, **options):
        super().__init__(required=False, max_length=200, **options)

    def clean(self, value):
        try:
            return hours.parse(super().clean(value))
        except hours.NotHoursError as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value):
        return hours.spell(value) if isinstance(value, list) else value


class WeekForm(DoorForm):
    """Seven fields `day_0` to `day_6`, and `week` among the cleaned data."""

    def __init__(self, *args, week=None, **kwargs):
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS:
            widget = forms.TextInput(attrs={"autocomplete": "off", "placeholder": gettext("Closed")})
            self.fields[f"day_{number}"] = HoursField(label=name, widget=widget, initial=(week or {}).get(number, []))

    def days(self):
        """The seven fields in order, for the template."""
        return [self[f"day_{number}"] for number, _name in WEEKDAYS]

    def week(self) -> dict[int, list[tuple[int, int]]]:
        """Weekday to stretches, of a valid form."""
        return {number: self.cleaned_data[f"day_{number}"] for number, _name in WEEKDAYS}


def _day(label, **options) -> forms.DateField:
    """A day that a calendar of this century shows; what is years off is a slip of the keyboard."""
    said = _("Please check the year.")
    limits = [MinValueValidator(date(2000, 1, 1), said), MaxValueValidator(date(2099, 12, 31), said)]
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=limits, **options)


class SpanForm(DoorForm):
    """From a day to a day; whole days unless times are given."""

    first_day = _day(_("First day"))
    last_day = _day(_("Last day"), required=False)
    part = HoursField(label=_("Hours"), help_text=_("Empty is the whole day; else 12:00 pm – 5:00 pm."))
    reason = forms.CharField(label=_("Reason"), max_length=120, required=False)

    def clean(self):
        cleaned = super().clean()
        if len(cleaned.get("part") or []) > 1:
            self.add_error("part", gettext("Write one stretch; add another one for a second."))
        return cleaned

    def span(self) -> dict:
        """What the doors take: days and minutes."""
        start, end = (self.cleaned_data["part"] or [(0, MINUTES_A_DAY)])[0]
        first = self.cleaned_data["first_day"]
        last = self.cleaned_data["last_day"] or first
        return {"first_day": first, "last_day": last, "from_minute": start, "until_minute": end}
