"""The forward window."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.fields import REMOVE, written
from practice.http import DoorForm


class ForwardForm(DoorForm):
    """The forward window. `To` offers departments and colleagues by id."""

    window, act = "forward", "forwarding"

    to = forms.MultipleChoiceField(
        label=_("To"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who receives it.")},
    )
    note = written(_("Note"), 2, required=False)
    include_prior = forms.BooleanField(
        label=_("Include prior text"),
        required=False,
        initial=True,
        help_text=_("Without it, who gets it sees only what is said from now on."),
    )
    completed = forms.BooleanField(label=REMOVE, required=False)

    def __init__(self, *args, departments, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self._by_id = {str(one.pk): one for one in [*departments, *colleagues]}
        self.fields["to"].choices = [
            (_("Departments"), [(str(d.pk), _department(d)) for d in departments if d.size]),
            (_("People"), [(str(m.pk), _colleague(m)) for m in colleagues]),
        ]

    def receivers(self) -> list:
        """The departments and members chosen."""
        return [self._by_id[pk] for pk in self.cleaned_data["to"]]


def _department(department) -> str:
    return f"{department.name} ({department.size})"


def _colleague(member) -> str:
    if "prescribing" in member.duties:
        return _("%(name)s, prescriber") % {"name": member.user.name}
    return member.user.name
