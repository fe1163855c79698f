"""Forms in which patients write: what sounds like an emergency is sent only once its writer was told to call (X45)."""

from django import forms

from messaging.words import EMERGENCY, NOT_FOR_EMERGENCIES
from practice.http import DoorForm


class HeedingForm(DoorForm):
    """A form whose door takes `acknowledged`: the emergency words that its writer was warned of and sends anyway.

    `Send anyway` is a button that carries them; other words than those are warned of anew.
    """

    emergency_sentence = NOT_FOR_EMERGENCIES

    acknowledged = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_acknowledged(self) -> list[str]:
        return [phrase for phrase in self.cleaned_data["acknowledged"].split("|") if phrase]

    @property
    def emergency(self) -> str:
        """What `Send anyway` carries; empty where nothing is to be warned of."""
        return "|".join(self.refusal.extra["words"]) if self.refusal and self.refusal.code == EMERGENCY else ""

    @property
    def refused_status(self) -> int:
        """409 where a rule says no; 422 where something has to be put right, or to be sent anyway."""
        return 409 if self.refusal and not self.emergency else 422
