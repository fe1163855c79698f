"""The forward window."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.fields import REMOVE, written
from practice.http import DoorForm


class Offered(forms.CheckboxSelectMultiple):
    """Boxes of which some cannot be ticked: `barred` names them, each with the reason."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.barred: dict = {}

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        if why := self.barred.get(str(value)):
            option["label"] = _("%(name)s: %(why)s") % {"name": label, "why": why}
            option["attrs"]["disabled"] = True
        return option


class ForwardForm(DoorForm):
    """The forward window. `To` offers departments and colleagues by id; `barred` are shown, with the reason (R55)."""

    window, act = "forward", "forwarding"

    to = forms.MultipleChoiceField(
        label=_("To"),
        widget=Offered,
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
    warned = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, departments, colleagues, barred: dict, left=None, **kwargs):
        """`left`: the fields of a draft, as they were sent."""
        super().__init__(*args, **kwargs)
        if left is not None:
            boxes = {name: name in left for name in ("include_prior", "completed")}
            unbarred = [pk for pk in left.getlist("to") if pk not in map(str, barred)]
            self.initial |= boxes | {"note": left["note"], "to": unbarred}
        self.fields["to"].widget.barred = {str(pk): why for pk, why in barred.items()}
        self._by_id = {str(one.pk): one for one in [*departments, *colleagues]}
        departments, colleagues = (sorted(some, key=lambda one: one.pk in barred) for some in (departments, colleagues))
        self.fields["to"].choices = [
            (_("Departments"), [(str(d.pk), _department(d)) for d in departments if d.size]),
            (_("People"), [(str(m.pk), _colleague(m)) for m in colleagues]),
        ]

    def clean(self) -> dict:
        """Forwarding without what came before is asked about once: the next sending goes."""
        cleaned = super().clean()
        if self.is_bound and not cleaned.get("include_prior") and not cleaned.get("warned"):
            said = _(
                "Details will not be included: who gets it sees only what is said from now on. Send again to do so."
            )
            self.add_error("include_prior", said)
            self.data = self.data.copy()
            self.data["warned"] = "True"
        return cleaned

    def receivers(self) -> list:
        """The departments and members chosen."""
        return [self._by_id[pk] for pk in self.cleaned_data["to"]]


def _department(department) -> str:
    return f"{department.name} ({department.size})"


def _colleague(member) -> str:
    if "prescribing" in member.duties:
        return _("%(name)s, prescriber") % {"name": member.user.name}
    return member.user.name
