"""Forms of the schedule: booking, moving and cancelling a visit. What a rule refuses comes back from the doors."""

from datetime import date, datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext, gettext_lazy as _

from practice import clock
from practice.forms.fields import TimeOfDayField, TypedDateField
from practice.http import DoorForm

CHECK_YEAR = _("Please check the year.")


class SearchForm(forms.Form):
    """Who the visit is for."""

    q = forms.CharField(label=_("Patient"), required=False, max_length=120)


class WhenForm(forms.Form):
    """A time with a provider at a location. With one location only, nobody is asked which."""

    date = TypedDateField(
        label=_("Date"),
        validators=[MinValueValidator(date(2000, 1, 1), CHECK_YEAR), MaxValueValidator(date(2099, 12, 31), CHECK_YEAR)],
    )
    time = TimeOfDayField(
        label=_("Time"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("8:15 am")}),
    )
    provider = forms.ModelChoiceField(label=_("Provider"), queryset=None, empty_label=_("Choose a provider"))
    location = forms.ModelChoiceField(label=_("Location"), queryset=None, empty_label=None)

    def __init__(self, *args, providers, locations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset, self.fields["location"].queryset = providers, locations
        self.only_place = locations[0] if len(locations) == 1 else None
        if self.only_place:
            del self.fields["location"]

    @property
    def place(self):
        """The location of a valid form."""
        return self.only_place or self.cleaned_data["location"]

    @property
    def starts_at(self) -> datetime:
        """The moment a valid form means, on the clock of its location."""
        return clock.instant(self.cleaned_data["date"], self.cleaned_data["time"], self.place.zone)


class OverrideForm(DoorForm):
    """A form whose time may be refused for a reason that a permission and a sentence overrule.

    The field for that sentence appears once the time was refused, for whoever may; others read whom to ask.
    """

    override = forms.CharField(
        label=_("Reason for a time outside the hours"),
        max_length=200,
        required=False,
        strip=True,
        help_text=_("It is kept in the visit's history; patients do not see it."),
    )

    def __init__(self, *args, may_override: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_override = may_override

    @property
    def whom_to_ask(self) -> str:
        """For whoever may not overrule it."""
        if self.may_override or not self._overrulable:
            return ""
        return gettext("Somebody with the Administration duty can place the visit there all the same.")

    @property
    def _overrulable(self) -> bool:
        return self.refusal is not None and self.refusal.code in ("outside_hours", "slot_requested")

    def submit(self, call):
        if not self.may_override:
            del self.fields["override"]
        done = super().submit(call)
        if self.may_override and not self._overrulable and not self["override"].value():
            del self.fields["override"]
        elif self.may_override and self._overrulable and self.refusal.code == "slot_requested":
            self["override"].label = gettext("Reason for taking a time that was asked for")
        return done


class MoveForm(WhenForm, OverrideForm):
    """Where a visit goes, and how long it takes there."""

    minutes = forms.IntegerField(label=_("Minutes"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time"].widget.attrs["list"] = "free-times"

    @property
    def goal(self) -> tuple:
        """When, with whom, where and how long, of a valid form."""
        return self.starts_at, self.cleaned_data["provider"], self.place, self.cleaned_data["minutes"]

    def facts(self) -> dict:
        """What the door takes."""
        facts = dict(zip(("starts_at", "provider", "location", "minutes"), self.goal, strict=True))
        return {**facts, "override": self.cleaned_data.get("override", "")}


class BookForm(OverrideForm):
    """What is booked for a patient at the chosen time. Who has active cases is asked for which one, or for none."""

    NO_CASE = "none"

    visit_type = forms.ChoiceField(label=_("Visit type"), widget=forms.RadioSelect)
    case = forms.ChoiceField(label=_("Case"), widget=forms.RadioSelect)

    def __init__(self, *args, visit_types, fitting, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {"visit_type": visit_types, "case": cases}
        self.fields["visit_type"].choices = [(str(row.pk), _named(row, row in fitting)) for row in visit_types]
        self.fields["case"].choices = [*((str(row.pk), row.name) for row in cases), (self.NO_CASE, _("No case"))]
        if len(cases) == 1:
            self.initial["case"] = str(cases[0].pk)
        if not cases:
            del self.fields["case"]

    def chosen(self, name: str):
        """The row behind the value of a valid form; None for no case."""
        return next((row for row in self.rows[name] if str(row.pk) == self.cleaned_data.get(name)), None)


def _named(visit_type, fits: bool) -> str:
    said = {"name": visit_type.name, "n": visit_type.minutes}
    if fits:
        return gettext("%(name)s, %(n)s minutes") % said
    return gettext("%(name)s, %(n)s minutes (does not fit here)") % said


class CancelForm(DoorForm):
    """Why a visit is cancelled, as its history keeps it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, strip=True, error_messages={"required": _("Write why it is cancelled.")}
    )
