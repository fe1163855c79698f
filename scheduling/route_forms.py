"""Forms about where appointment requests go, and the question who would get a message."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.directory import KIND_NAMES
from practice.http import DoorForm


class _AnyField(forms.ModelChoiceField):
    """One of the practice's rows, or any."""

    def __init__(self, label, empty_label):
        super().__init__(label=label, queryset=None, required=False, empty_label=empty_label)


class RouteForm(DoorForm):
    """A rule: which requests, and to which department."""

    location = _AnyField(_("Location"), _("Any location"))
    visit_type = _AnyField(_("Visit type"), _("Any visit type"))
    provider = _AnyField(_("Provider they name"), _("Any provider, or none"))
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=None, empty_label=None, help_text=_("Everybody in it receives these requests.")
    )

    def __init__(self, *args, locations, visit_types, providers, departments, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = {
            "location": locations,
            "visit_type": visit_types,
            "provider": providers,
            "department": departments,
        }
        for name, rows in chosen.items():
            self.fields[name].queryset = rows

    def facts(self) -> dict:
        """What the doors take."""
        return {name: self.cleaned_data[name] for name in ("location", "visit_type", "provider", "department")}


class RoutingForm(forms.Form):
    """A question, not an act: it is asked by GET."""

    kind = forms.ChoiceField(label=_("What a patient sends"), choices=KIND_NAMES.items())
    location = _AnyField(_("Location"), _("Any location"))
    visit_type = _AnyField(_("Visit type"), _("Any visit type"))
    provider = _AnyField(_("Provider they name"), _("No Preference"))

    def __init__(self, *args, locations, visit_types, providers, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in {"location": locations, "visit_type": visit_types, "provider": providers}.items():
            self.fields[name].queryset = rows
