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
    """The forward window. `To` offers departments and colleagues by id; `barred` are shown, with the reason (R55).

    Where it `may_give_access`, a forward refused for want of it offers to give it, by name (X42).
    """

    window, act = "forward", "forwarding"

    to = forms.MultipleChoiceField(
        label=_("To"),
        widget=Offered,
        error_messages={"required": _("Choose who receives it.")},
    )
    give_access = forms.MultipleChoiceField(
        label=_("Access"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They can then read and answer it, and see nothing else of the file."),
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

    def __init__(self, *args, departments, colleagues, barred: dict, may_give_access: bool, left=None, **kwargs):
        """`left`: the fields of a draft, as they were sent. A tick that gives access is not among them."""
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
        self.fields["give_access"].choices = [(str(m.pk), _access(m)) for m in colleagues]
        if not may_give_access:
            del self.fields["give_access"]

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

    def given_access(self) -> list:
        """The members chosen to whom access is given. A tick for somebody who is not chosen any more means nothing."""
        return [self._by_id[pk] for pk in self.cleaned_data.get("give_access", []) if pk in self.cleaned_data["to"]]

    @property
    def access(self) -> forms.BoundField | None:
        """The ticks that give access: for those whom the forward was refused for, and what was ticked before."""
        if "give_access" not in self.fields or not self.is_bound:
            return None
        offered = {*self["give_access"].value(), *(self.refusal.extra.get("may_give", ()) if self.refusal else ())}
        field = self["give_access"]
        field.field.widget.choices = [choice for choice in field.field.choices if choice[0] in offered]
        return field if field.field.widget.choices else None


def _access(member) -> str:
    return _("Give %(name)s access to this conversation") % {"name": member.user.name}


def _department(department) -> str:
    return f"{department.name} ({department.size})"


def _colleague(member) -> str:
    if "prescribing" in member.duties:
        return _("%(name)s, prescriber") % {"name": member.user.name}
    return member.user.name
