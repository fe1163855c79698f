"""Forms about the portal's settings and texts."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from practice.http import DoorForm
from practice.models.settings import NO_PREFERENCE

ROUNDING = [
    (0, _("Each visit type's own steps")),
    (15, _("Every 15 minutes")),
    (30, _("Every 30 minutes")),
    (60, _("On the hour")),
]


class SettingsForm(DoorForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    requests_on = forms.BooleanField(
        label=_("Turn on Appointment Requests"),
        required=False,
        help_text=_("Patients pick times they would like; your staff approve or decline."),
    )
    horizon_days = forms.IntegerField(
        label=_("How far ahead patients may look, in days"), min_value=1, max_value=730, help_text=_("1 to 730.")
    )
    notice_hours = forms.IntegerField(
        label=_("Minimum hours ahead"),
        min_value=0,
        max_value=2160,
        help_text=_("The soonest a visit can begin, counted from now. 0 to 2160."),
    )
    rounding = forms.TypedChoiceField(label=_("Start times"), choices=ROUNDING, coerce=int)
    no_preference = forms.ChoiceField(
        label=_("Who may choose No Preference instead of a provider"),
        choices=NO_PREFERENCE.items(),
        help_text=_("The visit goes to the provider with the fewest visits that day."),
    )
    answer_promise = forms.CharField(
        label=_("When you answer"),
        max_length=160,
        required=False,
        help_text=_("Patients read it under each message: We answer within one business day."),
    )
    last_resort = forms.ModelChoiceField(
        label=_("Last resort"),
        queryset=None,
        empty_label=_("Choose a person"),
        help_text=_("Receives messages that no department and no named provider can take."),
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_resort"].queryset = colleagues

    def on_top_of(self, row) -> "SettingsForm":
        """This form again after somebody else saved: what was typed, their version, and each difference beside it."""
        data = self.data.copy()
        data["version"] = row.version
        again = SettingsForm(data, colleagues=self.fields["last_resort"].queryset)
        again.is_valid()
        again.add_error(None, _("Somebody else saved these settings meanwhile. Save again to put yours in place."))
        for name, value in self.wanted().items():
            if name != "version" and value != getattr(row, name):
                again.add_error(name, gettext("Saved by the other: %(value)s") % {"value": again.spoken(row, name)})
        return again

    def spoken(self, row, name: str) -> str:
        """A saved value in the words of the form."""
        value = getattr(row, name)
        if isinstance(value, bool):
            return gettext("on") if value else gettext("off")
        choices = dict(getattr(self.fields[name], "choices", ())) if name in ("rounding", "no_preference") else {}
        return str(choices.get(value, "—" if value in (None, "") else value))

    def wanted(self) -> dict:
        """What the door takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "request_key"}


class TermsForm(DoorForm):
    body = forms.CharField(
        label=_("Text"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Plain text; an empty line begins a new paragraph."),
    )
