"""Forms about the portal's settings and texts."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from practice.http import DoorForm
from practice.models.settings import EMAIL_POLICIES, NO_PREFERENCE, PENDING_HOLDS, PIN_DAYS, PIN_USES, REQUEST_WAYS

ROUNDING = [
    (0, _("Each visit type's own steps")),
    (15, _("Every 15 minutes")),
    (30, _("Every 30 minutes")),
    (60, _("On the hour")),
]

CHOSEN = ("rounding", "no_preference", "pending_holds", "request_ways", "pin_days", "pin_uses", "email_policy")


def _or_none(choices: dict) -> list[tuple]:
    """Choices of which one is None, as a form sends it."""
    return [("" if value is None else value, said) for value, said in choices.items()]


class SettingsForm(DoorForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    requests_on = forms.BooleanField(
        label=_("Turn on Appointment Requests"),
        required=False,
        help_text=_("Patients pick times they would like; your staff approve or decline."),
    )
    # Sent by a second button: what cannot be turned on yet is saved as not live.
    planned = forms.BooleanField(required=False, widget=forms.HiddenInput)
    use_cases = forms.BooleanField(
        label=_("Patients choose a case first"),
        required=False,
        help_text=_("Without it every patient may ask for every visit type, and nobody is asked for a case."),
    )
    case_word = forms.CharField(
        label=_("What patients call a case"),
        max_length=30,
        required=False,
        help_text=_("Case when left empty; Treatment or Course, for example."),
    )
    provider_word = forms.CharField(
        label=_("What patients call a provider"),
        max_length=30,
        required=False,
        help_text=_("Provider when left empty; Doctor or Therapist, for example."),
    )
    request_ways = forms.MultipleChoiceField(
        label=_("How patients say when"),
        choices=REQUEST_WAYS.items(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They pick up to three free times, name days and parts of a day, or take the next you have."),
        error_messages={"required": _("Choose at least one of these.")},
    )
    open_requests_limit = forms.IntegerField(
        label=_("Open requests a patient may have"),
        min_value=1,
        max_value=20,
        help_text=_("With 3, a fourth one is refused until you have answered. 1 to 20."),
    )
    horizon_days = forms.IntegerField(
        label=_("How far ahead patients may look, in days"),
        min_value=1,
        max_value=730,
        help_text=_("With 60, patients see times from today to 60 days from now. 1 to 730."),
    )
    notice_hours = forms.IntegerField(
        label=_("Minimum hours ahead"),
        min_value=0,
        max_value=2160,
        help_text=_("With 24, at noon patients see times from tomorrow noon on. 0 to 2160."),
    )
    rounding = forms.TypedChoiceField(
        label=_("Start times"),
        choices=ROUNDING,
        coerce=int,
        help_text=_("With “On the hour” patients see 9:00 and 10:00, and nothing between."),
    )
    no_preference = forms.ChoiceField(
        label=_("Who may choose No Preference instead of a provider"),
        choices=NO_PREFERENCE.items(),
        help_text=_("The visit goes to the provider with the fewest visits that day."),
    )
    pending_holds = forms.ChoiceField(
        label=_("Until you decide, a requested time is closed for"),
        choices=PENDING_HOLDS.items(),
        help_text=_(
            "Nobody: two families may ask for the same time. Other patients: they no longer see it, your staff may "
            "still book it. Everybody: your staff cannot book it for others either, unless an administrator says why."
        ),
    )
    hold_hours = forms.IntegerField(
        label=_("How long times you offer are kept, in hours"),
        min_value=1,
        max_value=336,
        help_text=_("With 48, patients have two days to take one of them; then the times are free again. 1 to 336."),
    )
    controlled_refills = forms.BooleanField(
        label=_("Patients may ask for controlled medication"),
        required=False,
        help_text=_("Without it, the refill form shows your phone number beside a controlled medication instead."),
    )
    refill_repeat_days = forms.IntegerField(
        label=_("Asked before, in days"),
        min_value=1,
        max_value=90,
        help_text=_("With 7, a refill asked for again within a week still reaches you, with a warning. 1 to 90."),
    )
    forward_gives_access = forms.BooleanField(
        label=_("Forwarding may give access"),
        required=False,
        help_text=_(
            "Staff may forward to colleagues without access to the patient, who then read and answer that conversation "
            "and see nothing else of the file. Without it they are refused."
        ),
    )
    email_policy = forms.ChoiceField(
        label=_("E-mail policy"),
        choices=EMAIL_POLICIES.items(),
        widget=forms.RadioSelect,
        help_text=_(
            "Strict: an address on the file of one patient is refused on another's, and a login that opens one record "
            "is refused a second. You can become strict once every login opens one record only."
        ),
    )
    pin_days = forms.TypedChoiceField(
        label=_("How long a PIN works"),
        choices=_or_none(PIN_DAYS),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("After that the family asks you for a new one. A new PIN always ends the one before."),
    )
    pin_uses = forms.TypedChoiceField(
        label=_("How many people may use one PIN"),
        choices=_or_none(PIN_USES),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("With “Two people” both parents can come with the same PIN."),
    )
    pin_in_message = forms.BooleanField(
        label=_("Send the PIN in the welcome message"),
        required=False,
        help_text=_("Without it the message holds the address of the portal only; you hand the PIN over yourselves."),
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
            if name not in ("version", "planned") and _plain(value) != _plain(self.saved(row, name)):
                again.add_error(name, gettext("Saved by the other: %(value)s") % {"value": again.spoken(row, name)})
        return again

    @staticmethod
    def saved(row, name: str):
        """A saved value as the form shows it: requests that are not live are wanted all the same."""
        return row.requests_on or row.requests_planned if name == "requests_on" else getattr(row, name)

    def spoken(self, row, name: str) -> str:
        """A saved value in the words of the form."""
        value = self.saved(row, name)
        if isinstance(value, bool):
            return gettext("on") if value else gettext("off")
        choices = dict(getattr(self.fields[name], "choices", ())) if name in CHOSEN else {}
        if isinstance(value, list):
            return ", ".join(str(choices[one]) for one in value)
        return str(choices.get("" if value is None else value, "—" if value in (None, "") else value))

    def wanted(self) -> dict:
        """What the door takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "request_key"}


def _plain(value):
    """What two values are compared by: the order of boxes means nothing."""
    return sorted(value) if isinstance(value, list) else value


class TermsForm(DoorForm):
    body = forms.CharField(
        label=_("Text"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Plain text; an empty line begins a new paragraph."),
    )
