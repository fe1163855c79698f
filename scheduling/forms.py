"""Forms of this app: shape and type only. What a rule refuses comes back from the doors."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.heeding import HeedingForm
from practice.http import DoorForm
from scheduling.calendar import NOTE_LENGTH
from scheduling.models import REASON_LENGTH

ANY = "any"
UNTICK = _("Fill this in, or untick “My insurance has changed”.")


class StepForm(forms.Form):
    """One question with one answer among a few."""

    def __init__(self, name: str, label: str, options: list[tuple[str, str]], chosen: str = "", error: str = ""):
        super().__init__({name: chosen} if error else None, initial={name: chosen})
        self.fields[name] = forms.ChoiceField(
            label=label, choices=options, widget=forms.RadioSelect, error_messages={"required": error}
        )
        if error and self.is_valid():  # the only answer there is comes chosen, and has to be confirmed
            self.add_error(name, error)


class SendRequestForm(HeedingForm):
    """The last page of `Request an Appointment`: what the practice should know. The choices travel beside it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        required=False,
        strip=True,
        help_text=_("What should we know before the visit? The practice's staff read this."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    insurance_changed = forms.BooleanField(label=_("My insurance has changed"), required=False)
    company = forms.CharField(label=_("Insurance company"), max_length=120, error_messages={"required": UNTICK})
    member_number = forms.CharField(label=_("Member number"), max_length=60, error_messages={"required": UNTICK})
    group_number = forms.CharField(label=_("Group number"), max_length=60, required=False)

    CARRIED = ("reason", "insurance_changed", "company", "member_number", "group_number", "request_key")
    use_required_attribute = False  # the insurance is needed only where the box above it is ticked

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and not self.data.get("insurance_changed"):
            self.fields["company"].required = self.fields["member_number"].required = False

    @property
    def insurance(self) -> dict | None:
        """The new insurance as the door takes it, or None when nothing changed."""
        if not self.cleaned_data["insurance_changed"]:
            return None
        return {name: self.cleaned_data[name] for name in ("company", "member_number", "group_number")}


class DecisionForm(DoorForm):
    """What the decision panel sends. The panel draws its own fields, so it takes text and complaints by field."""

    BESIDE = {}  # where a complaint of a door goes that names no field of this form

    @property
    def typed(self) -> dict:
        """What was sent, as it was sent."""
        return {name: self.data.get(name, "") for name in self.fields}

    @property
    def complaints(self) -> dict:
        """The first thing that is wrong with each field; under `all` what is wrong with none of them."""
        found = {("all" if name == "__all__" else name): errors[0] for name, errors in self.errors.items()}
        field = self.BESIDE.get(self.refusal.field) if self.refusal else None
        return {field: self.refusal.message} if field else found


class ApproveForm(DecisionForm):
    """Which of the times, as the panel wrote it, why it is outside the hours where it is, and a word to the patient."""

    time = forms.CharField(
        label=_("Time"), max_length=80, error_messages={"required": _("Choose a time, then approve.")}
    )
    override = forms.CharField(max_length=NOTE_LENGTH, required=False)
    approve_note = forms.CharField(max_length=REASON_LENGTH, required=False)  # `note` is that of other times offered

    def __init__(self, *args, timeless: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time"].required = not timeless  # cancelling a visit needs none


class ProposeForm(DecisionForm):
    """Up to three times, as the panel wrote them, and a word to the patient."""

    times = forms.MultipleChoiceField(error_messages={"required": _("Choose at least one time to offer.")})
    note = forms.CharField(max_length=REASON_LENGTH, required=False)

    BESIDE = {"time": "times"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["times"].valid_value = _is_text

    @property
    def typed(self) -> dict:
        return {**super().typed, "times": self.data.getlist("times")}


class DeclineForm(DecisionForm):
    """The reason is what the patient reads, so there must be one."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, error_messages={"required": _("Please tell the patient why.")}
    )


class EditForm(DoorForm):
    """What a request asks for, as staff correct it. `rows` are those to choose from by field."""

    case = forms.ChoiceField(label=_("Case"))
    visit_type = forms.ChoiceField(label=_("Visit type"))
    location = forms.ChoiceField(label=_("Location"))
    provider = forms.ChoiceField(label=_("Provider"))

    FIELDS = ("case", "visit_type", "location", "provider")

    def __init__(self, *args, asked, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        if not asked.practice.settings.use_cases:  # the one case there is stays
            del self.fields["case"]
            self.rows = {**rows, "case": [asked.case]}
        for name in self.fields.keys() & set(self.FIELDS):
            anybody = [(ANY, _("Any available provider"))] if name == "provider" else []
            self.fields[name].choices = anybody + [(str(row.pk), _named(row)) for row in rows[name]]
            now = getattr(asked, name)
            self.initial[name] = str(now.pk) if now else ANY

    def facts(self) -> dict:
        """What the door takes, from a valid form."""
        chosen = {"case": str(self.rows["case"][0].pk), **self.cleaned_data}
        return {name: self._row(name, chosen[name]) for name in self.FIELDS}

    def _row(self, name: str, pk: str):
        return next((row for row in self.rows[name] if str(row.pk) == pk), None)


def _is_text(_value) -> bool:
    """Whether it names a time is for whoever reads it to say."""
    return True


def _named(row) -> str:
    minutes = getattr(row, "minutes", None)
    return _("%(name)s, %(n)s minutes") % {"name": row.name, "n": minutes} if minutes else row.name
