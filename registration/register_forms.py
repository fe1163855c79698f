"""The form of registering somebody: shape and type only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.access import LEVELS
from practice.accounts import canonical
from practice.forms.fields import EmailField, PhoneField
from practice.http import DoorForm
from practice.models.patients import RELATIONSHIPS
from registration.models import CARRIERS, DELIVERIES, PROOFS, Invitation

_ASIDE = {"autocomplete": "off"}


class RegisterForm(DoorForm):
    """Whom to register, with what, and how it reaches them.

    `pin_seen`, `shared_email` and `another_guardian` carry what the page showed when it was sent: a tick answers to
    that and to nothing that happened since.
    """

    name = forms.CharField(label=_("Name"), max_length=120)
    relationship = forms.ChoiceField(label=_("Relationship to the patient"), choices=RELATIONSHIPS.items())
    level = forms.ChoiceField(label=_("Access"), choices=LEVELS.items(), initial="full")
    proof = forms.ChoiceField(
        label=_("Register Patient with"),
        choices=[(word, label) for word, label in PROOFS.items() if word != "birth_date"],
        widget=forms.RadioSelect,
        initial="pin",
    )
    question = forms.CharField(
        label=_("Question"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=_ASIDE),
        help_text=_("Something only this person answers at once. Neither birth dates nor anything about health."),
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=_ASIDE),
        help_text=_("It is never shown again. Capitals, accents and spaces do not count."),
    )
    channel = forms.ChoiceField(
        label=_("Delivery"), choices=DELIVERIES.items(), widget=forms.RadioSelect, initial="email"
    )
    email = EmailField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Cell Phone"), required=False)
    carrier = forms.ChoiceField(label=_("Cell Carrier"), choices=[("", _("Choose")), *CARRIERS.items()], required=False)
    print_pin = forms.BooleanField(
        label=_("Print PIN"), required=False, help_text=_("Opens a page to print. A PIN is shown once.")
    )
    same_guardian = forms.BooleanField(label=_("Yes, this is the guardian"), required=False)
    replace_pin = forms.BooleanField(label=_("Make a new PIN; the one issued before stops working"), required=False)
    pin_seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    shared_email = forms.CharField(widget=forms.HiddenInput, required=False)
    another_guardian = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def clean(self):
        given = super().clean()
        for name, said in self._lacking(given):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, said)
        if given.get("proof") == "question" and given.get("channel") == "none":
            self.add_error("channel", _("A verification question goes with a link: choose e-mail or text."))
        return given

    def _lacking(self, given: dict):
        """What this proof and this way of delivery need, each with what to say where it is missing."""
        if given.get("channel") == "email":
            yield "email", _("Enter the e-mail address, or choose another way of delivery.")
        if given.get("channel") == "text":
            yield "phone", _("Cell Phone is required for text messages")
            yield "carrier", _("Cell Carrier is required for text messages")
        if given.get("proof") == "question":
            yield "question", _("Enter the question.")
            yield "answer", _("Enter the answer.")

    def facts(self) -> dict:
        """The arguments of `register`."""
        given = self.cleaned_data
        plain = ("name", "relationship", "level", "proof", "question", "answer", "channel", "email", "phone", "carrier")
        same_address = canonical(given["email"]) == given["shared_email"]
        return {name: given[name] for name in (*plain, "another_guardian", "request_key")} | {
            "same_guardian": given["same_guardian"] and same_address,
            "replaces": given["pin_seen"] if given["replace_pin"] else None,
        }

    def show(self, pin: Invitation | None, registered: bool) -> None:
        """Let the page say what holds now, and the next sending answer to it."""
        holds = {"pin_seen": str(pin.pk) if pin else "", "another_guardian": "on" if registered else ""}
        if not self.is_bound:
            self.initial |= holds
            return
        data = self.data.copy()
        if data.get("pin_seen") != holds["pin_seen"]:
            data["replace_pin"] = ""
        if self.refusal and self.refusal.code == "shared":
            holds["shared_email"] = canonical(self.data["email"])
            data["same_guardian"] = ""
        for name, value in holds.items():
            data[name] = value
        self.data = data

    @property
    def asks_for_guardian(self) -> bool:
        """Whether the address belongs to another patient, as somebody must look at."""
        return self.is_bound and bool(self.data.get("shared_email"))
