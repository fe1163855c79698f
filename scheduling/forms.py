"""Forms of this app: shape and type only. What a rule refuses comes back from the doors."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.http import DoorForm
from scheduling.models import REASON_LENGTH

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


class SendRequestForm(DoorForm):
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
    """What the decision panel sends; the panel draws its own fields and takes one sentence of what is wrong."""

    @property
    def first_error(self) -> str:
        return next((error for errors in self.errors.values() for error in errors), "")


class ApproveForm(DecisionForm):
    """Which of the times, as the panel wrote it."""

    time = forms.CharField(
        label=_("Time"), max_length=80, error_messages={"required": _("Choose a time, then approve.")}
    )


class DeclineForm(DecisionForm):
    """The reason is what the patient reads, so there must be one."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, error_messages={"required": _("Please tell the patient why.")}
    )


def read_id(value) -> UUID | None:
    """The id a value stands for, or None, which no row has."""
    try:
        return UUID(str(value))
    except ValueError:
        return None
