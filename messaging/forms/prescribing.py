"""`Rx` inside the reply window. Its fields stand outside the window's form element and belong to it by its id."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.prescribing import MOST_REFILLS, QUANTITY_LENGTH, Order
from practice.http import DoorForm

PREFIX, WINDOW = "rx", "reply-form"


class Lines(forms.RadioSelect):
    """The medication list; what is discontinued is shown and cannot be chosen."""

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        if getattr(value, "instance", None) and value.instance.ended_on:
            option["label"] = _("%(name)s: discontinued") % {"name": label}
            option["attrs"]["disabled"] = True
        return option


class RxForm(DoorForm):
    """What is refilled: a line of the list, how much, how often again, and where."""

    medication = forms.ModelChoiceField(
        label=_("Medication list"),
        queryset=None,
        empty_label=None,
        widget=Lines,
        error_messages={"required": _("Choose the medication.")},
    )
    quantity = forms.CharField(
        label=_("Quantity"), max_length=QUANTITY_LENGTH, error_messages={"required": _("Say how much.")}
    )
    refills = forms.IntegerField(label=_("Refills"), min_value=0, max_value=MOST_REFILLS, initial=0)
    pharmacy = forms.ModelChoiceField(
        label=_("Pharmacy"),
        queryset=None,
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose the pharmacy.")},
    )
    considered = forms.ModelMultipleChoiceField(
        label=_("Allergies recorded since the request"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick each one that you have considered."),
    )

    def __init__(self, data=None, *, offer, **kwargs):
        super().__init__(data, prefix=PREFIX, **kwargs)
        self.initial = offer.initial | self.initial
        self.fields["medication"].queryset = offer.lines
        self.fields["pharmacy"].queryset = offer.known_pharmacies
        self.fields["pharmacy"].choices = [
            ("", self.fields["pharmacy"].empty_label),
            *[(one.pk, str(one)) for one in offer.pharmacies],
        ]
        self.fields["considered"].queryset = offer.since
        self.fields["considered"].label_from_instance = lambda flag: flag.text
        if not offer.since:
            del self.fields["considered"]
        for field in self.fields.values():
            field.widget.attrs["form"] = WINDOW

    def chosen(self) -> dict:
        """What was filled in so far, right or wrong, to begin from."""
        given = {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }
        return {name: value for name, value in given.items() if value}

    def order(self) -> Order:
        """What was filled in."""
        said = self.cleaned_data
        return Order(
            said["medication"], said["quantity"].strip(), said["refills"], said["pharmacy"], said.get("considered", ())
        )
