"""What the Dashboard is narrowed to."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.report_forms import DaysForm
from practice.models import Location, Provider
from scheduling.selectors.dashboard import Wanted


class FilterForm(DaysForm):
    """Asked by GET: everything stands in the address. Without days it means today.

    With one location only, nobody is asked which.
    """

    location = forms.ChoiceField(label=_("Location"), required=False)
    provider = forms.MultipleChoiceField(
        label=_("Providers"),
        required=False,
        widget=forms.MultipleHiddenInput,
        error_messages={"invalid_choice": _("One of the providers is not known here. Please select them again.")},
    )
    no_account = forms.BooleanField(label=_("Not registered only"), required=False)

    def __init__(self, sent: QueryDict, *, today: date, places: list[Location], providers: list[Provider]):
        days = {name: sent.get(name, today.isoformat()) for name in ("first_day", "last_day")}
        chosen = {name: sent.get(name, "") for name in ("location", "no_account")}
        super().__init__({**days, **chosen, "provider": sent.getlist("provider")})
        self._places, self._providers = _by_id(places), _by_id(providers)
        self.fields["provider"].choices = [(pk, row.name) for pk, row in self._providers.items()]
        if len(places) > 1:
            named = [(pk, row.name) for pk, row in self._places.items()]
            self.fields["location"].choices = [("", _("All locations")), *named]
        else:
            del self.fields["location"]

    @property
    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        said = self.cleaned_data
        return Wanted(
            said["first_day"],
            said["last_day"],
            self._places.get(said.get("location", "")),
            tuple(self._providers[pk] for pk in said["provider"]),
            said["no_account"],
        )


def _by_id(rows) -> dict:
    return {str(row.pk): row for row in rows}
