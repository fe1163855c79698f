"""Shapes of what patients send about a visit that stands. What a rule refuses comes back from the doors."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.heeding import HeedingForm
from practice.forms.fields import TypedDateField
from practice.models.places import WEEKDAYS
from scheduling.models import PARTS, REASON_LENGTH
from scheduling.preferences import Preferences


class ChangeForm(HeedingForm):
    """Why a visit should be moved or cancelled, for whoever wants to say it; `replaces` an earlier request about it."""

    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        required=False,
        strip=True,
        help_text=_("The practice's staff read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PreferencesForm(forms.Form):
    """When it suits, for whoever names no times (D3). Everything may be left out; all of it empty says nothing."""

    prefix = "suits"
    NAMES = ("weekdays", "part", "from", "until")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["weekdays"] = forms.TypedMultipleChoiceField(
            label=_("Days"), choices=WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["part"] = forms.ChoiceField(
            label=_("Time of day"),
            choices=[("", _("Any time")), *PARTS.items()],
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields["from"] = TypedDateField(label=_("From"), required=False)
        self.fields["until"] = TypedDateField(label=_("Until"), required=False)

    @property
    def said(self) -> Preferences:
        """What the door takes, of a valid form."""
        found = self.cleaned_data
        return Preferences(tuple(found["weekdays"]), found["part"], found["from"], found["until"])

    @classmethod
    def saying(cls, wanted: Preferences) -> list[tuple[str, str]]:
        """The names and values with which the form says this."""
        given = (wanted.weekdays, [wanted.part], [wanted.first_day], [wanted.last_day])
        said = [(name, value) for name, values in zip(cls.NAMES, given, strict=True) for value in values]
        return [(f"{cls.prefix}-{name}", str(value)) for name, value in said if value not in ("", None)]

    def pairs(self) -> list[tuple[str, str]]:
        """What was answered, as names and values that travel with the next pages."""
        given = {name: self[name].data or () for name in self.NAMES}
        values = {name: [value] if isinstance(value, str) else list(value) for name, value in given.items()}
        return [(self.add_prefix(name), value) for name in self.NAMES for value in values[name] if value]
