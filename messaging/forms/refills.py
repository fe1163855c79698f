"""The form that asks for refills."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging import refills
from messaging.forms.topics import TopicForm
from messaging.services.refills import NAME_LENGTH, NOTE_LENGTH, PLACE_LENGTH


class RefillForm(TopicForm):
    """A refill as patients ask for it. Lines that ended meanwhile are still understood: the door flags them."""

    template = "messaging/patient/_refill_fields.html"

    medications = forms.ModelMultipleChoiceField(
        label=_("Medication"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("This is not on the medication list.")},
    )
    other = forms.CharField(
        label=_("Another medication"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Type the name of the medication.")},
        help_text=_("One that is not on the list: the practice checks it with you first."),
    )
    pharmacy = forms.ModelChoiceField(
        label=_("Pharmacy"),
        queryset=None,
        empty_label=_("Another one, typed below"),
        error_messages={
            "required": _("Choose a pharmacy, or type its name and town."),
            "invalid_choice": _("This pharmacy is closed. Choose another."),
        },
    )
    other_pharmacy = forms.CharField(
        label=_("Another pharmacy"),
        max_length=PLACE_LENGTH,
        required=False,
        error_messages={"required": _("Type the name and town of the pharmacy.")},
        help_text=_("Its name and town. What stands here counts, whatever is chosen above."),
    )
    body = forms.CharField(
        label=_("Note"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": NOTE_LENGTH}),
    )

    def __init__(self, *args, actor, patient, **kwargs):
        super().__init__(*args, actor=actor, patient=patient, **kwargs)
        self.offer = refills.offer(actor, patient)
        self.fields["medications"].queryset = self.offer.lines
        pharmacy = self.fields["pharmacy"]
        pharmacy.queryset = self.offer.pharmacies
        pharmacy.choices = _grouped(pharmacy.empty_label, list(self.offer.pharmacies), self.offer.used)
        if self.offer.used:
            self.initial.setdefault("pharmacy", self.offer.used[0].pk)
        self.fields["other"].required = not self.offer.said  # where there is no list, nothing else can be chosen
        pharmacy.required = bool(self.offer.pharmacies) and not self.data.get("other_pharmacy", "").strip()
        self.fields["other_pharmacy"].required = not self.offer.pharmacies

    @property
    def lines(self) -> list[dict]:
        """The active lines of the list as the page draws them."""
        ticked = {str(pk) for pk in self["medications"].value() or []}
        return [line | {"checked": line["id"] in ticked and not line["closed"]} for line in self.offer.said]

    @property
    def several(self) -> bool:
        return len(self.cleaned_data["medications"]) + bool(self.cleaned_data["other"]) > 1

    def facts(self) -> dict:
        said = super().facts()
        said["note"] = said.pop("body")
        return said | {
            "medications": list(said["medications"]),
            "pharmacy": None if said["other_pharmacy"] else said["pharmacy"],
        }


def _grouped(empty: str, pharmacies: list, used: list) -> list:
    """Where the patient's medication was fetched before comes first."""
    named = [(one.pk, str(one)) for one in pharmacies if one not in used]
    if used:
        named = [(_("Used before"), [(one.pk, str(one)) for one in used]), *([(_("Others"), named)] if named else [])]
    return [*named, ("", empty)]
