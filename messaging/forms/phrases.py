"""Forms about notebooks and phrases."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from messaging.forms.fields import WRITE_SOMETHING, written
from messaging.models import TITLE_LENGTH
from messaging.services.phrases import MINE, PRACTICE
from practice.http import DoorForm


class NotebookForm(DoorForm):
    """A notebook, and while it is new whose it is: `mine`, a department's id, or `practice`."""

    name = forms.CharField(label=_("Name"), max_length=TITLE_LENGTH, error_messages=WRITE_SOMETHING)
    owner = forms.ChoiceField(label=_("Who uses it"), widget=forms.RadioSelect, initial=MINE)

    def __init__(self, *args, departments, whole_practice: bool, is_new: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["owner"]
            return
        self._departments = {str(one.pk): one for one in departments}
        choices = [(MINE, _("Only me"))]
        choices += [
            (pk, gettext("Everybody in %(name)s") % {"name": one.name}) for pk, one in self._departments.items()
        ]
        if whole_practice:
            choices.append((PRACTICE, _("Everybody at the practice")))
        self.fields["owner"].choices = choices

    def owned_by(self):
        """Whose notebook it is to be, as the door takes it."""
        return self._departments.get(self.cleaned_data["owner"], self.cleaned_data["owner"])


class PhraseForm(DoorForm):
    """A phrase: what it is called, what it says, and the notebook it is in."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH, error_messages=WRITE_SOMETHING)
    text = written(_("Text"), 6, error_messages=WRITE_SOMETHING)
    notebook = forms.ModelChoiceField(label=_("Notebook"), queryset=None, empty_label=None)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args, notebooks, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["notebook"].queryset = notebooks

    def facts(self) -> dict:
        """What the doors take of it."""
        return {name: self.cleaned_data[name] for name in ("title", "text", "notebook")}

    def catch_up(self) -> None:
        """After somebody else saved: the next saving counts their version, which is shown now, as seen."""
        if self.refusal and "version" in self.refusal.extra:
            self.data = self.data.copy()
            self.data["version"] = str(self.refusal.extra["version"])
