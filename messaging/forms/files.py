"""Files in a form: each that is sent up is kept at once, so that nothing has to be chosen again."""

from collections.abc import Callable, Iterable

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from messaging.attaching import MOST_FILES
from messaging.models import Attachment
from practice.errors import Refused
from practice.http import DoorForm, through

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.gif,.webp,application/pdf,image/jpeg,image/png,image/gif,image/webp"


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class WithFiles(DoorForm):
    """A form that files go along with: `files` are new ones, `kept` those that wait for it already."""

    files = forms.FileField(
        label=_("Attachments"),
        required=False,
        widget=_FilesInput,
        help_text=_("PDF or pictures, up to 10 MB each, at most five."),
    )
    kept = forms.ModelMultipleChoiceField(
        label=_("Files to send"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("A file is gone. Choose it again, please.")},
    )

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self._waiting, self._refused = waiting, []
        left_out = gettext("Larger than 10 MB and left out: %s")
        self.fields["files"].widget.attrs |= {"accept": ACCEPTED, "data-files": "", "data-too-large": left_out}
        self._offer(self.data.getlist("kept") if self.is_bound else self.initial.get("kept", []))

    def send_up(self, uploads: Iterable, add: Callable[..., Attachment]) -> list[str]:
        """Keep each file through the door `add(name=…, content=…)`, beside those that wait already.

        Returns what was refused, as sentences; a sent form also shows them beside the field. The others are kept.
        """
        ids = self._ids
        for upload in uploads:
            if len(ids) >= MOST_FILES:
                self._refused.append(_("At most %(n)s files, please.") % {"n": MOST_FILES})
                break
            try:
                ids.append(str(through(lambda upload=upload: add(name=upload.name, content=upload.read())).pk))
            except Refused as refusal:
                self._refused.append(refusal.message)
        self._offer(ids)
        return [str(said) for said in self._refused]

    @property
    def file_ids(self) -> list[str]:
        """The files that wait for this form, by id."""
        return list(self._ids)

    @property
    def attachments(self) -> list[Attachment]:
        """The files to send along."""
        return list(self.cleaned_data.get("kept", []))

    def clean(self):
        for said in self._refused:
            self.add_error("files", said)
        return super().clean()

    def _offer(self, ids: Iterable[str]) -> None:
        self._ids = [one for one in ids if _is_id(one)]
        field = self.fields["kept"]
        field.widget = forms.CheckboxSelectMultiple() if self._ids else forms.MultipleHiddenInput()
        # What waits for another form, or is somebody else's, is not offered here.
        field.queryset = self._waiting.filter(pk__in=self._ids)
        if self.is_bound:
            self.data = self.data.copy()
            self.data.setlist("kept", self._ids)
        else:
            self.initial["kept"] = self._ids


def _is_id(text: str) -> bool:
    try:
        forms.UUIDField().clean(text)
    except forms.ValidationError:
        return False
    return True
